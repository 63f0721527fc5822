package dev.convoy.jobs.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalLong;

/** Says how far a run is, and when it will have ended if it goes on as in the last minute. */
final class ProgressLine {

    private static final long WINDOW = 60_000_000_000L;

    private final OptionalLong total;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long images) {}

    /**
     * A line that has not begun.
     *
     * @param total how many images there are in all, where that is known
     * @param nanos when the run began, as {@link System#nanoTime} tells
     */
    ProgressLine(OptionalLong total, long nanos) {
        this.total = total;
        samples.add(new Sample(nanos, 0));
    }

    /** What to say at a time, when so many images are done and so many of them failed. */
    String at(long nanos, long images, long failed) {
        samples.add(new Sample(nanos, images));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos > WINDOW) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double rate = Math.max(0, images - first.images) * 1e9 / Math.max(1, nanos - first.nanos);
        return String.format(
                Locale.ROOT,
                "images %d%s, %.1f/s%s, %d failed",
                images,
                total.isPresent() ? "/" + total.getAsLong() : "",
                rate,
                left(images, rate),
                failed);
    }

    /** The time left, as {@code 1:05:00} or {@code 0:07}; nothing if not known. */
    private String left(long images, double rate) {
        if (total.isEmpty() || rate == 0) {
            return "";
        }
        long left = Math.round((total.getAsLong() - images) / rate);
        String time = left >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60)
                : String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60);
        return ", about " + time + " left";
    }
}
