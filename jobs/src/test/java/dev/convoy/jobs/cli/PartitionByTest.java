package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --partition-by}, through every command and reader of what it makes. */
class PartitionByTest extends SparkSuite {

    private static final StructType SCHEMA = new StructType()
            .add("path", DataTypes.StringType)
            .add("photo", DataTypes.BinaryType)
            .add("label", DataTypes.StringType)
            .add("split", DataTypes.IntegerType)
            .add("place", new StructType().add("city", DataTypes.StringType));

    private static final String[] LABELS = {"cat", "007", "a/b c=d%", null, ""};
    private static final int COUNT = 30;
    private static final int BAD = 4;

    @TempDir
    private static Path directory;

    private final Map<String, byte[]> files = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private Path table;
    private Path output;

    @BeforeAll
    void extract() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            byte[] file = Files.readAllBytes(Samples.draw(directory.resolve(i + ".png"), "png", 40 + i, 40));
            files.put("row " + i, i == BAD ? "no image".getBytes() : file);
            rows.add(RowFactory.create(
                    "row " + i,
                    files.get("row " + i),
                    LABELS[i % LABELS.length],
                    i % 3,
                    RowFactory.create("city " + i)));
        }
        table = directory.resolve("table");
        write(rows.subList(0, 20), "append");
        output = directory.resolve("out");
        Command run = extract(output, "--partition-by", "split,label,split", "--incremental");
        run.requireDone();
    }

    @Test
    void rowsAreInTheDirectoriesOfTheirValues() throws Exception {
        assertThat(directories(output))
                .contains("split=0/label=cat", "split=1/label=007", "split=2/label=a%2Fb c%3Dd%25")
                .contains("split=0/label=__HIVE_DEFAULT_PARTITION__")
                .hasSize(12);
        List<Row> failed = Outputs.failed(spark(), output);
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).<Integer>getAs("split")).isEqualTo(1);
        List<Row> ok = spark().read()
                .schema(new StructType()
                        .add("path", DataTypes.StringType)
                        .add("place", SCHEMA.apply("place").dataType())
                        .add("pool2", DataTypes.createArrayType(DataTypes.FloatType))
                        .add("label", DataTypes.StringType)
                        .add("split", DataTypes.IntegerType))
                .parquet(output.toString())
                .collectAsList();
        assertThat(ok).hasSize(19);
        for (Row row : ok) {
            int number = Integer.parseInt(row.getString(0).substring(4));
            String label = LABELS[number % LABELS.length];
            assertThat(row.<String>getAs("label")).isEqualTo("".equals(label) ? null : label);
            assertThat(row.<Integer>getAs("split")).isEqualTo(number % 3);
            assertThat(row.<Row>getAs("place").getString(0)).isEqualTo("city " + number);
            assertTensor(row.getString(0), row.getList(2));
        }
        assertThat(spark().read()
                        .parquet(output.resolve("split=0/label=cat").toString())
                        .columns())
                .containsExactly("path", "width", "height", "pool2", "place");
    }

    @Test
    void duckDbAndArrowReadTheSame() throws Exception {
        int read = 0;
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(
                        "select path, pool2, split, nullif(label, '__HIVE_DEFAULT_PARTITION__') from read_parquet('"
                                + output
                                + "/*=*/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)")) {
            while (result.next()) {
                int number = Integer.parseInt(result.getString(1).substring(4));
                String label = LABELS[number % LABELS.length];
                assertThat(result.getString(3)).isEqualTo("" + number % 3);
                assertThat(result.getString(4)).isEqualTo("".equals(label) ? null : label);
                assertTensor(result.getString(1), Arrays.asList((Object[])
                        result.getArray(2).getArray()));
                read++;
            }
        }
        assertThat(read).isEqualTo(19);
        assertThat(readWithArrow(output)).isEqualTo(19);
    }

    private int readWithArrow(Path ok) throws Exception {
        int read = 0;
        try (BufferAllocator allocator = new RootAllocator();
                DatasetFactory factory = new FileSystemDatasetFactory(
                        allocator,
                        NativeMemoryPool.getDefault(),
                        FileFormat.PARQUET,
                        ok.toUri().toString());
                org.apache.arrow.dataset.source.Dataset dataset = factory.finish();
                Scanner scanner = dataset.newScan(new ScanOptions(1000));
                ArrowReader reader = scanner.scanBatches()) {
            assertThat(scanner.schema().findField("pool2").getMetadata())
                    .containsEntry("ARROW:extension:name", "arrow.fixed_shape_tensor")
                    .hasEntrySatisfying(
                            "ARROW:extension:metadata", text -> assertThat(text).contains("[32,8,8]"));
            while (reader.loadNextBatch()) {
                VectorSchemaRoot batch = reader.getVectorSchemaRoot();
                for (int i = 0; i < batch.getRowCount(); i++) {
                    assertTensor(batch.getVector("path").getObject(i).toString(), (List<?>)
                            batch.getVector("pool2").getObject(i));
                    read++;
                }
            }
        }
        return read;
    }

    @Test
    void rowsAreAddedAndVerified() throws Exception {
        Path copy = directory.resolve("copy");
        Object[] words = {"--partition-by", "split,label", "--incremental"};
        Path all = table;
        table = directory.resolve("growing");
        try {
            write(rows.subList(0, 12), "append");
            assertThat(extract(copy, words).code()).isZero();
            write(rows.subList(12, COUNT), "append");
            Command second = extract(copy, words);
            second.requireDone();
            assertThat(second.out())
                    .containsPattern("images done before +12\n")
                    .containsPattern("images written +18\n");
            Command verify = Command.run("verify", "--output", copy);
            verify.requireDone();
            assertThat(verify.out())
                    .containsPattern("rows checked +30\n")
                    .containsPattern("rows that drifted +0\n")
                    .doesNotContain("more than one row");
            for (String[] other : new String[][] {{"label,split"}, {"label"}, {""}}) {
                Command changed = extract(copy, "--partition-by", other[0], "--incremental", "--allow-changes");
                assertThat(changed.code()).isEqualTo(2);
                assertThat(changed.err())
                        .isEqualTo("convoy extract: file:" + copy + ": partition-by was split,label, now "
                                + (other[0].isEmpty() ? "none" : other[0])
                                + "; directories of two kinds are no table: --overwrite begins anew\n");
            }
        } finally {
            table = all;
        }
    }

    /** Rows that Spark sorts come out of a second pass. */
    @Test
    void moreDirectoriesThanATaskMayHaveFilesOpen() throws Exception {
        Path many = directory.resolve("many");
        Command run = extract(many, "--partition-by", "label,split", "--partitions", "1", "--layers", "pool1,pool2");
        run.requireDone();
        assertThat(directories(many)).hasSize(12);
        try (Stream<Path> parts = Files.walk(many)) {
            assertThat(parts.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(13);
        }
        List<Row> read =
                spark().read().parquet(many.toString()).select("path", "pool2").collectAsList();
        assertThat(read.stream().map(row -> row.getString(0))).hasSize(19).doesNotHaveDuplicates();
        for (Row row : read) {
            assertTensor(row.getString(0), row.getList(1));
        }
    }

    @Test
    void aPlanCountsTheFilesThatATaskHasOpen() {
        Command plan = Command.run(
                "plan",
                "--input",
                table,
                "--input-format",
                "parquet",
                "--model",
                Samples.model(),
                "--output",
                directory.resolve("never"),
                "--crop",
                "32",
                "--row-group-size",
                "1m",
                "--partition-by",
                "label");
        plan.requireDone();
        assertThat(plan.out()).containsPattern("row groups 8.4 MB\n");
    }

    @Test
    void aColumnThatIsNotCarriedOrNamesNoDirectory() {
        Path never = directory.resolve("refused");
        String carried = "; the columns carried are label STRING, split INT, place STRUCT<city: STRING>\n";
        for (String own : List.of("path", "error", "pool2")) {
            assertThat(extract(never, "--partition-by", own, "--incremental"))
                    .isEqualTo(new Command(
                            2,
                            "",
                            "convoy extract: --partition-by: expected columns of the input that are carried, but '"
                                    + own + "' is one of the output's own" + carried));
        }
        for (String other : List.of("lable", "photo")) {
            assertThat(extract(never, "--partition-by", "split," + other).err())
                    .isEqualTo("convoy extract: --partition-by: expected columns of the input that are carried, but '"
                            + other + "' is none" + carried);
        }
        assertThat(extract(never, "--partition-by", "place").err())
                .isEqualTo("convoy extract: --partition-by: expected columns whose values can name directories, but"
                        + " 'place' is STRUCT<city: STRING>" + carried);
        assertThat(extract(never, "--partition-by", "label", "--carry-columns", "split")
                        .err())
                .endsWith("but 'label' is none; the columns carried are split INT\n");
        assertThat(extract(never, "--partition-by", "label", "--carry-columns", "")
                        .err())
                .endsWith("but 'label' is none; no columns are carried\n");
        assertThat(never).doesNotExist();
    }

    private void assertTensor(String path, List<?> values) throws Exception {
        Tensor expected = Samples.expected(
                new ImageDecoder().decode(files.get(path)), Preprocessing.none().centerCrop(32), "pool2");
        List<Float> floats = values.stream().map(Float.class::cast).toList();
        assertThat(Outputs.tensor(floats, expected.shape()).sameBits(expected))
                .as(path)
                .isTrue();
    }

    private void write(List<Row> some, String mode) {
        spark().createDataFrame(some, SCHEMA).coalesce(1).write().mode(mode).parquet(table.toString());
    }

    private Command extract(Path to, Object... more) {
        Object[] words = {"--input-format", "parquet", "--crop", "32"};
        return Command.extract(
                table, to, Stream.concat(Stream.of(words), Stream.of(more)).toArray());
    }

    /** The directories of files below a status, without it. */
    /** The directories of features. */
    private static TreeSet<String> directories(Path output) throws Exception {
        TreeSet<String> directories = new TreeSet<>();
        try (Stream<Path> parts = Files.walk(output)) {
            parts.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> output.relativize(file.getParent()).toString())
                    .filter(directory -> !directory.equals("_failed"))
                    .forEach(directories::add);
        }
        return directories;
    }
}
