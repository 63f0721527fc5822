package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.report.Causes;
import dev.convoy.jobs.report.DiskFull;
import dev.convoy.tensor.Printable;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line and an exit code; only what is Convoy's own error shows its stack. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_ARGUMENTS = 2;
    static final int TOO_MANY_FAILED = 3;

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        say(e.getCommandLine(), e.getMessage() + suggestions(e));
        return BAD_ARGUMENTS;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (Interruption.hasBegun()) {
            return FAILED;
        }
        if (e instanceof ConfigurationException) {
            say(command, e.getMessage());
            return BAD_ARGUMENTS;
        }
        Throwable cause = Causes.root(e);
        Optional<String> memory = LostMemory.told(e);
        if (cause instanceof FailedRunException) {
            say(command, cause.getMessage());
        } else if (memory.isPresent()) {
            say(command, memory.get());
        } else if (DiskFull.isCauseOf(e)) {
            say(command, DiskFull.line(e));
        } else if (Causes.isTold(cause)
                || (cause instanceof IOException && !(cause instanceof ObjectStreamException))
                || cause instanceof AnalysisException
                || cause instanceof SparkException) {
            say(command, Causes.line(cause));
        } else {
            say(command, "failed on an error of its own; please report it");
            command.getErr().println(trace(e));
        }
        return FAILED;
    }

    static void say(CommandLine command, String message) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Printable.folded(message));
        command.getErr().flush();
    }

    private static String trace(Exception e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString()
                .lines()
                .map(line -> Printable.escaped(line.replace("\t", "    ")))
                .collect(Collectors.joining("\n"));
    }

    private static String suggestions(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    }
}
