package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** A command run in this JVM: its exit code and what it said. */
public record Command(int code, String out, String err) {

    public static Command run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine convoy = Convoy.commandLine();
        convoy.setOut(new PrintWriter(out));
        convoy.setErr(new PrintWriter(err));
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        int code = convoy.execute(arguments);
        return new Command(code, out.toString(), err.toString());
    }

    /** Fails with what it said unless its exit code is 0. */
    public void requireDone() {
        assertThat(code).as(err).isZero();
    }

    /** {@code convoy extract} with the sample model. */
    static Command extract(Path input, Path output, Object... more) {
        Object[] words = new Object[7 + more.length];
        Object[] first = {"extract", "--input", input, "--model", dev.convoy.jobs.Samples.model(), "--output", output};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return run(words);
    }
}
