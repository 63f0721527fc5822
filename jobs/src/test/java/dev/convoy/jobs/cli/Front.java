package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** {@code jobs/bin/convoy} as a user starts it: a process of its own, with no Spark but the one Maven fetched. */
record Front(int code, String out, String err) {

    /** Runs it in a working directory. */
    static Front run(Path directory, Object... words) throws IOException, InterruptedException {
        return FrontProcess.start(directory, words).end();
    }

    /** Runs it in a working directory, with more in its environment, or less, where a value is null. */
    static Front run(Path directory, Map<String, String> environment, Object... words)
            throws IOException, InterruptedException {
        return FrontProcess.start(directory, environment, words).end();
    }

    /**
     * Runs a JVM with the shaded jar and Spark's on its class path, as spark-submit does, in its environment as it is.
     */
    static Front java(Path directory, Map<String, String> environment, Object... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of(
                "-cp",
                jar() + File.pathSeparator + Path.of("target", "spark", "jars").toAbsolutePath() + "/*"));
        for (Object word : words) {
            command.add(word.toString());
        }
        return FrontProcess.start(directory, environment, command).end();
    }

    /** The shaded jar. */
    static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
            return files.filter(file -> file.toString().endsWith("-spark.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Fails with what it said unless its exit code is 0. */
    void requireDone() {
        assertThat(code).as(err).isZero();
    }

    /** What Convoy itself complained of on stderr, where Spark, the JVM and a script that builds write too. */
    List<String> complaints() {
        return err.lines()
                .filter(line -> line.startsWith("convoy") && !line.matches("convoy: (building|preparing) .*"))
                .toList();
    }
}
