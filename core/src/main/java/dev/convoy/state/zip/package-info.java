/** Zip archives of arrays, which PyTorch and NumPy write: read without trust, written without compression. */
package dev.convoy.state.zip;
