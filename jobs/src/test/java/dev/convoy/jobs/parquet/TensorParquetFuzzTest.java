package dev.convoy.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.SparkSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class TensorParquetFuzzTest extends SparkSuite {

    @TempDir
    private Path directory;

    /** Whatever the sizes of pages and row groups, the compression and the reader. */
    @RepeatedTest(12)
    void sparkReadsWhatItsOwnWriterWouldHaveWritten(RepetitionInfo repetition) throws Exception {
        long seed = 1000 + repetition.getCurrentRepetition();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Dataset<Row> rows =
                Tables.mixed(spark(), random.nextInt(300), random).coalesce(1).cache();
        Map<String, String> options = Map.of(
                "parquet.block.size", Integer.toString(500 + random.nextInt(40_000)),
                "parquet.page.size", Integer.toString(100 + random.nextInt(5_000)),
                "parquet.page.row.count.limit", Integer.toString(1 + random.nextInt(40)),
                "parquet.enable.dictionary", Boolean.toString(random.nextBoolean()),
                "compression", List.of("none", "snappy", "zstd").get(random.nextInt(3)));
        Path ours = directory.resolve("ours");
        Path sparks = directory.resolve("sparks");
        rows.write().format("tensor-parquet").options(options).save(ours.toString());
        rows.write().parquet(sparks.toString());

        ParquetMetadata own = Footers.footer(Footers.files(ours).get(0));
        ParquetMetadata expected = Footers.footer(Footers.files(sparks).get(0));
        assertThat(own.getFileMetaData().getSchema())
                .isEqualTo(expected.getFileMetaData().getSchema());
        assertThat(own.getFileMetaData().getKeyValueMetaData())
                .containsAllEntriesOf(expected.getFileMetaData().getKeyValueMetaData());
        for (String vectorised : List.of("true", "false")) {
            spark().conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);
            try {
                assertThat(lines(ours)).isEqualTo(lines(sparks));
            } finally {
                spark().conf().unset("spark.sql.parquet.enableVectorizedReader");
            }
        }
        rows.unpersist();
    }

    /** Rows as Spark's internal bits, in order. */
    private List<String> lines(Path files) {
        return spark().read()
                .parquet(files.toString())
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(Object::toString)
                .collect();
    }
}
