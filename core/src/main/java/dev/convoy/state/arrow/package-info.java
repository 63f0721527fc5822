/** The Arrow IPC format: tensors as the columns of one row. */
package dev.convoy.state.arrow;
