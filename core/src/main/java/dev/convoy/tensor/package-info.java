/** Tensors of 32-bit floats, their shapes, torch's random numbers and torch's way of printing. */
package dev.convoy.tensor;
