/** PyTorch's own files, written by {@code torch.save}: pickles, of which only what describes tensors is understood. */
package dev.convoy.state.torch;
