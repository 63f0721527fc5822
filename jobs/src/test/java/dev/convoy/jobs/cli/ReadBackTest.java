package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.ModelFiles;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBackTest extends SparkSuite {

    private static final Preprocessing PREPROCESSING = Preprocessing.none()
            .resize(40)
            .centerCrop(32)
            .normalize(new float[] {0.5f, 0.4f, 0.3f}, new float[] {0.2f, 0.3f, 0.4f});

    @TempDir
    private static Path directory;

    private Path fixed;
    private Path varying;

    @BeforeAll
    void extractTwice() throws Exception {
        Path images = Samples.images(directory.resolve("images"), 9);
        Files.writeString(images.resolve("notes.txt"), "no image");
        fixed = directory.resolve("fixed");
        varying = directory.resolve("varying");
        Object[] preprocessing = {"--resize", "40", "--crop", "32", "--mean", "0.5,0.4,0.3", "--std", "0.2,0.3,0.4"};
        Object[] words = Arrays.copyOf(preprocessing, preprocessing.length + 2);
        words[preprocessing.length] = "--layers";
        words[preprocessing.length + 1] = "relu1,pool2";
        assertThat(Command.extract(images, fixed, words).code()).isZero();
        assertThat(Command.extract(images, varying, "--layers", "pool1").code()).isZero();
    }

    @Test
    void sparkReadsEachStatusWithItsOwnColumns() {
        assertThat(schema(fixed)).isEqualTo("path STRING,width INT,height INT,relu1 ARRAY<FLOAT>,pool2 ARRAY<FLOAT>");
        assertThat(schema(fixed.resolve("_failed")))
                .isEqualTo("path STRING,error STRUCT<stage: STRING, reason: STRING, retryable: BOOLEAN>");
        assertThat(schema(varying))
                .isEqualTo("path STRING,width INT,height INT,pool1 STRUCT<data: ARRAY<FLOAT>, shape: ARRAY<INT>>");
    }

    @Test
    void sparkReadsTheValuesThatTheModelMakes() throws Exception {
        List<Row> rows = Outputs.ok(spark(), fixed);
        assertThat(rows).hasSize(9);
        for (Row row : rows) {
            for (String layer : List.of("relu1", "pool2")) {
                Tensor expected = Samples.expected(Outputs.file(row), PREPROCESSING, layer);
                Tensor read = Outputs.tensor(row.getList(row.fieldIndex(layer)), expected.shape());
                assertThat(read.sameBits(expected))
                        .as("%s of %s", layer, row.getString(0))
                        .isTrue();
            }
        }
    }

    @Test
    void aVaryingTensorBringsItsShape() throws Exception {
        List<Row> rows = Outputs.ok(spark(), varying);
        assertThat(rows).hasSize(9);
        for (Row row : rows) {
            Row tensor = row.getAs("pool1");
            int[] sizes = tensor.<Integer>getList(1).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(sizes).containsExactly(16, row.<Integer>getAs("height") / 2, row.<Integer>getAs("width") / 2);
            Tensor expected = Samples.expected(Outputs.file(row), Preprocessing.none(), "pool1");
            assertThat(Outputs.tensor(tensor.getList(0), Shape.of(sizes)).sameBits(expected))
                    .isTrue();
        }
    }

    @Test
    void duckDbReadsTheSameColumnsShapesAndValues() throws Exception {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            String files = "read_parquet('" + fixed + "/*.parquet', hive_partitioning = false)";
            List<String> columns = new ArrayList<>();
            try (ResultSet described = statement.executeQuery("describe select * from " + files)) {
                while (described.next()) {
                    columns.add(described.getString(1) + " " + described.getString(2));
                }
            }
            assertThat(columns)
                    .containsExactly(
                            "path VARCHAR", "width INTEGER", "height INTEGER", "relu1 FLOAT[]", "pool2 FLOAT[]");
            int rows = 0;
            try (ResultSet result = statement.executeQuery("select path, pool2 from " + files)) {
                while (result.next()) {
                    Array array = result.getArray(2);
                    List<Float> values = Arrays.stream((Object[]) array.getArray())
                            .map(Float.class::cast)
                            .toList();
                    Path image = Path.of(result.getString(1).substring("file:".length()));
                    Tensor expected = Samples.expected(image, PREPROCESSING, "pool2");
                    assertThat(expected.shape()).isEqualTo(Shape.of(32, 8, 8));
                    assertThat(Outputs.tensor(values, expected.shape()).sameBits(expected))
                            .isTrue();
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(9);
        }
    }

    @Test
    void aTensorColumnKeepsItsMetadata() throws Exception {
        String sha256 =
                ModelFiles.read(Samples.model().toString(), Optional.empty()).sha256();
        Metadata metadata = field(fixed, "pool2");
        assertThat(metadata.getString("layer")).isEqualTo("pool2");
        assertThat(metadata.getLongArray("shape")).containsExactly(32, 8, 8);
        assertThat(metadata.getString("model")).isEqualTo("two-layers");
        assertThat(metadata.getString("sha256")).isEqualTo(sha256);
        assertThat(field(varying, "pool1").contains("shape")).isFalse();
        assertThat(field(varying, "pool1").getString("layer")).isEqualTo("pool1");
        assertThat(field(varying, "pool1").getLong("rank")).isEqualTo(3);
    }

    @Test
    void theElementsOfATensorAreOptionalInParquet() throws Exception {
        try (var files = Files.newDirectoryStream(fixed, "*.parquet")) {
            org.apache.hadoop.fs.Path file =
                    new org.apache.hadoop.fs.Path(files.iterator().next().toUri());
            try (ParquetFileReader reader =
                    ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
                MessageType schema = reader.getFileMetaData().getSchema();
                assertThat(reader.getFileMetaData().getKeyValueMetaData()).containsKey("ARROW:schema");
                Type element = schema.getType("pool2")
                        .asGroupType()
                        .getType("list")
                        .asGroupType()
                        .getType("element");
                assertThat(element.getRepetition()).isEqualTo(Type.Repetition.OPTIONAL);
            }
        }
    }

    @Test
    void theManifestTellsWhatWasDone() throws Exception {
        JsonNode manifest =
                new ObjectMapper().readTree(fixed.resolve("_convoy.json").toFile());
        assertThat(manifest.at("/counts/listed").asInt()).isEqualTo(10);
        assertThat(manifest.at("/counts/ok").asInt()).isEqualTo(9);
        assertThat(manifest.at("/counts/failed").asInt()).isEqualTo(1);
        assertThat(manifest.at("/counts/dropped").asInt()).isZero();
        assertThat(manifest.at("/model/sha256").asText())
                .isEqualTo(ModelFiles.read(Samples.model().toString(), Optional.empty())
                        .sha256());
        assertThat(manifest.at("/preprocessing").asText()).startsWith("Resize(40), CenterCrop(32, 32)");
        assertThat(manifest.at("/columns/1/shape").toString()).isEqualTo("[32,8,8]");
        assertThat(manifest.at("/options/crop").asText()).isEqualTo("32,32");
        assertThat(manifest.at("/options/precision").asText()).isEqualTo("fast");
        assertThat(manifest.at("/versions/spark").asText()).isEqualTo("4.2.0");
        assertThat(manifest.at("/timings/seconds").asDouble()).isPositive();
    }

    private Metadata field(Path output, String column) {
        StructType schema = spark().read().parquet(output.toString()).schema();
        return schema.apply(column).metadata();
    }

    private String schema(Path output) {
        return spark().read().parquet(output.toString()).schema().toDDL();
    }
}
