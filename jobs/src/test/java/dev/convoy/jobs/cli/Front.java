package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code jobs/bin/convoy} as a user starts it: a process of its own, with no Spark but the one Maven fetched. */
record Front(int code, String out, String err) {

    /** Runs it in a working directory. */
    static Front run(Path directory, Object... words) throws IOException, InterruptedException {
        return FrontProcess.start(directory, words).end();
    }

    /** Fails with what it said unless its exit code is 0. */
    void requireDone() {
        assertThat(code).as(err).isZero();
    }

    /** What Convoy itself complained of on stderr, where Spark and the JVM write too. */
    List<String> complaints() {
        return err.lines().filter(line -> line.startsWith("convoy")).toList();
    }
}
