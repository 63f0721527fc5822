package dev.convoy.jobs.sink;

import dev.convoy.jobs.conf.Mode;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a run went.
 *
 * @param listed images listed, by the listing itself or, where that does not tell, as they were found
 * @param read images whose bytes were read
 * @param written what was written
 * @param dropped images that failed and left no row
 * @param bytesRead bytes of images read
 * @param firstFailures a few of the failures, as messages
 * @param taskSeconds what each phase took, all tasks together
 * @param started when
 * @param elapsed how long it took
 */
public record Outcome(
        long listed,
        long read,
        Written written,
        long dropped,
        long bytesRead,
        List<String> firstFailures,
        Map<Phase, Double> taskSeconds,
        Instant started,
        Duration elapsed) {

    /** How a run went that has ended, as its counters tell. */
    public static Outcome of(
            OptionalLong listed, Written written, Counters counters, Mode mode, Instant started, Duration elapsed) {
        return new Outcome(
                listed.orElseGet(() -> counters.images().value()),
                counters.bytes().count(),
                written,
                mode == Mode.DROPMALFORMED ? counters.failed().value() : 0,
                counters.bytes().value(),
                counters.firstFailures(),
                counters.secondsSpent(),
                started,
                elapsed);
    }

    /** Images that failed, with a row or without. */
    public long failed() {
        return written.failed() + dropped;
    }

    /** Whether each image listed ended as exactly one row, or was dropped as the mode says. */
    public boolean reconciles() {
        return listed == written.ok() + written.failed() + dropped;
    }

    public double failedFraction() {
        return listed == 0 ? 0 : (double) failed() / listed;
    }

    public double imagesPerSecond() {
        return elapsed.isZero() ? 0 : listed * 1e9 / elapsed.toNanos();
    }
}
