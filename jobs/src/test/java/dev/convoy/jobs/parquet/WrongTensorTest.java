package dev.convoy.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongTensorTest extends SparkSuite {

    private static final StructField FIXED = Tables.tensor("map", Shape.of(2, 2));
    private static final StructField VARYING = Tables.varying("region", 2);
    private static final Float[] GOOD = {1f, 2f, 3f, 4f};

    @TempDir
    private Path directory;

    @Test
    void anotherLengthThanTheShapes() throws Exception {
        assertFails(
                Tables.of(spark(), FIXED, GOOD, GOOD, new Float[] {1f, 2f, 3f}),
                "column 'map', row 2 (counted from 0) of part-",
                "expected 4 floats for the shape [2, 2], but the array has 3");
    }

    @Test
    void aNullTensor() throws Exception {
        assertFails(
                Tables.of(spark(), FIXED, GOOD, null),
                "column 'map', row 1 (counted from 0)",
                "expected a tensor, but it is null");
        assertFails(Tables.of(spark(), VARYING, (Object) null), "column 'region', row 0", "but it is null");
        assertFails(
                Tables.of(spark(), VARYING, RowFactory.create(null, new Integer[] {2, 2})),
                "column 'region', row 0",
                "but its data is null");
        assertFails(
                Tables.of(spark(), VARYING, RowFactory.create(GOOD, null)),
                "column 'region', row 0",
                "but its shape is null");
    }

    @Test
    void aNullElement() throws Exception {
        Float[] values = new Float[70];
        Arrays.fill(values, 1f);
        values[67] = null;
        assertFails(
                Tables.of(spark(), Tables.tensor("map", Shape.of(70)), (Object) values),
                "column 'map', row 0",
                "expected a value for each of 70 elements, but element 67 is null");
    }

    @Test
    void aVaryingTensorOfAnotherRankOrLength() throws Exception {
        assertFails(
                Tables.of(spark(), VARYING, RowFactory.create(GOOD, new Integer[] {4})),
                "column 'region', row 0",
                "expected 2 dimensions, but its shape is [4]");
        assertFails(
                Tables.of(spark(), VARYING, RowFactory.create(GOOD, new Integer[] {2, 3})),
                "column 'region', row 0",
                "expected 6 floats for the shape [2, 3], but the array has 4");
        assertFails(
                Tables.of(spark(), VARYING, RowFactory.create(GOOD, new Integer[] {-2, -2})),
                "column 'region', row 0",
                "expected sizes of 0 or more, but its shape is [-2, -2]");
    }

    @Test
    void metadataThatIsNoShape() {
        for (MetadataBuilder metadata : new MetadataBuilder[] {
            new MetadataBuilder().putString("shape", "2,2"),
            new MetadataBuilder().putLongArray("shape", new long[] {2, 0}),
            new MetadataBuilder().putLongArray("shape", new long[] {}),
            new MetadataBuilder().putLongArray("shape", new long[] {1L << 20, 1L << 20}),
            new MetadataBuilder().putLongArray("shape", new long[] {1L << 40})
        }) {
            StructField field = new StructField("map", Tables.FLOATS, true, metadata.build());
            assertThatThrownBy(() -> Tables.of(spark(), field, GOOD, GOOD)
                            .write()
                            .format("tensor-parquet")
                            .save(directory.resolve("out").toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column 'map': expected 'shape' in its metadata to be a tensor's sizes as longs, each 1"
                            + " or more, but the metadata is "
                            + metadata.build().json());
        }
    }

    @Test
    void encryptionIsRefusedNotIgnored() {
        assertThatThrownBy(() -> Tables.of(spark(), FIXED, GOOD, GOOD)
                        .write()
                        .format("tensor-parquet")
                        .option("parquet.crypto.factory.class", "some.Factory")
                        .save(directory.resolve("out").toString()))
                .hasMessageContaining("tensor-parquet does not encrypt")
                .hasMessageContaining("some.Factory");
    }

    private void assertFails(Dataset<Row> rows, String... messages) throws Exception {
        Path out = Files.createTempDirectory(directory, "out").resolve("rows");
        assertThatThrownBy(() -> rows.write().format("tensor-parquet").save(out.toString()))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(messages);
        assertThat(Files.exists(out.resolve("_SUCCESS"))).isFalse();
        assertThat(Files.exists(out) ? Footers.files(out) : List.of()).isEmpty();
    }
}
