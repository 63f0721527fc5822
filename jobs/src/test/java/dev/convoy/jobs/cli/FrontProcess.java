package dev.convoy.jobs.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code jobs/bin/convoy} that still runs. */
record FrontProcess(Process process, Path out, Path err) {

    private static final Path SCRIPT = Path.of("bin", "convoy").toAbsolutePath();

    /** Starts it in a working directory. */
    static FrontProcess start(Path directory, Object... words) throws IOException {
        return start(directory, Map.of(), words);
    }

    /** Starts it in a working directory, with more in its environment, or less, where a value is null. */
    static FrontProcess start(Path directory, Map<String, String> environment, Object... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        return start(directory, environment, command);
    }

    /** Starts any command like that. */
    static FrontProcess start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
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
        Path out = Files.createTempFile("convoy", ".out");
        Path err = Files.createTempFile("convoy", ".err");
        return new FrontProcess(
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    /** Waits until it has said something on stderr. */
    void awaitErr(String text) throws IOException, InterruptedException {
        while (!Files.readString(err, StandardCharsets.UTF_8).contains(text)) {
            if (!process.isAlive()) {
                throw new AssertionError("ended without '" + text + "': " + Files.readString(err));
            }
            Thread.sleep(50);
        }
    }

    /** Ends it at once, by SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has ended; what it left. */
    Front end() throws IOException, InterruptedException {
        if (!process.waitFor(30, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 30 minutes: " + process.info() + Files.readString(err));
        }
        return new Front(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.delete(file);
        return text;
    }
}
