package dev.convoy.jobs.cli;

import dev.convoy.jobs.feature.MemoryException;
import dev.convoy.tensor.Printable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a run that ended for want of memory: Spark wraps it in its own words, as many as there are cluster managers.
 */
final class LostMemory {

    /**
     * Spark's own exit code of a JVM without memory, and the code of a process that the kernel or a container killed.
     */
    private static final Pattern EXIT = Pattern.compile("(?i)(exit(ed with| code| status|code)|code)[ :=]*(52|137)\\b");

    private static final Pattern KILLED = Pattern.compile(
            "(?i)OOMKilled|killed by YARN for exceeding|running beyond (physical|virtual) memory limits");

    private static final String HELP = "; give executors more (--executor-memory, and --conf"
            + " spark.executor.memoryOverhead where a container was killed), or let fewer tasks run at a time (--conf"
            + " spark.task.cpus=2, --batch-size 1); convoy plan tells what a run takes";

    private LostMemory() {}

    /** What to tell of a failure whose cause is a want of memory; none where it is another. */
    static Optional<String> told(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof MemoryException) {
                return Optional.of(message);
            }
            int wrapped = message.indexOf(MemoryException.class.getName() + ": ");
            if (wrapped >= 0) {
                return Optional.of(Printable.firstLine(message.substring(
                        wrapped + MemoryException.class.getName().length() + 2)));
            }
            if (cause instanceof OutOfMemoryError || message.contains(OutOfMemoryError.class.getName())) {
                return Optional.of("a JVM ran out of memory: " + OutOfMemoryError.class.getSimpleName() + HELP);
            }
            if (message.contains("ExecutorLostFailure") && EXIT.matcher(message).find()
                    || KILLED.matcher(message).find()) {
                return Optional.of("an executor was lost, as it ran out of memory" + HELP);
            }
        }
        return Optional.empty();
    }
}
