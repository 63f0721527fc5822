package dev.convoy.state.npy;

import dev.convoy.state.AtomicFile;
import dev.convoy.state.ByteSource;
import dev.convoy.state.Elements;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes npy files, NumPy's format for one array.
 *
 * <p>Read are versions 1 to 3, C and Fortran order, either byte order, floats of 16, 32 and 64 bits, booleans, and
 * signed and unsigned integers if each value is exactly a float32. Rounding from 64 bits is logged as a warning.
 * Anything else is refused with a {@link MalformedFileException}, object arrays above all: they are pickles, which can
 * run code.
 */
public final class Npy {

    private Npy() {}

    /**
     * Reads a file.
     *
     * @return the array in its shape, row-major whatever the order of the file; a scalar has no dimensions
     * @throws MalformedFileException if it is not a whole and valid npy file of a supported type, or takes 2 GiB
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path path) throws IOException {
        long size = Files.size(path);
        if (size > ByteSource.LARGEST_ARRAY) {
            throw new MalformedFileException(
                    path.toString(),
                    -1,
                    "the file has " + size + " bytes, but at most " + ByteSource.LARGEST_ARRAY + " are supported");
        }
        return read(path.toString(), Files.readAllBytes(path));
    }

    /**
     * Reads a file that is in memory, from the buffer's position to its limit.
     *
     * @param name what to call the file in messages
     * @return as {@link #read(Path)}
     * @throws MalformedFileException if it is not a whole and valid npy file of a supported type
     */
    public static Tensor read(String name, ByteBuffer bytes) throws MalformedFileException {
        ByteBuffer file = bytes.slice();
        Header header = HeaderReader.read(name, file);
        ByteBuffer data = file.position(header.dataStart()).slice();
        float[] elements = elements(name, header, data);
        return header.fortranOrder()
                ? FortranOrder.toTensor(header.shape(), elements)
                : Tensor.of(header.shape(), elements);
    }

    /** The elements that a file has there, in the file's order. */
    static float[] elements(String name, Header header, ByteBuffer data) throws MalformedFileException {
        String source = name + ": ";
        try {
            return Elements.toFloat32(header.dtype(), data.order(header.byteOrder()), source + "the array");
        } catch (IllegalArgumentException unrepresentable) {
            String reason = unrepresentable.getMessage().substring(source.length());
            throw new MalformedFileException(name, -1, reason);
        }
    }

    /** As {@link #read(String, ByteBuffer)}, of a whole array. */
    public static Tensor read(String name, byte[] bytes) throws MalformedFileException {
        return read(name, ByteBuffer.wrap(bytes));
    }

    /**
     * Writes a file, byte for byte as {@code numpy.save} writes the float32 array in C order. The file appears whole or
     * not at all.
     *
     * @throws IllegalArgumentException if the array takes 2 GiB
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, Tensor tensor) throws IOException {
        write(path, tensor, tensor.array(), false);
    }

    /**
     * Writes a file, byte for byte as {@code numpy.save} writes the float32 array in Fortran order: the first dimension
     * runs fastest. As in NumPy, an array for which both orders are the same is written as C order.
     *
     * @throws IllegalArgumentException if the array takes 2 GiB
     * @throws IOException if it cannot be written
     */
    public static void writeFortranOrder(Path path, Tensor tensor) throws IOException {
        if (FortranOrder.differs(tensor.shape())) {
            write(path, tensor, FortranOrder.elements(tensor), true);
        } else {
            write(path, tensor);
        }
    }

    private static void write(Path path, Tensor tensor, float[] elements, boolean fortranOrder) throws IOException {
        long size = (long) elements.length * Float.BYTES;
        if (size > ByteSource.LARGEST_ARRAY) {
            throw new IllegalArgumentException("a tensor of shape " + tensor.shape() + " takes " + size
                    + " bytes, but at most " + ByteSource.LARGEST_ARRAY + " can be written");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(elements);
        ByteBuffer header = HeaderWriter.write("<f4", tensor.shape(), fortranOrder);
        AtomicFile.write(path, List.of(header, bytes).iterator());
    }
}
