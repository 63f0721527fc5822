package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.ModelFiles;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A model that was sent to the executors is taken from them again when a command ends. */
class BroadcastsTest extends SparkSuite {

    @TempDir
    private Path directory;

    @Test
    void noneOutlivesACommand() throws Exception {
        Path images = Samples.images(directory.resolve("images"), 2);
        Path weights = directory.resolve("squeezenet.safetensors");
        Command.run("init", "--model", "squeezenet1_1", "--seed", "0", "--output", weights)
                .requireDone();
        Object[] words = {
            "--input", images, "--model", "squeezenet1_1", "--weights", weights, "--crop", "64", "--mode", "failfast"
        };
        Path output = directory.resolve("out");

        assertThat(run("extract", words, "--output", output).code()).isZero();
        awaitNone();
        assertThat(run("plan", words, "--output", directory.resolve("never")).code())
                .isZero();
        awaitNone();
        assertThat(Command.run("verify", "--output", output).code()).isZero();
        awaitNone();
        Files.writeString(images.resolve("bad.png"), "no image");
        assertThat(run("extract", words, "--output", directory.resolve("failed"))
                        .code())
                .isEqualTo(1);
        awaitNone();
    }

    private static Command run(String command, Object[] words, Object... more) {
        Object[] all = new Object[1 + words.length + more.length];
        all[0] = command;
        System.arraycopy(words, 0, all, 1, words.length);
        System.arraycopy(more, 0, all, 1 + words.length, more.length);
        return Command.run(all);
    }

    /** Spark removes them a little later. */
    private static void awaitNone() throws InterruptedException {
        for (int i = 0; i < 600 && !models().isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(models()).isEmpty();
    }

    private static List<BlockId> models() {
        BlockManager blocks = SparkEnv.get().blockManager();
        return CollectionConverters.asJava(blocks.getMatchingBlockIds(BlockId::isBroadcast)).stream()
                .filter(block -> !block.name().contains("piece") && isModel(blocks.getLocalValues(block)))
                .toList();
    }

    private static boolean isModel(Option<BlockResult> block) {
        boolean model = false;
        if (block.isDefined()) {
            for (Iterator<?> values = CollectionConverters.asJava(block.get().data()); values.hasNext(); ) {
                model |= values.next() instanceof ModelFiles;
            }
        }
        return model;
    }
}
