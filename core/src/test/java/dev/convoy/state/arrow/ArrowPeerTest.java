package dev.convoy.state.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Arrow's own library makes of the files, and the other way round. */
class ArrowPeerTest {

    @TempDir
    Path directory;

    @Test
    void arrowReadsEveryTensorAsAColumnOfOneRow() throws IOException {
        Path path = directory.resolve("state_dict.arrow");
        StateDict.Builder builder = StateDict.builder().metadata("format", "pt");
        Tinynet.expected().entries().forEach(builder::put);
        builder.put("mask", DType.BOOL, Shape.of(9), ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 1}));
        StateDict state = builder.put("empty", Tensor.zeros(Shape.of(0, 2))).build();

        ArrowFile.write(path, state);

        try (BufferAllocator allocator = new RootAllocator();
                ArrowFileReader reader = new ArrowFileReader(Files.newByteChannel(path), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(root.getSchema().getCustomMetadata()).isEqualTo(state.metadata());
            assertThat(reader.getRecordBlocks()).hasSize(1);
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(root.getRowCount()).isEqualTo(1);
            assertThat(root.getSchema().getFields().stream().map(Field::getName))
                    .containsExactlyElementsOf(state.names());
            for (FieldVector column : root.getFieldVectors()) {
                assertColumn(column, state.entry(column.getName()));
            }
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    private static void assertColumn(FieldVector column, StateDict.Entry entry) {
        assertThat(column.getField().getMetadata())
                .containsEntry("ARROW:extension:name", "arrow.fixed_shape_tensor")
                .containsEntry(
                        "ARROW:extension:metadata",
                        "{\"shape\":" + entry.shape().toString().replace(" ", "") + "}");
        FixedSizeListVector list = (FixedSizeListVector) column;
        assertThat(list.getListSize()).isEqualTo(entry.shape().elements());
        assertThat(list.isNull(0)).isFalse();
        FieldVector values = list.getDataVector();
        assertThat(values.getValueCount()).isEqualTo(entry.shape().elements());
        if (values instanceof BitVector bits) {
            for (int i = 0; i < bits.getValueCount(); i++) {
                assertThat(bits.get(i)).isEqualTo(entry.bytes().get(i));
            }
            return;
        }
        ByteBuffer stored = ByteBuffer.allocate((int) entry.byteCount());
        values.getDataBuffer().getBytes(0, stored);
        assertThat(stored.flip()).isEqualTo(entry.bytes());
    }

    @Test
    void filesAndStreamsThatArrowWritesAreRead() throws IOException {
        List<Field> fields = List.of(
                Peer.tensor("w", Peer.FLOAT, 6, "{\"shape\": [2, 3], \"dim_names\": [\"out\", \"in\"]}"),
                Peer.tensor("transposed", Peer.FLOAT, 6, "{\"shape\":[2,3],\"permutation\":[1,0]}"),
                Peer.tensor("mask", new ArrowType.Bool(), 3, "{\"shape\":[3],\"permutation\":null,\"other\":{}}"));
        Peer.Fill fill = columns -> {
            for (FieldVector column : columns.subList(0, 2)) {
                floats(column, 0, 1, 2, 3, 4, 5);
            }
            FixedSizeListVector mask = (FixedSizeListVector) columns.get(2);
            mask.startNewValue(0);
            ((BitVector) mask.getDataVector()).setSafe(0, 1);
            ((BitVector) mask.getDataVector()).setSafe(1, 0);
            ((BitVector) mask.getDataVector()).setSafe(2, 1);
        };
        for (byte[] file : new byte[][] {Peer.file(fields, 1, fill), Peer.stream(fields, 1, fill)}) {
            StateDict state = ArrowFile.read("x", file);

            assertThat(state.metadata()).containsEntry("made by", "Arrow");
            assertThat(state.names()).containsExactly("w", "transposed", "mask");
            assertThat(state.entry("w")).hasToString("F32 [2, 3]");
            assertThat(state.tensor("w").array()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(state.entry("transposed")).hasToString("F32 [3, 2]");
            assertThat(state.tensor("transposed").array()).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(state.entry("mask")).hasToString("BOOL [3]");
            assertThat(state.tensor("mask").array()).containsExactly(1, 0, 1);
        }
    }

    @Test
    void theLogicalShapeIsTheOneOfTheSpecification() throws IOException {
        // The specification's own example, a tenth of its size in each dimension.
        Field field = Peer.tensor("w", Peer.FLOAT, 10 * 20 * 50, "{\"shape\":[10,20,50],\"permutation\":[2,0,1]}");

        StateDict state = ArrowFile.read("x", Peer.stream(List.of(field), 1, columns -> {
            float[] values = new float[10 * 20 * 50];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            floats(columns.get(0), values);
        }));

        assertThat(state.entry("w").shape()).isEqualTo(Shape.of(50, 10, 20));
        float[] logical = state.tensor("w").array();
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 10; j++) {
                for (int k = 0; k < 20; k++) {
                    assertThat(logical[(i * 10 + j) * 20 + k]).isEqualTo((j * 20 + k) * 50 + i);
                }
            }
        }
    }

    static void floats(FieldVector column, float... values) {
        FixedSizeListVector list = (FixedSizeListVector) column;
        list.startNewValue(0);
        for (int i = 0; i < values.length; i++) {
            ((Float4Vector) list.getDataVector()).setSafe(i, values[i]);
        }
    }
}
