package dev.convoy.state.npy;

import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads an npy file's header and checks that the array it describes is what follows. */
final class HeaderReader {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int LENGTH_AT = MAGIC.length + 2;
    private static final BigInteger LARGEST_SIZE = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final Map<String, DType> TYPES = Map.ofEntries(
            Map.entry("b1", DType.BOOL),
            Map.entry("f2", DType.F16),
            Map.entry("f4", DType.F32),
            Map.entry("f8", DType.F64),
            Map.entry("i1", DType.I8),
            Map.entry("i2", DType.I16),
            Map.entry("i4", DType.I32),
            Map.entry("i8", DType.I64),
            Map.entry("u1", DType.U8),
            Map.entry("u2", DType.U16),
            Map.entry("u4", DType.U32),
            Map.entry("u8", DType.U64));

    private final String path;
    private final ByteBuffer file;
    private final long size;

    /** NumPy's name for a little-endian array of the type; empty if there is none. */
    static Optional<String> descr(DType dtype) {
        return TYPES.entrySet().stream()
                .filter(type -> type.getValue() == dtype)
                .map(type -> (dtype.bits() == Byte.SIZE ? "|" : "<") + type.getKey())
                .findFirst();
    }

    private HeaderReader(String path, ByteBuffer file, long size) {
        this.path = path;
        this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.size = size;
    }

    /** Reads the header of the file that is the whole of the buffer. */
    static Header read(String path, ByteBuffer file) throws MalformedFileException {
        return read(path, file, file.limit());
    }

    /** Reads the header of a file of this size, of which the buffer is the beginning. */
    static Header read(String path, ByteBuffer beginning, long size) throws MalformedFileException {
        return new HeaderReader(path, beginning, size).read();
    }

    private Header read() throws MalformedFileException {
        int headerStart = headerStart();
        int headerLength = headerLength(headerStart);
        byte[] bytes = new byte[headerLength];
        file.get(headerStart, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Map<String, Object> fields = new LiteralParser(path, headerStart, text).dictionary();
        if (!fields.keySet().equals(KEYS)) {
            throw malformed(
                    headerStart,
                    "the header has the keys "
                            + fields.keySet().stream().sorted().toList()
                            + ", but must have descr, fortran_order and shape");
        }
        String descr = typed(fields, "descr", String.class, "a string");
        boolean fortranOrder = typed(fields, "fortran_order", Boolean.class, "True or False");
        List<?> sizes = typed(fields, "shape", List.class, "a tuple");
        DType dtype = dtype(descr);
        ByteOrder byteOrder = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int dataStart = headerStart + headerLength;
        return new Header(dtype, byteOrder, fortranOrder, shape(sizes, descr, dtype, dataStart), dataStart);
    }

    private int headerStart() throws MalformedFileException {
        for (int i = 0; i < Math.min(MAGIC.length, file.limit()); i++) {
            if (file.get(i) != MAGIC[i]) {
                throw malformed(
                        0, "an npy file begins with \\x93NUMPY, but this one does not; it is of another format");
            }
        }
        requireHeader(LENGTH_AT);
        int major = file.get(MAGIC.length) & 0xff;
        int minor = file.get(MAGIC.length + 1) & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw malformed(
                    MAGIC.length, "the version is " + major + "." + minor + ", but 1.0, 2.0 and 3.0 are supported");
        }
        int headerStart = LENGTH_AT + (major == 1 ? Short.BYTES : Integer.BYTES);
        requireHeader(headerStart);
        return headerStart;
    }

    private void requireHeader(int bytes) throws MalformedFileException {
        if (file.limit() < bytes) {
            throw malformed(
                    -1, "the file has " + file.limit() + " bytes and ends inside the header; it is probably truncated");
        }
    }

    private int headerLength(int headerStart) throws MalformedFileException {
        long length = headerStart == LENGTH_AT + Short.BYTES
                ? Short.toUnsignedInt(file.getShort(LENGTH_AT))
                : Integer.toUnsignedLong(file.getInt(LENGTH_AT));
        long room = size - headerStart;
        if (length > room) {
            throw malformed(
                    LENGTH_AT,
                    "the header's length is given as " + length + " bytes, but only " + room
                            + " follow; the file is probably truncated");
        }
        if (length > file.limit() - headerStart) {
            throw malformed(
                    LENGTH_AT,
                    "the header's length is given as " + length + " bytes, but at most " + (file.limit() - headerStart)
                            + " are supported");
        }
        return (int) length;
    }

    private <T> T typed(Map<String, Object> fields, String key, Class<T> type, String expected)
            throws MalformedFileException {
        Object value = fields.get(key);
        if (!type.isInstance(value)) {
            throw malformed(-1, "the header's '" + key + "' must be " + expected + ", but is " + value);
        }
        return type.cast(value);
    }

    private DType dtype(String descr) throws MalformedFileException {
        String kind = descr.isEmpty() ? "" : descr.substring(1);
        char order = descr.isEmpty() ? ' ' : descr.charAt(0);
        if (kind.startsWith("O")) {
            throw malformed(
                    -1,
                    "the array holds Python objects (dtype '" + descr
                            + "'), which are pickles and can run code: refused;"
                            + " save it as numbers, with allow_pickle=False");
        }
        DType dtype = TYPES.get(kind);
        boolean oneByte = dtype != null && dtype.bits() == Byte.SIZE;
        if (dtype == null || (oneByte ? "<>|=" : "<>").indexOf(order) < 0) {
            throw malformed(
                    -1,
                    "the dtype '" + descr + "' is not supported, but '<' or '>' and one of "
                            + TYPES.keySet().stream().sorted().collect(Collectors.joining(", "))
                            + "; convert the array with astype('float32')");
        }
        return dtype;
    }

    private Shape shape(List<?> sizes, String descr, DType dtype, int dataStart) throws MalformedFileException {
        BigInteger bytes = BigInteger.valueOf(dtype.bits() / Byte.SIZE);
        int[] narrowed = new int[sizes.size()];
        String tooLarge = null;
        for (int i = 0; i < narrowed.length; i++) {
            BigInteger size = (BigInteger) sizes.get(i);
            bytes = bytes.multiply(size);
            narrowed[i] = size.min(LARGEST_SIZE).intValue();
            tooLarge = narrowed[i] == Integer.MAX_VALUE ? size.toString() : tooLarge;
        }
        String described = "an array of shape " + sizes + " and dtype '" + descr + "' takes " + bytes + " bytes, but ";
        long room = size - dataStart;
        int compared = bytes.compareTo(BigInteger.valueOf(room));
        if (compared > 0) {
            throw malformed(-1, described + "only " + room + " follow the header; the file is probably truncated");
        }
        if (compared < 0) {
            throw malformed(
                    dataStart + bytes.longValue(),
                    described + room + " follow the header; the file is damaged, or another one is appended");
        }
        if (tooLarge != null) {
            throw malformed(
                    -1,
                    "the shape " + sizes + " has a dimension above the largest supported, " + (Integer.MAX_VALUE - 1));
        }
        return Shape.of(narrowed);
    }

    private MalformedFileException malformed(long offset, String reason) {
        return new MalformedFileException(path, offset, reason);
    }
}
