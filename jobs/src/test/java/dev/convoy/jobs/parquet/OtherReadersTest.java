package dev.convoy.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.Half;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.DatasetFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in several row groups and pages, with columns that directories carry, as others read them. */
class OtherReadersTest extends SparkSuite {

    private static final int ROWS = 120;
    private static final StructField MAP = Tables.MIXED.apply("map");
    private static final StructField REGION = Tables.MIXED.apply("region");

    @TempDir
    private static Path directory;

    private Path out;
    private final Map<Integer, Row> written = new TreeMap<>();

    @BeforeAll
    void write() throws Exception {
        out = directory.resolve("out");
        Dataset<Row> rows = Tables.mixed(spark(), ROWS, new Random(5))
                .coalesce(1)
                .withColumn(
                        "half",
                        functions.col("map").as("half", Tables.half(MAP, "half").metadata()))
                .withColumn(
                        "part",
                        functions
                                .col("region")
                                .as("part", Tables.half(REGION, "part").metadata()))
                .withColumn("id", functions.monotonically_increasing_id().cast("int"))
                .cache();
        rows.collectAsList().forEach(row -> written.put(row.getAs("id"), row));
        rows.write()
                .format("tensor-parquet")
                .option("parquet.block.size", 8_000)
                .option("parquet.page.size", 1_500)
                .option("compression", "zstd")
                .partitionBy("group")
                .save(out.toString());
        assertThat(Footers.footer(Footers.files(out).get(0)).getBlocks()).hasSizeGreaterThan(2);
    }

    @Test
    void arrowReadsTensorsWithTheirShapes() throws Exception {
        int rows = 0;
        for (Path file : Footers.files(out)) {
            try (BufferAllocator allocator = new RootAllocator();
                    DatasetFactory factory = new FileSystemDatasetFactory(
                            allocator,
                            NativeMemoryPool.getDefault(),
                            FileFormat.PARQUET,
                            file.toUri().toString());
                    org.apache.arrow.dataset.source.Dataset dataset = factory.finish();
                    Scanner scanner = dataset.newScan(new ScanOptions(1000));
                    ArrowReader reader = scanner.scanBatches()) {
                assertTypes(scanner.schema());
                while (reader.loadNextBatch()) {
                    rows += assertValues(reader.getVectorSchemaRoot());
                }
            }
        }
        assertThat(rows).isEqualTo(ROWS);
    }

    private static void assertTypes(Schema schema) {
        assertTensors(schema.findField("map"), schema.findField("region"), "FloatingPoint(SINGLE)");
        assertTensors(schema.findField("half"), schema.findField("part"), "FloatingPoint(HALF)");
        assertThat(schema.findField("name").getType().toString()).isEqualTo("Utf8");
        assertThat(schema.findField("price").getType().toString()).isEqualTo("Decimal(20, 3, 128)");
        assertThat(schema.getFields()).hasSize(Tables.MIXED.length() + 2);
    }

    private static void assertTensors(Field fixed, Field varying, String element) {
        assertThat(fixed.getType().toString()).isEqualTo("FixedSizeList(60)");
        assertThat(fixed.getChildren().get(0).getType().toString()).isEqualTo(element);
        assertThat(fixed.getMetadata())
                .containsEntry("ARROW:extension:name", "arrow.fixed_shape_tensor")
                .hasEntrySatisfying(
                        "ARROW:extension:metadata", text -> assertThat(text).contains("[3,4,5]"));
        assertThat(varying.getMetadata()).containsEntry("ARROW:extension:name", "arrow.variable_shape_tensor");
        Field data = varying.getChildren().get(0);
        assertThat(data.getChildren().get(0).getType().toString()).isEqualTo(element);
        assertThat(varying.getChildren().get(1).getType().toString()).isEqualTo("FixedSizeList(2)");
    }

    private int assertValues(VectorSchemaRoot batch) {
        for (int i = 0; i < batch.getRowCount(); i++) {
            Row row = written.get((Integer) batch.getVector("id").getObject(i));
            assertThat(bits((List<?>) batch.getVector("map").getObject(i))).isEqualTo(bits(row.getList(1)));
            Map<?, ?> region = (Map<?, ?>) batch.getVector("region").getObject(i);
            Row expected = row.getStruct(4);
            assertThat(bits((List<?>) region.get("data"))).isEqualTo(bits(expected.getList(0)));
            assertThat((List<?>) region.get("shape")).isEqualTo(expected.getList(1));
            assertThat((List<?>) batch.getVector("half").getObject(i)).isEqualTo(halves(row.getList(1)));
            Map<?, ?> part = (Map<?, ?>) batch.getVector("part").getObject(i);
            assertThat((List<?>) part.get("data")).isEqualTo(halves(expected.getList(0)));
            assertThat((List<?>) part.get("shape")).isEqualTo(expected.getList(1));
            Object name = batch.getVector("name").getObject(i);
            assertThat(name == null ? null : name.toString()).isEqualTo(row.getAs("name"));
            assertThat(batch.getVector("length").getObject(i)).isEqualTo(row.getAs("length"));
        }
        return batch.getRowCount();
    }

    @Test
    void duckDbReadsTheSameValues() throws Exception {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery("select id, map, region.data, region.shape, name, \"group\","
                        + " half, part.data"
                        + " from read_parquet('" + out + "/*/*.parquet', hive_partitioning = true)")) {
            int rows = 0;
            while (result.next()) {
                Row row = written.get(result.getInt(1));
                assertThat(bits(list(result, 2))).isEqualTo(bits(row.getList(1)));
                assertThat(bits(list(result, 3)))
                        .isEqualTo(bits(row.getStruct(4).getList(0)));
                assertThat(list(result, 4)).isEqualTo(row.getStruct(4).getList(1));
                assertThat(result.getString(5)).isEqualTo(row.getAs("name"));
                assertThat(result.getInt(6)).isEqualTo(row.<Integer>getAs("group"));
                assertThat(list(result, 7)).isEqualTo(values(row.getList(1)));
                assertThat(list(result, 8)).isEqualTo(values(row.getStruct(4).getList(0)));
                rows++;
            }
            assertThat(rows).isEqualTo(ROWS);
        }
    }

    private static List<?> list(ResultSet result, int column) throws Exception {
        return new ArrayList<>(Arrays.asList((Object[]) result.getArray(column).getArray()));
    }

    private static List<Short> halves(List<Float> values) {
        return values.stream().map(Half::of).toList();
    }

    /** What halves are as floats. */
    private static List<Float> values(List<Float> values) {
        return halves(values).stream().map(Half::toFloat).toList();
    }

    private static List<Integer> bits(List<?> values) {
        return values.stream()
                .map(value -> Float.floatToRawIntBits((Float) value))
                .toList();
    }
}
