package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.jobs.sink.RunLock;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and output on HDFS: a name node and data nodes. */
class HdfsIT extends SparkSuite {

    private static final int IMAGES = 6;

    @TempDir
    private static java.nio.file.Path directory;

    private MiniDFSCluster cluster;
    private FileSystem hdfs;
    private String root;

    @BeforeAll
    void startCluster() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
        hdfs = cluster.getFileSystem();
        root = cluster.getURI().toString();
    }

    @AfterAll
    void stopCluster() {
        cluster.shutdown();
    }

    @Test
    void imagesAreReadFromItAndRowsWrittenToIt() throws Exception {
        java.nio.file.Path local = Samples.images(directory.resolve("images"), IMAGES);
        Files.writeString(local.resolve("bad.jpg"), "no image");
        hdfs.mkdirs(new Path("/album"));
        hdfs.copyFromLocalFile(new Path(local.toString()), new Path("/album/images"));
        hdfs.create(new Path("/album/images/empty.png")).close();
        String input = root + "/album/im*";
        String output = root + "/features/new";

        Command plan = run("plan", input, output);
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).containsPattern("images +8\n");
        Command first = run("extract", input, output, "--round-size", "3");
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).containsPattern("images written +6\n").containsPattern("images failed +2\n");
        assertThat(hdfs.exists(new Path("/features/new/_convoy.json"))).isTrue();
        hdfs.copyFromLocalFile(new Path(local.resolve("image 1.jpg").toString()), new Path("/album/images/again.jpg"));
        try (RunLock other = RunLock.take(new Path(output), hdfs.getConf(), lost -> {})) {
            assertThat(run("extract", input, output).err()).contains("another run is writing this output");
        }
        assertThat(run("extract", input, output).out()).containsPattern("images written +1\n");
        assertThat(hdfs.exists(new Path("/features/new/_convoy.lock"))).isFalse();

        assertThat(Command.extract(local, directory.resolve("out"), "--crop", "24")
                        .code())
                .isZero();
        Map<String, List<Float>> expected = features(directory.resolve("out").toString());
        expected.put("again.jpg", expected.get("image 1.jpg"));
        assertThat(features(output)).hasSize(IMAGES + 1).isEqualTo(expected);

        Command verify = Command.run("verify", "--output", output);
        assertThat(verify.err()).isEmpty();
        assertThat(verify.out()).containsPattern("rows checked +9\n").containsPattern("rows that drifted +0\n");
    }

    @Test
    void aNodeThatIsNotThereIsSaidToBeSo() {
        Command run = run("extract", "hdfs://127.0.0.1:9/images", root + "/features/never");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("convoy extract: hdfs://127.0.0.1:9/images: the input cannot be listed: ");
    }

    private static Command run(String command, String input, String output, Object... more) {
        Object[] words = {
            command, "--input", input, "--model", Samples.model(), "--crop", "24", "--incremental", "--output", output
        };
        return Command.run(Stream.concat(Stream.of(words), Stream.of(more)).toArray());
    }

    /** The features by the name of the image's file. */
    private Map<String, List<Float>> features(String output) {
        Map<String, List<Float>> features = new TreeMap<>();
        for (Row row : spark().read().parquet(output).collectAsList()) {
            features.put(new Path(row.<String>getAs("path")).getName(), row.getList(row.fieldIndex("pool2")));
        }
        return features;
    }
}
