package dev.convoy.state.npy;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;

/**
 * Reads an npy file part by part, so that only a part is in memory. The types are those of {@link Npy}; an array in
 * Fortran order, whose parts do not lie together, can only be read as one.
 */
public final class NpyStream implements Closeable {

    /** NumPy's own headers are a few hundred bytes, and at most 64 KiB in version 1. */
    private static final int LONGEST_HEADER = 1 << 16;

    private final String name;
    private final InputStream in;
    private final Header header;
    private int read;

    private NpyStream(String name, InputStream in, Header header) {
        this.name = name;
        this.in = in;
        this.header = header;
    }

    /**
     * Reads the header.
     *
     * @param name what to call the file in messages
     * @param in the file from its beginning; closed with this
     * @param size its length in bytes
     * @throws MalformedFileException if it is not the beginning of a whole and valid npy file of this length and of a
     *     supported type
     * @throws IOException if it cannot be read
     */
    public static NpyStream open(String name, InputStream in, long size) throws IOException {
        ByteBuffer beginning = ByteBuffer.wrap(in.readNBytes(LONGEST_HEADER));
        Header header;
        try {
            header = HeaderReader.read(name, beginning, size);
        } catch (IllegalArgumentException tooLarge) {
            throw new MalformedFileException(name, -1, tooLarge.getMessage());
        }
        InputStream rest =
                new ByteArrayInputStream(beginning.array(), header.dataStart(), beginning.limit() - header.dataStart());
        return new NpyStream(name, new SequenceInputStream(rest, in), header);
    }

    /** The array's shape. */
    public Shape shape() {
        return header.shape();
    }

    /** How many bytes a part of this shape takes in the file. */
    public long bytes(Shape part) {
        return part.elements() * (long) (header.dtype().bits() / Byte.SIZE);
    }

    /**
     * Reads the next elements.
     *
     * @param part the shape they make
     * @throws IllegalArgumentException if there are not as many left
     * @throws MalformedFileException if a value is not one of float32, the part takes 2 GiB, or it is not the whole of
     *     an array in Fortran order
     * @throws IOException if it cannot be read
     */
    public Tensor next(Shape part) throws IOException {
        if (part.elements() > shape().elements() - read) {
            throw new IllegalArgumentException("a part of shape " + part + " was asked for, but only "
                    + (shape().elements() - read) + " elements are left of " + shape());
        }
        boolean reordered = header.fortranOrder() && FortranOrder.differs(shape());
        if (reordered && !part.equals(shape())) {
            throw malformed("the array is in Fortran order, in which the parts of " + shape()
                    + " do not lie together; save it with numpy.ascontiguousarray");
        }
        if (bytes(part) > ByteSource.LARGEST_ARRAY) {
            throw malformed("a part of shape " + part + " takes " + bytes(part) + " bytes, but at most "
                    + ByteSource.LARGEST_ARRAY + " are supported");
        }
        byte[] bytes = readFully((int) bytes(part));
        read += part.elements();
        float[] elements = Npy.elements(name, header, ByteBuffer.wrap(bytes));
        return reordered ? FortranOrder.toTensor(part, elements) : Tensor.of(part, elements);
    }

    /**
     * Passes over the next elements.
     *
     * @param part the shape they make
     * @throws IOException if there are not as many left, or the file cannot be read
     */
    public void skip(Shape part) throws IOException {
        in.skipNBytes(bytes(part));
        read += part.elements();
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw malformed("the file ended while it was read; another program is probably writing it");
        }
        return bytes;
    }

    private MalformedFileException malformed(String reason) {
        return new MalformedFileException(name, -1, reason);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
