package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.Fuzz;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowRowsFuzzTest {

    /** More than this, the damage has made up. */
    private static final int MOST_ROWS = 1_000_000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedFileIsReadOrRefusedAndNothingElse(boolean stream) throws IOException {
        byte[] original = file(stream);
        int footer = stream
                ? 0
                : ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getInt(original.length - 10) + 10;
        Fuzz.reader(
                "arrow rows, " + (stream ? "stream" : "file"),
                random -> stream
                        ? Mutations.mutate(original, original.length, random)
                        : Mutations.mutateBothEnds(original, original.length - footer, footer, random),
                ArrowRowsFuzzTest::read);
    }

    private static Object read(String name, byte[] bytes) throws IOException {
        ArrowRows rows = ArrowRows.open(ByteSource.of(name, ByteBuffer.wrap(bytes)));
        List<ArrowColumn> columns = rows.columns().stream()
                .filter(column -> column.kind() != ArrowColumn.Kind.OTHER)
                .toList();
        columns.forEach(rows::select);
        MalformedFileException first = null;
        long read = 0;
        while (rows.next()) {
            for (ArrowColumn column : columns) {
                try {
                    read += column.isNull() || column.bytes() < 0 || column.value() == null ? 0 : 1;
                } catch (MalformedFileException e) {
                    first = e;
                }
            }
            if (rows.index() > MOST_ROWS) {
                throw new AssertionError(rows.index() + " rows in " + bytes.length + " bytes");
            }
        }
        if (first != null) {
            throw first;
        }
        return read;
    }

    private static byte[] file(boolean stream) throws IOException {
        Field data = new Field("data", FieldType.nullable(new ArrowType.List()), List.of(field("item", Peer.FLOAT)));
        Field shape = new Field(
                "shape",
                FieldType.nullable(new ArrowType.FixedSizeList(3)),
                List.of(field("item", new ArrowType.Int(32, true))));
        FieldType varying = new FieldType(
                true, new ArrowType.Struct(), null, Map.of("ARROW:extension:name", "arrow.variable_shape_tensor"));
        Field image = new Field(
                "image",
                FieldType.nullable(new ArrowType.Struct()),
                List.of(field("bytes", new ArrowType.Binary()), field("path", new ArrowType.Utf8())));
        List<Field> fields = new ArrayList<>(List.of(
                Peer.tensor("fixed", Peer.FLOAT, 12, "{\"shape\":[3,2,2],\"permutation\":[0,2,1]}"),
                new Field("varying", varying, List.of(data, shape)),
                image,
                field("label", new ArrowType.Int(64, true))));
        return Peer.write(stream, fields, new int[] {4, 4, 2}, null, columns -> {
            FixedSizeListVector fixed = (FixedSizeListVector) columns.get(0);
            StructVector tensors = (StructVector) columns.get(1);
            ListVector list = (ListVector) tensors.getChildrenFromFields().get(0);
            FixedSizeListVector sizes =
                    (FixedSizeListVector) tensors.getChildrenFromFields().get(1);
            StructVector images = (StructVector) columns.get(2);
            int value = 0;
            for (int row = 0; row < 4; row++) {
                fixed.setNotNull(row);
                tensors.setIndexDefined(row);
                list.startNewValue(row);
                sizes.setNotNull(row);
                for (int i = 0; i < 12; i++) {
                    ((Float4Vector) fixed.getDataVector()).setSafe(12 * row + i, value);
                    ((Float4Vector) list.getDataVector()).setSafe(value, value++);
                }
                list.endValue(row, 12);
                for (int i = 0; i < 3; i++) {
                    ((IntVector) sizes.getDataVector()).setSafe(3 * row + i, i == 0 ? 3 : 2);
                }
                if (row != 2) {
                    images.setIndexDefined(row);
                    ((VarBinaryVector) images.getChild("bytes")).setSafe(row, new byte[20 * row]);
                    ((VarCharVector) images.getChild("path")).setSafe(row, new byte[] {'a', 'b'});
                }
            }
            list.getDataVector().setValueCount(value);
        });
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }
}
