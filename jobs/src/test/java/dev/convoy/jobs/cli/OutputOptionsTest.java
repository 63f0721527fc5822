package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options say about outputs and files is what is written. */
class OutputOptionsTest extends SparkSuite {

    private static final int IMAGES = 12;
    private static final Preprocessing CROP = Preprocessing.none().centerCrop(32);

    @TempDir
    private static Path directory;

    private Path images;

    @BeforeAll
    void drawImages() throws Exception {
        images = Samples.images(directory.resolve("images"), IMAGES);
    }

    @Test
    void anAverageIsThatOfItsChannel() throws Exception {
        for (Row row : extract("average", "--crop", "32", "--layers", "conv1", "--pool", "avg")) {
            Tensor map = Samples.expected(Outputs.file(row), CROP, "conv1");
            List<Float> pooled = row.getList(row.fieldIndex("conv1"));
            assertThat(pooled).hasSize(16);
            for (int channel = 0; channel < 16; channel++) {
                double sum = 0;
                for (int i = 0; i < 32 * 32; i++) {
                    sum += map.array()[channel * 32 * 32 + i];
                }
                assertThat((double) pooled.get(channel)).isCloseTo(sum / (32 * 32), within(1e-6));
            }
        }
        assertThat(shape("average", "conv1")).containsExactly(16);
    }

    @Test
    void aMaximumOfImagesOfAnySizeIsAVector() throws Exception {
        List<Row> rows = extract("maximum", "--layers", "conv1", "--pool", "max");
        assertThat(schema("maximum").apply("conv1").dataType().simpleString()).isEqualTo("array<float>");
        assertThat(shape("maximum", "conv1")).containsExactly(16);
        for (Row row : rows) {
            Tensor map = Samples.expected(Outputs.file(row), Preprocessing.none(), "conv1");
            int area = map.shape().size(1) * map.shape().size(2);
            List<Float> pooled = row.getList(row.fieldIndex("conv1"));
            for (int channel = 0; channel < 16; channel++) {
                float largest = Float.NEGATIVE_INFINITY;
                for (int i = 0; i < area; i++) {
                    largest = Math.max(largest, map.array()[channel * area + i]);
                }
                assertThat(pooled.get(channel)).isEqualTo(largest);
            }
        }
    }

    @Test
    void aFlatTensorHasTheSameElements() throws Exception {
        List<Row> flat = extract("flat", "--crop", "32", "--layers", "pool2", "--flatten");
        assertThat(shape("flat", "pool2")).containsExactly(32 * 8 * 8);
        for (Row row : flat) {
            Tensor map = Samples.expected(Outputs.file(row), CROP, "pool2");
            Tensor read = Outputs.tensor(row.getList(row.fieldIndex("pool2")), map.shape());
            assertThat(read.sameBits(map)).isTrue();
        }
        for (Row row : extract("flat of any size", "--layers", "pool2", "--flatten")) {
            Row tensor = row.getAs("pool2");
            assertThat(tensor.<Integer>getList(1))
                    .containsExactly(tensor.getList(0).size());
        }
    }

    @Test
    void filesAreCompressedAsSaid() throws Exception {
        extract("none", "--crop", "32", "--compression", "none");
        extract("fast", "--crop", "32", "--compression", "zstd", "--compression-level", "-7");
        extract("small", "--crop", "32", "--compression", "zstd", "--compression-level", "19");
        assertThat(codec("none")).isEqualTo(CompressionCodecName.UNCOMPRESSED);
        assertThat(codec("small")).isEqualTo(CompressionCodecName.ZSTD);
        assertThat(bytes("fast")).isLessThan(bytes("none"));
        assertThat(bytes("small")).isLessThan(bytes("fast"));
    }

    @Test
    void rowGroupsAndFilesAreAsLargeAsSaid() throws Exception {
        int row = Float.BYTES * 32 * 8 * 8;
        extract("many", "--crop", "32", "--file-size", "20k");
        List<Path> files = files("many");
        assertThat(files).hasSizeGreaterThanOrEqualTo(IMAGES / 2);
        for (Path file : files) {
            assertThat(rowsOfGroups(file).stream().mapToLong(rows -> rows).sum())
                    .as("rows of 8 KB in a file of 20 KB")
                    .isLessThanOrEqualTo(2);
        }
        extract("groups", "--crop", "32", "--row-group-size", 2 * row + 1000);
        List<Long> groups = new ArrayList<>();
        for (Path file : files("groups")) {
            groups.addAll(rowsOfGroups(file));
        }
        assertThat(groups).allSatisfy(rows -> assertThat(rows).isLessThanOrEqualTo(2));
        assertThat(groups.stream().mapToLong(rows -> rows).sum()).isEqualTo(IMAGES);
    }

    @Test
    void aFileSizeNeedsRowsOfOneSize() {
        Command run = Command.extract(images, directory.resolve("no size"), "--file-size", "1m");
        assertThat(run.err())
                .isEqualTo("convoy extract: --file-size: expected images of one size, by an exact --resize or a --crop,"
                        + " but their tensors vary\n");
        assertThat(run.code()).isEqualTo(2);
    }

    private List<Row> extract(String name, Object... options) {
        Command run = Command.extract(images, directory.resolve(name), options);
        run.requireDone();
        List<Row> rows = Outputs.ok(spark(), directory.resolve(name));
        assertThat(rows).hasSize(IMAGES);
        return rows;
    }

    private StructType schema(String name) {
        return spark().read().parquet(directory.resolve(name).toString()).schema();
    }

    private long[] shape(String name, String column) {
        return schema(name).apply(column).metadata().getLongArray("shape");
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private static long bytes(String name) throws IOException {
        long bytes = 0;
        for (Path file : files(name)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static CompressionCodecName codec(String name) throws IOException {
        return blocks(files(name).get(0)).get(0).getColumns().get(3).getCodec();
    }

    private static List<Long> rowsOfGroups(Path file) throws IOException {
        return blocks(file).stream().map(BlockMetaData::getRowCount).toList();
    }

    private static List<BlockMetaData> blocks(Path file) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
            return reader.getFooter().getBlocks();
        }
    }
}
