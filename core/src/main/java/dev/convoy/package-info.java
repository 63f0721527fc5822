/** The facade: a {@link dev.convoy.Model} is loaded from its files and applied to tensors. */
package dev.convoy;
