package dev.convoy.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {

    private static final long ROW_GROUP = 1 << 20;
    private static final Cluster LARGE = new Cluster(2, 1, 2, 4L << 30, true);

    @ParameterizedTest
    @CsvSource({
        "1, 8, 2, 1",
        "2, 8, 2, 2",
        "9, 8, 2, 2",
        "40, 8, 2, 5",
        "40, 32, 2, 5",
        "1000, 8, 2, 8",
        "1000, 1, 100, 400",
        "1000000, 8, 2, 977",
        "1000000, 8, 1000, 4000",
        "20000, 8, 1000, 2500",
    })
    void partitionsSuitImagesBatchesAndSlots(long images, int batchSize, int slots, int partitions) {
        assertThat(Sizing.partitions(images, batchSize, slots)).isEqualTo(partitions);
    }

    @Test
    void aBatchIsHalvedUntilItFits() throws Exception {
        ExtractOptions options = options("crop", "64");
        Extraction extraction = extraction(options);
        assertThat(batchSize(options, LARGE)).isEqualTo(32);
        for (int batchSize : new int[] {16, 8, 4, 2, 1}) {
            Demand demand = extraction.demand(batchSize, 1, ROW_GROUP).orElseThrow();
            long heap = (long) Math.ceil(demand.executorBytes(2) / 0.6) + 1;
            assertThat(batchSize(options, new Cluster(2, 1, 2, heap, true))).isEqualTo(batchSize);
        }
        assertThat(batchSize(options, new Cluster(2, 1, 2, 1000, true))).isEqualTo(1);
    }

    @Test
    void aBatchOfLargeImagesOrOutputsOrOfImagesOfAnySizeIsSmall() throws Exception {
        assertThat(batchSize(options("crop", "1024"), LARGE)).isEqualTo(8);
        assertThat(batchSize(options("crop", "320"), LARGE)).isEqualTo(8);
        assertThat(batchSize(options("crop", "160"), LARGE)).isEqualTo(32);
        assertThat(batchSize(options(), LARGE)).isEqualTo(8);
    }

    @Test
    void aBatchHasAnImageForEachThread() throws Exception {
        ExtractOptions options = options("crop", "64");
        assertThat(batchSize(options, new Cluster(1, 3, 1, 4L << 30, true))).isEqualTo(18);
        assertThat(batchSize(options, new Cluster(1, 16, 1, 4L << 30, true))).isEqualTo(32);
    }

    @Test
    void whatIsSaidWins() throws Exception {
        ExtractOptions options = options("batch-size", "100", "partitions", "7");
        assertThat(Sizing.of(options, 100, 1000, OptionalInt.empty(), LARGE)).isEqualTo(Sizing.even(7, 100));
        assertThat(batchSize(options, LARGE)).isEqualTo(100);
    }

    @Test
    void sharesFallWhereEverySlotHasEnoughOfThem() throws Exception {
        ExtractOptions options = options();
        assertThat(Sizing.of(options, 8, 1000, OptionalInt.empty(), LARGE)).isEqualTo(new Sizing(8, 8, 2));
        assertThat(Sizing.of(options, 8, 40, OptionalInt.empty(), LARGE)).isEqualTo(Sizing.even(5, 8));
    }

    @Test
    void whatIsDividedAlreadyStaysSo() throws Exception {
        ExtractOptions options = options("batch-size", "100");
        assertThat(Sizing.of(options, 100, 1000, OptionalInt.of(13), LARGE)).isEqualTo(Sizing.even(13, 100));
    }

    @Test
    void memoryIsTheSumOfWhatATaskHolds() throws Exception {
        Demand demand =
                extraction(options("crop", "32")).demand(8, 1, ROW_GROUP).orElseThrow();
        long image = 4L * 3 * 32 * 32;
        long row = 4L * 32 * 8 * 8;
        assertThat(demand.multiplyAdds()).isEqualTo(32 * 32 * 16 * 27 + 16 * 16 * 32 * 16 * 9);
        assertThat(demand.inputBytes()).isEqualTo(2 * 8 * image);
        assertThat(demand.outputBytes()).isEqualTo(10 * row);
        assertThat(demand.fileBytes()).isEqualTo(Files.size(Samples.model().resolveSibling("two-layers.safetensors")));
        assertThat(demand.parameterBytes()).isGreaterThanOrEqualTo(4 * (16 * 27 + 32 * 16 * 9));
        assertThat(demand.executorBytes(0))
                .isEqualTo(2 * demand.fileBytes() + demand.parameterBytes() + demand.packedBytes() + (16 << 20));
        assertThat(demand.packedBytes()).isGreaterThanOrEqualTo(4 * (16 * 27 + 32 * 16 * 9));
        assertThat(demand.executorBytes(3) - demand.executorBytes(1))
                .isEqualTo(2 * (demand.workspaceBytes() + 16 * image + 10 * row + ROW_GROUP));
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheSumAndWithWhatHelps() throws Exception {
        Extraction extraction = extraction(options("crop", "512", "batch-size", "32"));
        Demand demand = extraction.demand(32, 1, ROW_GROUP).orElseThrow();
        Cluster heap = new Cluster(4, 1, 4, 512L << 20, false);
        assertThat(demand.fits(heap)).isFalse();
        assertThatThrownBy(() -> extraction.requireMemory(heap, 32, ROW_GROUP))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(" MB and 4 tasks ")
                .hasMessageContaining(" together, but of the 536.9 MB that an executor has they may take 322.1 MB")
                .hasMessageContaining("; give it more: --executor-memory ")
                .hasMessageContaining(", or --batch-size 1");
        long gibibytes = Cluster.gibibytes(demand.executorBytes(4));
        assertThat(demand.fits(new Cluster(4, 1, 4, gibibytes << 30, false))).isTrue();
        assertThat(demand.fits(new Cluster(4, 1, 4, (gibibytes - 1) << 30, false)))
                .isFalse();
        extraction.requireMemory(new Cluster(4, 1, 4, gibibytes << 30, false), 32, ROW_GROUP);
    }

    @Test
    void imagesOfAnySizeHaveWhatTheModelAndTheRowGroupsLeave() throws Exception {
        Cluster cluster = new Cluster(2, 1, 2, 512L << 20, true);
        Extraction extraction = extraction(options());
        Demand demand = extraction.demand(1, 1, ROW_GROUP).orElseThrow();
        TaskMemory memory = extraction.memory(cluster, ROW_GROUP);
        assertThat(memory.bounded()).isTrue();
        assertThat(memory.bytes()).isEqualTo((cluster.usableBytes() - demand.modelBytes()) / 2 - ROW_GROUP);
        assertThat(extraction(options("crop", "64")).memory(cluster, ROW_GROUP).bytes())
                .isEqualTo(Long.MAX_VALUE);
        Cluster small = new Cluster(2, 1, 2, 24L << 20, true);
        assertThatThrownBy(() -> extraction.requireMemory(small, 8, ROW_GROUP))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("for images of 224 by 224 one at a time; give it more: --driver-memory 1g");
    }

    private static int batchSize(ExtractOptions options, Cluster cluster) throws Exception {
        return Sizing.batchSize(extraction(options), cluster, ROW_GROUP);
    }

    private static Extraction extraction(ExtractOptions options) throws Exception {
        return Extraction.plan(options.features(), List.of());
    }

    private static ExtractOptions options(String... said) throws Exception {
        Map<String, String> options =
                new HashMap<>(Map.of("input", "in", "model", Samples.model().toString(), "output", "out"));
        for (int i = 0; i < said.length; i += 2) {
            options.put(said[i], said[i + 1]);
        }
        return ExtractOptions.of(options, Optional.empty());
    }
}
