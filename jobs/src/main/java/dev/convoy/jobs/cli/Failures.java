package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.feature.BadImageException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.List;
import java.util.Optional;
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
        if (e instanceof ConfigurationException) {
            say(command, e.getMessage());
            return BAD_ARGUMENTS;
        }
        Throwable cause = rootOrBadImage(e);
        Optional<String> memory = LostMemory.told(e);
        if (memory.isPresent()) {
            say(command, memory.get());
        } else if (cause instanceof BadImageException
                || (cause instanceof IOException && !(cause instanceof ObjectStreamException))
                || cause instanceof AnalysisException
                || cause instanceof SparkException) {
            say(command, firstLine(cause));
        } else {
            say(command, "failed on an error of its own; please report it");
            e.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    static void say(CommandLine command, String message) {
        command.getErr()
                .println(command.getCommandSpec().qualifiedName() + ": "
                        + message.strip().replaceAll("\\s*\n\\s*", " "));
        command.getErr().flush();
    }

    private static String suggestions(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    }

    private static Throwable rootOrBadImage(Throwable e) {
        Throwable cause = e;
        while (!(cause instanceof BadImageException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String firstLine(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = message.lines().findFirst().orElse(message);
        return cause instanceof IOException ? cause.getClass().getSimpleName() + ": " + line : line;
    }
}
