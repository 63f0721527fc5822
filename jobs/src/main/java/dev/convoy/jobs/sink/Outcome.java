package dev.convoy.jobs.sink;

import dev.convoy.jobs.conf.Mode;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.Phase;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.feature.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a run went.
 *
 * @param listed images listed, by the listing itself or, where that does not tell, as they were found
 * @param done those of them that had a row before
 * @param read images whose bytes were read
 * @param written what was written
 * @param output what is in the output now
 * @param dropped images that failed and left no row
 * @param unread images that storage did not give, of those that failed
 * @param bytesRead bytes of images read
 * @param mostFailedAt the stage at which most of the images failed that did
 * @param faults what it got over
 * @param firstFailures a few of the failures, as messages
 * @param sizing how the images were divided, those of the first round where there are several
 * @param taskSeconds what each phase took, all tasks together
 * @param started when
 * @param elapsed how long it took
 */
public record Outcome(
        long listed,
        long done,
        long read,
        Written written,
        Written output,
        long dropped,
        long unread,
        long bytesRead,
        Optional<Stage> mostFailedAt,
        Faults faults,
        List<String> firstFailures,
        Sizing sizing,
        Map<Phase, Double> taskSeconds,
        Instant started,
        Duration elapsed) {

    /**
     * How a run went that has ended, as its counters and the output before and after it tell.
     *
     * @param listed images listed, if the listing tells
     * @param pending those of them that had no row before, if it does
     */
    public static Outcome of(
            OptionalLong listed,
            OptionalLong pending,
            Written before,
            Written after,
            Counters counters,
            Faults faults,
            Sizing sizing,
            Mode mode,
            Instant started,
            Duration elapsed) {
        long found = listed.orElseGet(() -> counters.images().value());
        return new Outcome(
                found,
                found - pending.orElse(found),
                counters.bytes().count(),
                after.minus(before),
                after,
                mode == Mode.DROPMALFORMED ? counters.failed().value() : 0,
                counters.unread().value(),
                counters.bytes().value(),
                counters.mostFailedAt(),
                faults,
                counters.firstFailures(),
                sizing,
                counters.secondsSpent(),
                started,
                elapsed);
    }

    /** Images that failed, with a row or without. */
    public long failed() {
        return written.failed() + dropped;
    }

    /** Images that were to be done. */
    public long pending() {
        return listed - done;
    }

    /** What is wrong where the images to be done are not as many as the rows written and the images dropped. */
    public Optional<String> imbalance() {
        long rows = written.ok() + written.failed();
        if (pending() == rows + dropped) {
            return Optional.empty();
        }
        String before = done == 0 ? "" : ", " + done + " of them done before";
        return Optional.of(listed + " images were listed" + before + ", so " + pending() + " rows are expected, but "
                + written.ok() + " rows written, " + written.failed() + " rows failed and " + dropped
                + " images dropped are " + (rows + dropped));
    }

    /** Whether images failed and the output has features of none. */
    public boolean allFailed() {
        return output.ok() == 0 && output.failed() + dropped > 0;
    }

    public double failedFraction() {
        return pending() == 0 ? 0 : (double) failed() / pending();
    }

    public double imagesPerSecond() {
        return elapsed.isZero() ? 0 : pending() * 1e9 / elapsed.toNanos();
    }
}
