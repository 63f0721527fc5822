package dev.convoy.jobs.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** {@code jobs/bin/convoy} as a user starts it: a process of its own, with no Spark but the one Maven fetched. */
record Front(int code, String out, String err) {

    private static final Path SCRIPT = Path.of("bin", "convoy").toAbsolutePath();

    /** Runs it in a working directory. */
    static Front run(Path directory, Object... words) throws IOException, InterruptedException {
        return run(directory, Map.of(), words);
    }

    /** Runs it in a working directory, with more in its environment, or less, where a value is null. */
    static Front run(Path directory, Map<String, String> environment, Object... words)
            throws IOException, InterruptedException {
        return run(builder(directory, environment, words), words);
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
        return run(builder(directory, environment, command), words);
    }

    /** The shaded jar. */
    static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
            return files.filter(file -> file.toString().endsWith("-spark.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Front run(ProcessBuilder builder, Object... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("convoy", ".out");
        Path err = Files.createTempFile("convoy", ".err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 5 minutes: " + List.of(words));
        }
        return new Front(process.exitValue(), read(out), read(err));
    }

    /** Starts it in a working directory; nobody hears what it says. */
    static Process start(Path directory, Object... words) throws IOException {
        return builder(directory, Map.of(), words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> environment, Object... words) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        return builder(directory, environment, command);
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        environment.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /** What it said on stderr, without progress, the kernel's line and what the JVM says about incubating modules. */
    List<String> complaints() {
        return err.lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .filter(line -> !line.matches("images \\d+/\\d+, .* failed"))
                .filter(line -> !line.contains(" INFO Kernels: "))
                .collect(Collectors.toList());
    }

    private static String read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.delete(file);
        return text;
    }
}
