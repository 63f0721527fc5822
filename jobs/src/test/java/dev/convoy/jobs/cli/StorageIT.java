package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage that fails: an HDFS whose data nodes go away and come back, that loses a block, and that is full. */
class StorageIT extends SparkSuite {

    private static final int IMAGES = 6;
    private static final int BLOCK = 1 << 20;

    @TempDir
    private static java.nio.file.Path directory;

    private MiniDFSCluster cluster;
    private DistributedFileSystem hdfs;
    private String root;

    @BeforeAll
    void startCluster() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        configuration.setInt("dfs.replication", 1);
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
        hdfs = cluster.getFileSystem();
        root = cluster.getURI().toString();
        java.nio.file.Path images = Samples.images(directory.resolve("images"), IMAGES);
        hdfs.copyFromLocalFile(new Path(images.toString()), new Path("/images"));
        hdfs.copyFromLocalFile(new Path(images.toString()), new Path("/damaged"));
    }

    @AfterAll
    void stopCluster() {
        cluster.shutdown();
    }

    @Test
    void aStoreThatIsOutFailsTheRunAndNoImageIsBad() throws Exception {
        List<DataNodeProperties> stopped = stop();
        Front run = Front.run(directory, extract("/images", "out", "local[2]"));
        start(stopped);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.complaints())
                .singleElement()
                .asString()
                .startsWith("convoy extract: storage gave none of " + IMAGES + " images: " + root + "/images/")
                .contains(": read: " + root + " does not give it to ", ": BlockMissingException: ")
                .endsWith("; when it is back, the same command with --incremental tries them again");
        assertThat(Outputs.failed(spark(), directory.resolve("out")))
                .hasSize(IMAGES)
                .allSatisfy(row -> assertThat(row.<Row>getAs("error").<Boolean>getAs("retryable"))
                        .isTrue());

        Front.run(directory, extract("/images", "out", "local[2]")).requireDone();
        assertThat(Outputs.ok(spark(), directory.resolve("out"))).hasSize(IMAGES);
        assertThat(directory.resolve("out/_failed")).doesNotExist();
    }

    @Test
    void aTaskIsTriedAgainWhenTheStoreIsBack() throws Exception {
        List<DataNodeProperties> stopped = stop();
        FrontProcess process = FrontProcess.start(directory, extract("/images", "back", "local[2,20]"));
        process.awaitErr("attempt 0 of task");
        start(stopped);
        Front run = process.end();

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .containsPattern("WARN FaultListener: attempt 0 of task \\d+ in stage \\d+ failed on .* \\(executor"
                        + " driver\\): hdfs://.*: BlockMissingException: ");
        assertThat(run.out())
                .containsPattern("images written +" + IMAGES + "\n")
                .containsPattern("images failed +0\n")
                .containsPattern("attempts failed +[1-9]");
        assertThat(Outputs.ok(spark(), directory.resolve("back"))).hasSize(IMAGES);
    }

    @Test
    void aLostBlockIsAFailedRowToBeTriedAgain() throws Exception {
        Path lost = new Path("/damaged/image 1.jpg");
        cluster.corruptBlockOnDataNodesByDeletingBlockFile(DFSTestUtil.getFirstBlock(hdfs, lost));
        Files.writeString(directory.resolve("text.jpg"), "no image");
        hdfs.copyFromLocalFile(new Path(directory.resolve("text.jpg").toString()), new Path("/damaged/text.jpg"));
        Front run = Front.run(directory, extract("/damaged", "lost", "local[1]"));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("images written +" + (IMAGES - 1) + "\n")
                .containsPattern("images failed +2\n")
                .containsPattern("to be tried again +1\n");
        List<Row> failed = Outputs.failed(spark(), directory.resolve("lost"));
        assertThat(failed.stream()
                        .map(row -> row.<String>getAs("path") + " "
                                + row.<Row>getAs("error").get(2)))
                .containsExactly(root + lost + " true", root + "/damaged/text.jpg false");
    }

    @Test
    void aFullStoreIsNamedAndTheRunGoesOnWhenThereIsRoom() throws Exception {
        Path quota = new Path("/quota");
        hdfs.mkdirs(quota);
        // A block is reserved for what is written: there is room for the lock, and for no rows beside what it left.
        hdfs.setQuota(quota, HdfsConstants.QUOTA_DONT_SET, BLOCK + 1000);
        String output = root + "/quota/out";
        Object[] extract = extract("/images", output, "local[2]");
        Front full = Front.run(directory, extract);
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.complaints())
                .last()
                .asString()
                .startsWith("convoy extract: " + root + "/quota")
                .contains("quota", "; make room there, and the same command with --incremental goes on");

        hdfs.setQuota(quota, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
        Front again = Front.run(directory, extract);
        assertThat(again.complaints()).isEmpty();
        assertThat(again.code()).isZero();
        assertThat(spark().read().parquet(output).count()).isEqualTo(IMAGES);
    }

    private Object[] extract(String input, String output, String master) {
        return new Object[] {
            "--conf=spark.hadoop.dfs.client.retry.window.base=100",
            "--conf=spark.hadoop.dfs.replication=1",
            "--conf=spark.hadoop.dfs.blocksize=" + BLOCK,
            "extract",
            "--input",
            root + input,
            "--model",
            Samples.model().toAbsolutePath().normalize(),
            "--crop",
            "24",
            "--incremental",
            "--output",
            output,
            "--master",
            master
        };
    }

    private List<DataNodeProperties> stop() {
        List<DataNodeProperties> stopped = new ArrayList<>();
        Stream.of(0, 0).forEach(node -> stopped.add(cluster.stopDataNode(node)));
        return stopped;
    }

    private void start(List<DataNodeProperties> stopped) throws Exception {
        for (DataNodeProperties node : stopped) {
            cluster.restartDataNode(node, true);
        }
        cluster.waitActive();
    }
}
