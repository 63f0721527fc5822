/** Reads ONNX models as graphs of Convoy's operators. */
package dev.convoy.state.onnx;
