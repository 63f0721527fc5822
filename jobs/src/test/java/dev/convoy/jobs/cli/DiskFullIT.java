package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output on a disk of its own that is too small, where the test may mount one. */
class DiskFullIT extends SparkSuite {

    private static final int IMAGES = 40;

    @TempDir
    private static Path directory;

    @Test
    void aFullDiskIsNamedAndTheRunGoesOnWhenThereIsRoom() throws Exception {
        Path images = Samples.images(directory.resolve("images"), IMAGES);
        Path disk = Files.createDirectories(directory.resolve("disk"));
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()), "may not mount");
        try {
            Path output = disk.resolve("out");
            Object[] rounds = {"--crop", "48", "--layers", "relu2", "--incremental", "--round-size", "4"};
            Command full = Command.extract(images, output, rounds);
            assertThat(full.code()).isEqualTo(1);
            assertThat(full.err())
                    .startsWith("convoy extract: file:" + output + ": ")
                    .endsWith(": No space left on device; make room there, and the same command with --incremental"
                            + " goes on\n");
            try (Stream<Path> left = Files.walk(disk)) {
                assertThat(left.map(Path::toString)).noneMatch(path -> path.contains("_temporary"));
            }
            List<?> committed = Outputs.ok(spark(), output);
            assertThat(committed).isNotEmpty();

            assertThat(succeeds("mount", "-o", "remount,size=64m", disk.toString()))
                    .isTrue();
            Command again = Command.extract(images, output, rounds);
            assertThat(again.code()).isZero();
            assertThat(again.out()).containsPattern("images done before +" + committed.size() + "\n");
            assertThat(Outputs.bits(spark(), output, "relu2")).hasSize(IMAGES);
        } finally {
            succeeds("umount", "--lazy", disk.toString());
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
