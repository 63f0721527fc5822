package dev.convoy.state.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowRowsTest {

    private static final ArrowType HALF = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
    private static final ArrowType BYTE = new ArrowType.Int(8, false);
    private static final ArrowType INT = new ArrowType.Int(32, true);
    private static final ArrowType TEXT = new ArrowType.Utf8();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tensorsOfOneShapeInSeveralBatches(boolean stream) throws IOException {
        List<Field> fields = List.of(
                Peer.tensor("half", HALF, 6, "{\"shape\":[1,2,3]}"),
                Peer.tensor("byte", BYTE, 6, "{\"shape\":[1,2,3],\"permutation\":[0,2,1]}"),
                Peer.tensor("float", Peer.FLOAT, 6, "{\"shape\":[1,2,3]}"));
        byte[] bytes = Peer.write(stream, fields, new int[] {3, 0, 2}, null, columns -> {
            for (FieldVector column : columns) {
                FixedSizeListVector list = (FixedSizeListVector) column;
                for (int i = 0; i < 18; i++) {
                    set(list.getDataVector(), i);
                }
                for (int i = 0; i < 3; i++) {
                    list.setNotNull(i);
                }
            }
        });
        ArrowRows rows = open(bytes);
        assertThat(rows.columns()).extracting(ArrowColumn::name).containsExactly("half", "byte", "float");
        assertThat(rows.columns())
                .allSatisfy(column -> assertThat(column.kind()).isEqualTo(ArrowColumn.Kind.TENSOR));
        rows.columns().forEach(rows::select);
        for (int i = 0; i < 5; i++) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.index()).isEqualTo(i);
            float first = 6 * (i % 3);
            float[] halves = {first - 0.5f, first + 0.5f, first + 1.5f, first + 2.5f, first + 3.5f, first + 4.5f};
            assertTensor(rows, 0, 12, Tensor.of(Shape.of(1, 2, 3), halves));
            float level = 230 + first;
            float[] levels = {level, level + 3, level + 1, level + 4, level + 2, level + 5};
            assertTensor(rows, 1, 6, Tensor.of(Shape.of(1, 3, 2), levels));
            float[] floats = new float[6];
            for (int k = 0; k < 6; k++) {
                floats[k] = (first + k) / 3f;
            }
            assertTensor(rows, 2, 24, Tensor.of(Shape.of(1, 2, 3), floats));
        }
        assertThat(rows.next()).isFalse();
        assertThat(rows.next()).isFalse();
    }

    @Test
    void tensorsThatBringTheirShapes() throws IOException {
        ArrowRows rows = open(Peer.file(List.of(varying(2)), 3, columns -> {
            StructVector struct = (StructVector) columns.get(0);
            ListVector list = (ListVector) struct.getChildrenFromFields().get(0);
            FixedSizeListVector shape =
                    (FixedSizeListVector) struct.getChildrenFromFields().get(1);
            int value = 0;
            int[][] sizes = {{2, 3}, null, {1, 4}};
            for (int row = 0; row < 3; row++) {
                if (sizes[row] == null) {
                    continue;
                }
                struct.setIndexDefined(row);
                list.startNewValue(row);
                int elements = sizes[row][0] * sizes[row][1];
                for (int i = 0; i < elements; i++) {
                    ((Float4Vector) list.getDataVector()).setSafe(value, value++);
                }
                list.endValue(row, elements);
                shape.setNotNull(row);
                for (int i = 0; i < 2; i++) {
                    ((IntVector) shape.getDataVector()).setSafe(2 * row + i, sizes[row][i]);
                }
            }
            list.getDataVector().setValueCount(value);
        }));
        ArrowColumn column = rows.columns().get(0);
        rows.select(column);
        rows.next();
        assertTensor(rows, 0, 24, Tensor.of(Shape.of(2, 3), new float[] {0, 1, 2, 3, 4, 5}));
        rows.next();
        assertThat(column.isNull()).isTrue();
        rows.next();
        assertTensor(rows, 0, 16, Tensor.of(Shape.of(1, 4), new float[] {6, 7, 8, 9}));
        assertThat(rows.next()).isFalse();
    }

    @Test
    void bytesTextsNumbersAndTheFieldsOfStructs() throws IOException {
        Field image = new Field(
                "image",
                FieldType.nullable(new ArrowType.Struct()),
                List.of(field("bytes", new ArrowType.Binary()), field("path", TEXT)));
        List<Field> fields = List.of(
                field("text", TEXT),
                field("large", new ArrowType.LargeUtf8()),
                field("flag", new ArrowType.Bool()),
                image,
                field("short", new ArrowType.Int(16, true)),
                field("unsigned", new ArrowType.Int(32, false)),
                field("half", HALF),
                field("double", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                field("day", new ArrowType.Date(DateUnit.DAY)));
        int count = 20_000;
        ArrowRows rows = open(Peer.stream(fields, count, columns -> {
            StructVector struct = (StructVector) columns.get(3);
            for (int i = 0; i < count; i++) {
                byte[] text = ("text " + i + "ü").getBytes(StandardCharsets.UTF_8);
                if (i % 3 != 0) {
                    ((VarCharVector) columns.get(0)).setSafe(i, text);
                }
                ((LargeVarCharVector) columns.get(1)).setSafe(i, text);
                ((BitVector) columns.get(2)).setSafe(i, i % 5 == 0 ? 1 : 0);
                if (i % 4 != 0) {
                    struct.setIndexDefined(i);
                }
                ((VarBinaryVector) struct.getChild("bytes")).setSafe(i, new byte[i % 7]);
                ((SmallIntVector) columns.get(4)).setSafe(i, -i);
                ((UInt4Vector) columns.get(5)).setSafe(i, -1 - i);
                ((Float2Vector) columns.get(6)).setSafeWithPossibleTruncate(i, i % 100 + 0.5f);
                ((Float8Vector) columns.get(7)).setSafe(i, i / 3.0);
            }
        }));
        Map<String, ArrowColumn> columns = new LinkedHashMap<>();
        rows.columns().forEach(column -> columns.put(column.name(), column));
        assertThat(columns.keySet())
                .containsExactly(
                        "text",
                        "large",
                        "flag",
                        "image",
                        "image.bytes",
                        "image.path",
                        "short",
                        "unsigned",
                        "half",
                        "double",
                        "day");
        assertThat(columns.get("day").kind()).isEqualTo(ArrowColumn.Kind.OTHER);
        assertThat(columns.get("day").type()).isEqualTo("Date");
        assertThat(columns.get("image.bytes").isNested()).isTrue();
        columns.values().stream()
                .filter(column -> column.kind() != ArrowColumn.Kind.OTHER)
                .forEach(rows::select);
        for (int i = 0; i < count; i++) {
            rows.next();
            String text = "text " + i + "ü";
            assertThat(value(columns.get("text"))).isEqualTo(i % 3 == 0 ? null : text);
            assertThat(value(columns.get("large"))).isEqualTo(text);
            assertThat(value(columns.get("flag"))).isEqualTo(i % 5 == 0);
            assertThat(value(columns.get("image.bytes"))).isEqualTo(i % 4 == 0 ? null : new byte[i % 7]);
            assertThat(value(columns.get("image.path"))).isNull();
            assertThat(value(columns.get("short"))).isEqualTo(-i);
            assertThat(value(columns.get("unsigned"))).isEqualTo((1L << 32) - 1 - i);
            assertThat(value(columns.get("half"))).isEqualTo(i % 100 + 0.5f);
            assertThat(value(columns.get("double"))).isEqualTo(i / 3.0);
        }
        assertThat(rows.next()).isFalse();
    }

    @Test
    void rowsBeforeTheEndOfATruncatedFileAreRead() throws IOException {
        byte[] file = numbers(false, 3, 3, 3);
        ArrowRows whole = open(Arrays.copyOf(file, file.length - 20));
        whole.select(whole.columns().get(0));
        for (int i = 0; i < 9; i++) {
            assertThat(whole.next()).isTrue();
        }
        assertRefused(whole, "the file does not end with ARROW1; the download is probably truncated");
        ArrowRows cut = open(Arrays.copyOf(file, file.length / 2));
        cut.select(cut.columns().get(0));
        assertThat(cut.next()).isTrue();
        assertThatThrownBy(() -> {
                    while (cut.next()) {}
                })
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the download is probably truncated");
    }

    @Test
    void anEndThatComesTooEarlyIsTold() throws IOException {
        byte[] file = numbers(false, 3, 3);
        ArrowRows rows = open(endAfterFirstBatch(file));
        rows.select(rows.columns().get(0));
        for (int i = 0; i < 3; i++) {
            assertThat(rows.next()).isTrue();
        }
        assertRefused(rows, "the file ends after 1 record batches, but its footer names 2; the file is damaged");
        ArrowRows stream = open(endAfterFirstBatch(numbers(true, 3, 3)));
        for (int i = 0; i < 3; i++) {
            assertThat(stream.next()).isTrue();
        }
        assertRefused(stream, " bytes follow the end of the stream; the file is damaged, or another one is appended");
    }

    @Test
    void aBatchThatSaysThatItHasMoreThanItHasIsRefused() throws IOException {
        byte[] file = numbers(true, 3);
        for (int count : new int[] {7, 1000, Integer.MAX_VALUE}) {
            byte[] damaged = file.clone();
            ByteBuffer bytes = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
            int changed = 0;
            for (int at = 100; at <= damaged.length - 8; at += 4) {
                if (bytes.getLong(at) == 3) {
                    bytes.putLong(at, count);
                    changed++;
                }
            }
            assertThat(changed).as("the batch's rows and its node's values").isEqualTo(2);
            ArrowRows rows = open(damaged);
            rows.select(rows.columns().get(0));
            assertThatThrownBy(rows::next)
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageMatching(
                            "x: at byte \\d+: (the record batch has|column 'n' has) .*; the file is damaged");
        }
    }

    @Test
    void textThatIsNoneAndAnElementThatIsNull() throws IOException {
        List<Field> fields = List.of(field("t", TEXT), Peer.tensor("x", Peer.FLOAT, 2, "{\"shape\":[2]}"));
        ArrowRows rows = open(Peer.file(fields, 1, columns -> {
            ((VarCharVector) columns.get(0)).setSafe(0, new byte[] {'a', (byte) 0xff});
            FixedSizeListVector list = (FixedSizeListVector) columns.get(1);
            list.setNotNull(0);
            ((Float4Vector) list.getDataVector()).setSafe(0, 1);
            ((Float4Vector) list.getDataVector()).setNull(1);
        }));
        rows.columns().forEach(rows::select);
        assertThat(rows.next()).isTrue();
        assertThatThrownBy(rows.columns().get(0)::value)
                .hasMessageContaining("column 't', row 0 of its batch: expected UTF-8 text, but it is none");
        assertThatThrownBy(rows.columns().get(1)::value)
                .hasMessageContaining("column 'x', row 0 of its batch: expected a tensor, but element 1 of 2 is null");
    }

    private static void set(ValueVector values, int i) {
        if (values instanceof Float2Vector halves) {
            halves.setSafeWithPossibleTruncate(i, i - 0.5f);
        } else if (values instanceof UInt1Vector levels) {
            levels.setSafe(i, 230 + i);
        } else {
            ((Float4Vector) values).setSafe(i, i / 3f);
        }
    }

    private static Object value(ArrowColumn column) throws IOException {
        return column.isNull() ? null : column.value();
    }

    private static void assertTensor(ArrowRows rows, int column, long bytes, Tensor expected) throws IOException {
        ArrowColumn found = rows.columns().get(column);
        assertThat(found.isNull()).isFalse();
        assertThat(found.bytes()).isEqualTo(bytes);
        assertThat(((Tensor) found.value()).sameBits(expected)).isTrue();
    }

    private static void assertRefused(ArrowRows rows, String message) {
        assertThatThrownBy(rows::next)
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    /** Batches of one column, n. */
    private static byte[] numbers(boolean stream, int... rows) throws IOException {
        return Peer.write(stream, List.of(field("n", INT)), rows, null, columns -> {
            for (int i = 0; i < 3; i++) {
                ((IntVector) columns.get(0)).setSafe(i, i);
            }
        });
    }

    /** With the length of the second batch's message set to 0, which is how a stream ends. */
    private static byte[] endAfterFirstBatch(byte[] bytes) {
        byte[] damaged = bytes.clone();
        ByteBuffer buffer = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> messages = new ArrayList<>();
        for (int at = 0; at < damaged.length - 8; at += 8) {
            if (buffer.getInt(at) == -1 && buffer.getInt(at + 4) > 0) {
                messages.add(at);
            }
        }
        assertThat(messages).as("schema and batches").hasSize(3);
        buffer.putInt(messages.get(2) + 4, 0);
        return damaged;
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    private static Field varying(int rank) {
        Field shape =
                new Field("shape", FieldType.nullable(new ArrowType.FixedSizeList(rank)), List.of(field("item", INT)));
        Field data = new Field("data", FieldType.nullable(new ArrowType.List()), List.of(field("item", Peer.FLOAT)));
        FieldType type = new FieldType(
                true,
                new ArrowType.Struct(),
                null,
                Map.of("ARROW:extension:name", "arrow.variable_shape_tensor", "ARROW:extension:metadata", ""));
        return new Field("v", type, List.of(data, shape));
    }

    private static ArrowRows open(byte[] bytes) throws IOException {
        return ArrowRows.open(ByteSource.of("x", bytes.length, (position, to) -> {
            if (position + to.length > bytes.length) {
                throw new EOFException();
            }
            System.arraycopy(bytes, (int) position, to, 0, to.length);
        }));
    }
}
