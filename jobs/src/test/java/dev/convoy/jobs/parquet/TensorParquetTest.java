package dev.convoy.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorParquetTest extends SparkSuite {

    private static final String FORMAT = "tensor-parquet";
    private static final StructField COLUMN = Tables.tensor("map", Shape.of(25, 10));
    private static final String LEAF = "map.list.element";

    @TempDir
    private Path directory;

    private final Random random = new Random(11);

    @Test
    void theSameSchemaIsReadUnderEitherName() {
        Dataset<Row> rows = Tables.mixed(spark(), 20, random);
        String out = directory.resolve("out").toString();
        rows.write().format(FORMAT).save(out);
        assertThat(spark().read().parquet(out).schema()).isEqualTo(Tables.MIXED);
        assertThat(spark().read().format(FORMAT).load(out).schema()).isEqualTo(Tables.MIXED);
        assertThat(spark().read().format(FORMAT).load(out).count()).isEqualTo(20);
    }

    @Test
    void filesOfNoRowsKeepTheSchema() throws Exception {
        Path out = directory.resolve("out");
        Tables.mixed(spark(), 0, random).write().format(FORMAT).save(out.toString());
        assertThat(Footers.files(out)).isNotEmpty();
        assertThat(spark().read().parquet(out.toString()).schema()).isEqualTo(Tables.MIXED);
        assertThat(spark().read().parquet(out.toString()).count()).isZero();
    }

    @Test
    void rowsOfTensorsAloneAndRowsWithoutAny() {
        Dataset<Row> mixed = Tables.mixed(spark(), 10, random).cache();
        for (Dataset<Row> rows : List.of(mixed.select("map", "region"), mixed.select("name", "error"))) {
            String out = directory.resolve(rows.columns()[0]).toString();
            rows.write().format(FORMAT).save(out);
            assertThat(spark().read().parquet(out).schema()).isEqualTo(rows.schema());
            assertThat(lines(spark().read().parquet(out))).isEqualTo(lines(rows));
        }
    }

    @Test
    void aRowGroupIsEndedBeforeTheRowThatWouldExceedItsBound() throws Exception {
        // Rows of 1000 bytes: 10 fit 10,500 bytes, and no check every hundred rows lets an eleventh in.
        Path file = write(tensors(95), "parquet.block.size", "10500", "compression", "none");
        assertThat(rowCounts(file)).hasSize(10).startsWith(10L, 10L).endsWith(5L);
        for (ColumnChunkMetaData chunk : Footers.chunks(file, LEAF)) {
            assertThat(chunk.getTotalUncompressedSize()).isLessThan(10500);
        }
        assertThat(spark().read().parquet(file.toString()).count()).isEqualTo(95);
    }

    @Test
    void whatCompressesWellFillsARowGroup() throws Exception {
        Float[] zeros = new Float[250];
        Arrays.fill(zeros, 0f);
        Object[] rows = new Object[1000];
        Arrays.fill(rows, zeros);
        Path file = write(
                Tables.of(spark(), COLUMN, rows),
                "parquet.block.size",
                "100000",
                "parquet.page.size",
                "10000",
                "compression",
                "zstd");
        assertThat(rowCounts(file)).containsExactly(1000L);
    }

    @Test
    void aRowLargerThanTheBoundIsARowGroupOfItsOwn() throws Exception {
        StructField region = Tables.varying("region", 1);
        List<Object> rows = new ArrayList<>();
        for (int length : new int[] {10, 20, 5000, 30, 6000, 7000, 40}) {
            rows.add(RowFactory.create(Tables.floats(length, random), new Integer[] {length}));
        }
        Path file =
                write(Tables.of(spark(), region, rows.toArray()), "parquet.block.size", "4096", "compression", "none");
        assertThat(rowCounts(file)).containsExactly(2L, 1L, 1L, 1L, 1L, 1L);
        assertThat(spark().read().parquet(file.toString()).count()).isEqualTo(7);
    }

    @Test
    void aPageHoldsAsManyRowsAsItsSizeAllows() throws Exception {
        Path file = write(tensors(95), "parquet.page.size", "4200", "compression", "none");
        List<PageHeader> pages = Footers.pages(file, Footers.chunks(file, LEAF).get(0));
        assertThat(pages).hasSize(24);
        assertThat(pages.subList(0, 23))
                .allSatisfy(page ->
                        assertThat(page.getData_page_header().getNum_values()).isEqualTo(4 * 250))
                .allSatisfy(page -> assertThat(page.getUncompressed_page_size()).isBetween(4000, 4200));
        Path single = write(tensors(5), "parquet.page.size", "100", "compression", "none");
        assertThat(Footers.pages(single, Footers.chunks(single, LEAF).get(0))).hasSize(5);
    }

    @Test
    void everyPageHasItsChecksum() throws Exception {
        Dataset<Row> rows = Tables.mixed(spark(), 50, random).coalesce(1);
        Path file = write(rows, "compression", "snappy");
        int pages = 0;
        for (BlockMetaData block : Footers.footer(file).getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                for (PageHeader page : Footers.pages(file, chunk)) {
                    assertThat(page.isSetCrc()).as("%s", chunk.getPath()).isTrue();
                    pages++;
                }
            }
        }
        assertThat(pages).isGreaterThanOrEqualTo(Tables.MIXED.length());

        Configuration verifying = new Configuration();
        verifying.setBoolean("parquet.page.verify-checksum.enabled", true);
        readAll(file, verifying);
        ColumnChunkMetaData chunk = Footers.chunks(file, LEAF).get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (chunk.getStartingPos() + chunk.getTotalSize() - 1)] ^= 1;
        Path damaged = Files.write(directory.resolve("damaged.parquet"), bytes);
        assertThatThrownBy(() -> readAll(damaged, verifying)).hasMessageContaining("CRC checksum verification failed");
    }

    @Test
    void aTensorHasNoDictionaryAndOtherColumnsHaveStatisticsToo() throws Exception {
        Path file = write(Tables.mixed(spark(), 200, random).coalesce(1));
        ColumnChunkMetaData tensor = Footers.chunks(file, LEAF).get(0);
        assertThat(tensor.getEncodings()).contains(Encoding.PLAIN).doesNotContain(Encoding.PLAIN_DICTIONARY);
        assertThat(tensor.hasDictionaryPage()).isFalse();
        assertThat(tensor.getStatistics().isEmpty()).isTrue();
        ColumnChunkMetaData name = Footers.chunks(file, "name").get(0);
        assertThat(name.hasDictionaryPage()).isTrue();
        assertThat(name.getStatistics().hasNonNullValue()).isTrue();
        assertThat(name.getStatistics().getNumNulls())
                .isEqualTo(spark().read()
                        .parquet(file.toString())
                        .filter("name is null")
                        .count());
        try (ParquetFileReader reader = Footers.open(file, new Configuration())) {
            assertThat(reader.readColumnIndex(name)).isNotNull();
            assertThat(reader.readColumnIndex(tensor)).isNull();
            assertThat(reader.readOffsetIndex(tensor)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "zstd", "gzip", "lz4_raw"})
    void aCompressionIsTheOneAskedFor(String compression) throws Exception {
        Dataset<Row> rows = tensors(20);
        Path file = write(rows, "compression", compression);
        String expected = compression.equals("none") ? "UNCOMPRESSED" : compression.toUpperCase(Locale.ROOT);
        assertThat(Footers.chunks(file, LEAF).get(0).getCodec().name()).isEqualTo(expected);
        assertThat(bits(spark().read().parquet(file.toString()))).isEqualTo(bits(rows));
    }

    @Test
    void zstdCompressesAsHardAsAsked() throws Exception {
        Float[] values = new Float[100_000];
        Arrays.setAll(values, i -> (float) (random.nextInt(1000) / 8));
        Dataset<Row> rows = Tables.of(spark(), Tables.tensor("map", Shape.of(100_000)), (Object) values);
        Path fast = write(rows, "compression", "zstd", "parquet.compression.codec.zstd.level", "1");
        Path hard = write(rows, "compression", "zstd", "parquet.compression.codec.zstd.level", "19");
        assertThat(Files.size(hard)).isLessThan(Files.size(fast));
    }

    @Test
    void partitionColumnsAreLeftOutOfFilesAndWritersMayBeOpenAtOnce() throws Exception {
        Dataset<Row> rows = Tables.mixed(spark(), 60, random).cache();
        for (int writers : new int[] {0, 2, 8}) {
            Path out = directory.resolve("out " + writers);
            spark().conf().set("spark.sql.maxConcurrentOutputFileWriters", writers);
            try {
                rows.write().format(FORMAT).partitionBy("group", "good").save(out.toString());
            } finally {
                spark().conf().unset("spark.sql.maxConcurrentOutputFileWriters");
            }
            Dataset<Row> read =
                    spark().read().schema(rows.schema()).parquet(out.toString()).select("map", "group", "good", "name");
            assertThat(lines(read)).isEqualTo(lines(rows.select("map", "group", "good", "name")));
            assertThat(Footers.footer(Footers.files(out).get(0))
                            .getFileMetaData()
                            .getSchema()
                            .containsField("group"))
                    .isFalse();
        }
    }

    @Test
    void rowsAreAppendedAndReplacedAsSparkDoes() {
        String out = directory.resolve("out").toString();
        tensors(3).write().format(FORMAT).save(out);
        tensors(4).write().format(FORMAT).mode(SaveMode.Append).save(out);
        assertThat(spark().read().parquet(out).count()).isEqualTo(7);
        tensors(5).write().format(FORMAT).mode(SaveMode.Overwrite).save(out);
        assertThat(spark().read().parquet(out).count()).isEqualTo(5);
    }

    private Dataset<Row> tensors(int count) {
        Object[] rows = new Object[count];
        Arrays.setAll(rows, i -> Tables.floats(250, random));
        return Tables.of(spark(), COLUMN, rows);
    }

    /** The one file that rows of one partition become. */
    private Path write(Dataset<Row> rows, String... options) throws Exception {
        Path out = Files.createTempDirectory(directory, "out").resolve("rows");
        var writer = rows.write().format(FORMAT);
        for (int i = 0; i < options.length; i += 2) {
            writer = writer.option(options[i], options[i + 1]);
        }
        writer.save(out.toString());
        assertThat(Footers.files(out)).hasSize(1);
        return Footers.files(out).get(0);
    }

    private static List<Long> rowCounts(Path file) throws Exception {
        return Footers.footer(file).getBlocks().stream()
                .map(BlockMetaData::getRowCount)
                .toList();
    }

    private static void readAll(Path file, Configuration configuration) throws Exception {
        try (ParquetFileReader reader = Footers.open(file, configuration)) {
            for (var pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                for (var column :
                        reader.getFooter().getFileMetaData().getSchema().getColumns()) {
                    var chunk = pages.getPageReader(column);
                    while (chunk.readPage() != null) {}
                }
            }
        }
    }

    private static List<String> lines(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    private static List<List<Integer>> bits(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> row.<Float>getList(0).stream()
                        .map(Float::floatToRawIntBits)
                        .toList())
                .toList();
    }
}
