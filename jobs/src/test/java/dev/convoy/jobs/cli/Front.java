package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code jobs/bin/convoy} as a user starts it: a process of its own, with no Spark but the one Maven fetched. */
record Front(int code, String out, String err) {

    private static final Path SCRIPT = Path.of("bin", "convoy").toAbsolutePath();

    /** Runs it in a working directory. */
    static Front run(Path directory, Object... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("convoy", ".out");
        Path err = Files.createTempFile("convoy", ".err");
        Process process = builder(directory, words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 30 minutes: " + List.of(words));
        }
        return new Front(process.exitValue(), read(out), read(err));
    }

    /** Starts it in a working directory; nobody hears what it says. */
    static Process start(Path directory, Object... words) throws IOException {
        return builder(directory, words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder builder(Path directory, Object... words) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Fails with what it said unless its exit code is 0. */
    void requireDone() {
        assertThat(code).as(err).isZero();
    }

    /** What Convoy itself complained of on stderr, where Spark and the JVM write too. */
    List<String> complaints() {
        return err.lines().filter(line -> line.startsWith("convoy")).toList();
    }

    private static String read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.delete(file);
        return text;
    }
}
