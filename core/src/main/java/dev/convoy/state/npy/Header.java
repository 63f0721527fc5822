package dev.convoy.state.npy;

import dev.convoy.state.DType;
import dev.convoy.tensor.Shape;
import java.nio.ByteOrder;

/** What an npy header says, checked against the file: the array fills the bytes from {@code dataStart} to the end. */
record Header(DType dtype, ByteOrder byteOrder, boolean fortranOrder, Shape shape, int dataStart) {}
