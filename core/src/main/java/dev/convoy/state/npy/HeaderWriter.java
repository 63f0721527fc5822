package dev.convoy.state.npy;

import dev.convoy.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes the header of a little-endian array as NumPy writes it, in version 1.0. */
final class HeaderWriter {

    private static final int ALIGNMENT = 64;

    /** NumPy leaves room for the size of the slowest dimension to grow to this many digits. */
    private static final int GROWTH_DIGITS = 21;

    private static final int LONGEST = 0xffff;

    private HeaderWriter() {}

    static ByteBuffer write(String descr, Shape shape, boolean fortranOrder) {
        String literal = "{'descr': '" + descr + "', 'fortran_order': " + (fortranOrder ? "True" : "False")
                + ", 'shape': " + tuple(shape) + ", }" + " ".repeat(growth(shape, fortranOrder));
        int start = HeaderReader.MAGIC.length + 2 + Short.BYTES;
        int unpadded = start + literal.length() + 1;
        String header = literal + " ".repeat(ALIGNMENT - unpadded % ALIGNMENT) + "\n";
        if (header.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a tensor of " + shape.rank() + " dimensions does not fit an npy header");
        }
        return ByteBuffer.allocate(start + header.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(HeaderReader.MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.ISO_8859_1))
                .flip();
    }

    private static int growth(Shape shape, boolean fortranOrder) {
        if (shape.rank() == 0) {
            return 0;
        }
        int slowest = shape.size(fortranOrder ? -1 : 0);
        return GROWTH_DIGITS - Integer.toString(slowest).length();
    }

    /** As Python writes a tuple: {@code ()}, {@code (3,)}, {@code (3, 4)}. */
    private static String tuple(Shape shape) {
        String sizes =
                Arrays.stream(shape.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return "(" + sizes + (shape.rank() == 1 ? ",)" : ")");
    }
}
