package dev.convoy.state.arrow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MalformedArrowFileTest {

    @TempDir
    Path directory;

    private byte[] file;
    private int footer;

    @BeforeEach
    void writeAFile() throws IOException {
        Path path = directory.resolve("x");
        StateDict state = StateDict.builder()
                .put("w", Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 5))
                .put("b", Tensor.of(Shape.of(2), 6, 7))
                .build();
        ArrowFile.write(path, state);
        file = Files.readAllBytes(path);
        footer = file.length - 10 - little(file).getInt(file.length - 10);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> ArrowFile.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("x: ")
                .hasMessageContaining(message);
    }

    private byte[] changed(Consumer<ByteBuffer> change) {
        byte[] copy = file.clone();
        change.accept(little(copy));
        return copy;
    }

    /** The first place of 8 bytes that are this number. */
    private int find(int from, long number) {
        for (int i = from; i <= file.length - Long.BYTES; i += Long.BYTES) {
            if (little(file).getLong(i) == number) {
                return i;
            }
        }
        throw new AssertionError("no " + number + " from " + from);
    }

    /** The start of the record batch's message. */
    private int batch() {
        return 8 + 8 + little(file).getInt(12);
    }

    @Test
    void whatIsNoWholeFileIsRefused() {
        assertRefused(new byte[3], "the file has 3 bytes, which no Arrow file has");
        assertRefused(
                "FEA1 and so on".getBytes(StandardCharsets.UTF_8),
                "at byte 0: an Arrow file begins with ARROW1, and an Arrow stream with ff ff ff ff; this is neither");
        for (int length : new int[] {8, 17, 18, 100, file.length - 1}) {
            assertRefused(
                    Arrays.copyOf(file, length),
                    "the file does not end with ARROW1; the download is probably truncated");
        }
        assertRefused(
                changed(bytes -> bytes.putInt(file.length - 10, file.length)),
                "the footer's length is given as " + file.length + " bytes, but " + (file.length - 18)
                        + " bytes are there; the file is damaged");
        assertRefused(changed(bytes -> bytes.putInt(file.length - 10, -1)), "is given as 4294967295 bytes");
        assertRefused(
                changed(bytes -> bytes.putInt(footer, file.length)),
                "at byte " + footer + ": the footer is not valid: it refers to bytes outside of itself");
    }

    @Test
    void aBatchThatIsNotWhereTheFooterSaysIsRefused() {
        int block = find(footer - footer % 8, batch());
        assertRefused(
                changed(bytes -> bytes.putLong(block, 1 << 20)),
                "record batch 0, 256 bytes of metadata and 128 bytes of body from byte 1048576 on, does not lie "
                        + "between the mark and the footer, bytes 8 to " + footer);
        assertRefused(changed(bytes -> bytes.putLong(block + 16, Long.MAX_VALUE)), "does not lie between the mark");
        assertRefused(changed(bytes -> bytes.putLong(block + 16, 64)), "a message has a body of 128 bytes, but only");
        assertRefused(
                changed(bytes -> bytes.putInt(block + 8, 264)),
                "has a body of 128 bytes from byte " + (batch() + 256) + " on by its own account");
        assertRefused(
                changed(bytes -> bytes.putLong(block, 8).putInt(block + 8, batch() - 8)),
                "is no record batch; the file is damaged");
        assertRefused(
                changed(bytes -> bytes.putInt(batch(), 0x1234)),
                "at byte " + batch() + ": a message begins with the bytes ff ff ff ff, but this one with 34120000");
    }

    @Test
    void aStreamThatIsCutOrGoesOnIsRefused() {
        byte[] stream = Arrays.copyOfRange(file, 8, footer);
        assertThatCode(() -> ArrowFile.read("x", stream)).doesNotThrowAnyException();
        assertRefused(Arrays.copyOf(stream, 20), "of metadata, but only 12 bytes follow; the download is probably");
        assertRefused(Arrays.copyOf(stream, batch() - 8), "the file has 0 rows, but weights are one row");
        assertRefused(Arrays.copyOf(stream, batch() - 4), "a message begins with 8 bytes, but 4 are there");
        assertRefused(Arrays.copyOf(stream, stream.length - 20), "a message has a body of 128 bytes, but only 116");
        assertRefused(
                Arrays.copyOf(stream, stream.length + 5),
                "at byte " + stream.length + ": 5 bytes follow the end of the stream");
        assertRefused(
                Arrays.copyOfRange(file, batch(), footer), "an Arrow stream begins with a schema, but this one does");
        byte[] twice = Arrays.copyOf(stream, 2 * stream.length - 8);
        System.arraycopy(stream, 0, twice, stream.length - 8, stream.length);
        assertRefused(twice, "record batches follow the schema, but this is a message of kind Schema");
    }

    @Test
    void valuesThatAreNotThereOrAreAnothersAreRefused() {
        int place = find(batch() + 16, 24) - 8;
        assertRefused(
                changed(bytes -> bytes.putLong(place, 120)),
                "tensor 'w' has 24 bytes from byte 120 of the body on, which has 128; the file is damaged");
        assertRefused(changed(bytes -> bytes.putLong(place + 8, -1)), "tensor 'w' has -1 bytes from byte 0");
        assertRefused(
                changed(bytes -> bytes.putLong(place + 8, 20)),
                "tensor 'w' of type F32 and shape [2, 3] takes 24 bytes, but has 20");
    }

    @Test
    void onlyColumnsOfTensorsAreWeights() throws IOException {
        String expected = ", but every column of a file of weights is of extension type arrow.fixed_shape_tensor over "
                + "type FixedSizeList";
        assertSchema(Field.nullable("a", Peer.FLOAT), "column 'a' is of type FloatingPoint" + expected);
        assertSchema(Peer.extension("a", Peer.FLOAT, 2, null, null), "column 'a' is of type FixedSizeList" + expected);
        assertSchema(
                Peer.extension("a", Peer.FLOAT, 2, "my.type", "{}"),
                "column 'a' is of extension type my.type over type FixedSizeList" + expected);
        assertSchema(
                Peer.tensor("a", new ArrowType.Date(org.apache.arrow.vector.types.DateUnit.DAY), 2, "{\"shape\":[2]}"),
                "tensor 'a' has values of type Date, but supported are floats, integers of 8 to 64 bits and booleans");
        Field tensor = Peer.tensor("a", Peer.FLOAT, 2, "{\"shape\":[2]}");
        assertRefused(Peer.stream(List.of(tensor, tensor), 0, columns -> {}), "tensor 'a' occurs twice in the schema");
    }

    @Test
    void aShapeThatIsNoneIsRefused() throws IOException {
        assertShape(null, "the extension metadata of tensor 'a' must be a JSON object");
        assertShape("[2]", "the extension metadata of tensor 'a' must be a JSON object");
        assertShape("{\"shape\":[2", "the extension metadata of tensor 'a' are not valid JSON: ");
        assertShape("{\"shape\":[2],\"shape\":[2]}", "are not valid JSON: Duplicate field 'shape'");
        assertShape("{\"shape\":[2]} {}", "the extension metadata of tensor 'a' go on after their closing '}'");
        assertShape("{}", "the extension metadata of tensor 'a' have no 'shape'");
        assertShape("{\"shape\":2}", "the shape of tensor 'a' must be an array of integers");
        assertShape("{\"shape\":[2.0]}", "the shape of tensor 'a' must be an array of integers");
        assertShape("{\"shape\":[-2,-1]}", "the shape of tensor 'a' contains the negative number -2");
        assertShape("{\"shape\":[99999999999999999999]}", "are not valid JSON: ");
        assertShape("{\"shape\":[3]}", "tensor 'a' of shape [3] has 3 elements, but its column has lists of 2");
        assertShape(
                "{\"shape\":[65536,65536]}",
                "tensor 'a' has shape [65536, 65536], but at most 2147483647 elements are supported");
        assertShape("{\"shape\":[0,4294967298]}", "tensor 'a' has shape [0, 4294967298], but at most");
        for (String permutation : List.of("[0]", "[0,0]", "[1,2]", "[0,1,2]", "[0,9999999999]")) {
            assertShape(
                    "{\"shape\":[1,2],\"permutation\":" + permutation + "}",
                    "tensor 'a' has the permutation " + permutation.replace(",", ", ")
                            + ", which does not name each dimension of shape [1, 2] once");
        }
    }

    private static void assertShape(String json, String message) throws IOException {
        assertSchema(Peer.tensor("a", Peer.FLOAT, 2, json), message);
    }

    private static void assertSchema(Field field, String message) throws IOException {
        assertRefused(Peer.stream(List.of(field), 0, columns -> {}), message);
    }

    @Test
    void oneRowWithoutNullsIsExpected() throws IOException {
        List<Field> fields = List.of(Peer.tensor("a", Peer.FLOAT, 2, "{\"shape\":[2]}"));
        String expected = " rows, but weights are one row, in which every column is a tensor";
        Peer.Fill full = columns -> ArrowPeerTest.floats(columns.get(0), 1, 2);

        assertRefused(Peer.file(fields, 0, columns -> {}), "x: the file has 0" + expected);
        assertRefused(Peer.file(fields, 3, full), "x: the file has 3" + expected);
        assertRefused(Peer.write(true, fields, new int[] {1, 0, 1}, null, full), "x: the file has 2" + expected);
        assertRefused(Peer.file(fields, 1, columns -> {}), "tensor 'a' has 1 nulls, which no tensor has");
        assertRefused(
                Peer.file(fields, 1, columns -> {
                    ArrowPeerTest.floats(columns.get(0), 1, 2);
                    ((FieldVector) columns.get(0).getChildrenFromFields().get(0)).setNull(1);
                }),
                "tensor 'a' has 1 nulls, which no tensor has");
    }

    @Test
    void compressedFilesAreRefusedWithTheRemedy() throws IOException {
        List<Field> fields = List.of(Peer.tensor("a", Peer.FLOAT, 2, "{\"shape\":[2]}"));
        for (CodecType type : List.of(CodecType.LZ4_FRAME, CodecType.ZSTD)) {
            byte[] compressed = Peer.write(
                    false,
                    fields,
                    new int[] {1},
                    new Named(type),
                    columns -> ArrowPeerTest.floats(columns.get(0), 1, 2));

            assertRefused(
                    compressed,
                    "the file is compressed with " + (type == CodecType.ZSTD ? "zstd" : "lz4")
                            + ", which is not supported; write it uncompressed: in pyarrow with compression=None");
        }
    }

    /** Compresses nothing, under the name of a codec that does. */
    private record Named(CodecType type) implements CompressionCodec {

        @Override
        public ArrowBuf compress(BufferAllocator allocator, ArrowBuf uncompressed) {
            return uncompressed;
        }

        @Override
        public ArrowBuf decompress(BufferAllocator allocator, ArrowBuf compressed) {
            return compressed;
        }

        @Override
        public CodecType getCodecType() {
            return type;
        }
    }
}
