package dev.convoy.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.Half;
import dev.convoy.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors in half precision, as Spark reads them; {@link OtherReadersTest} shows how others do. */
class HalfTensorsTest extends SparkSuite {

    private static final int ROWS = 40;
    private static final Shape SHAPE = Shape.of(2, 3, 7);
    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.IntegerType)
            .add(Tables.half(Tables.tensor("map", SHAPE), "map"))
            .add(Tables.tensor("whole", SHAPE))
            .add("words", DataTypes.createArrayType(DataTypes.StringType))
            .add(Tables.half(Tables.varying("region", 1), "region"))
            .add("group", DataTypes.StringType);

    @TempDir
    private static Path directory;

    private final List<Row> written = new ArrayList<>();
    private String out;

    @BeforeAll
    void write() {
        Random random = new Random(17);
        for (int i = 0; i < ROWS; i++) {
            Float[] map = Tables.floats(SHAPE.elements(), random);
            written.add(RowFactory.create(
                    i,
                    map,
                    map,
                    i % 5 == 0 ? null : new String[] {"word " + i, null},
                    RowFactory.create(Tables.floats(i, random), new Integer[] {i}),
                    i % 3 == 0 ? null : "group " + i % 3));
        }
        out = directory.resolve("out").toString();
        spark().createDataFrame(written, SCHEMA)
                .write()
                .format("tensor-parquet")
                .option("compression", "none")
                .partitionBy("group")
                .save(out);
    }

    @Test
    void thisFormatReadsThemAsFloats() {
        Dataset<Row> read = spark().read().format("tensor-parquet").load(out);
        assertThat(read.schema().apply("map").dataType()).isEqualTo(Tables.FLOATS);
        List<Row> rows = read.where("id >= 0").orderBy("id").collectAsList();
        assertThat(rows).hasSize(ROWS);
        for (Row row : rows) {
            Row expected = written.get(row.getInt(0));
            assertThat(row.<Float>getList(1)).isEqualTo(rounded((Float[]) expected.get(1)));
            assertThat(row.<Float>getList(2)).containsExactly((Float[]) expected.get(2));
            assertThat(row.isNullAt(3) ? null : row.getList(3).toArray()).isEqualTo(expected.get(3));
            Row region = expected.getStruct(4);
            assertThat(row.getStruct(4).<Float>getList(0)).isEqualTo(rounded((Float[]) region.get(0)));
            assertThat(row.getStruct(4).<Integer>getList(1)).containsExactly((Integer[]) region.get(1));
            assertThat(row.<String>getAs("group")).isEqualTo(expected.get(5));
        }
        Row seventh = read.select("_metadata.row_index", "_metadata.file_name", "region")
                .where("id = 7")
                .collectAsList()
                .get(0);
        assertThat(seventh.getStruct(2).<Float>getList(0)).hasSize(7);
        assertThat(read.count()).isEqualTo(ROWS);
    }

    @Test
    void sparksOwnFormatReadsTheOtherColumnsAndSaysWhyNotThese() {
        Dataset<Row> read = spark().read().parquet(out);
        assertThat(read.select("id", "whole", "group", "region.shape").collectAsList())
                .hasSize(ROWS);
        for (String column : List.of("map", "region")) {
            assertThatThrownBy(() -> read.select(column).collectAsList())
                    .isInstanceOf(SparkException.class)
                    .hasMessageContaining("PARQUET_COLUMN_DATA_TYPE_MISMATCH")
                    .hasMessageContaining("Expected Spark type float, actual Parquet type FIXED_LEN_BYTE_ARRAY");
        }
    }

    @Test
    void anElementTakesTwoBytes() throws Exception {
        long half = 0;
        long whole = 0;
        for (Path file : Footers.files(Path.of(out))) {
            half += size(file, "map.list.element");
            whole += size(file, "whole.list.element");
        }
        assertThat((double) half / whole).isCloseTo(0.5, within(0.1));
    }

    @Test
    void anotherDtypeIsNamed() {
        StructField column = Tables.tensor("map", SHAPE);
        for (MetadataBuilder metadata : List.of(
                new MetadataBuilder().withMetadata(column.metadata()).putString("dtype", "bfloat16"),
                new MetadataBuilder().withMetadata(column.metadata()).putLong("dtype", 16))) {
            StructField wrong = new StructField("map", Tables.FLOATS, true, metadata.build());
            assertThatThrownBy(() -> Tables.of(spark(), wrong)
                            .write()
                            .format("tensor-parquet")
                            .save(directory.resolve("wrong").toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column 'map': expected 'dtype' in its metadata to be float32 or float16, but the"
                            + " metadata is " + metadata.build().json());
        }
    }

    private static long size(Path file, String column) throws Exception {
        return Footers.chunks(file, column).stream()
                .mapToLong(ColumnChunkMetaData::getTotalUncompressedSize)
                .sum();
    }

    private static List<Float> rounded(Float[] values) {
        return List.of(values).stream()
                .map(value -> Half.toFloat(Half.of(value)))
                .toList();
    }
}
