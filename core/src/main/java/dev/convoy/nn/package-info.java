/**
 * Layers with the semantics of {@code torch.nn}: its arguments, defaults, shape rules, initialisation and state-dict
 * names. Layers are immutable and safe to share between threads.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/nn.html">torch.nn</a>
 */
package dev.convoy.nn;
