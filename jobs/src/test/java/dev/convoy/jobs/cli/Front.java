package dev.convoy.jobs.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code jobs/bin/convoy} as a user starts it: a process of its own, with no Spark but the one Maven fetched. */
record Front(int code, String out, String err) {

    /** Runs it in a working directory. */
    static Front run(Path directory, Object... words) throws IOException, InterruptedException {
        return FrontProcess.start(directory, words).end();
    }

    /** What it said on stderr, without progress, the kernel's line and what the JVM says about incubating modules. */
    List<String> complaints() {
        return err.lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .filter(line -> !line.matches("images \\d+(/\\d+)?, .* failed"))
                .filter(line -> !line.contains(" INFO Kernels: "))
                .collect(Collectors.toList());
    }
}
