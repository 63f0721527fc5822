/** NumPy's format for one array. */
package dev.convoy.state.npy;
