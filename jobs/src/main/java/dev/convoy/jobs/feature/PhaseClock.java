package dev.convoy.jobs.feature;

/** Counts where the time of one task goes: it is in one phase until it enters another. */
final class PhaseClock {

    private final Counters counters;
    private Phase phase;
    private long since = System.nanoTime();

    /** A clock that begins in a phase. */
    PhaseClock(Counters counters, Phase phase) {
        this.counters = counters;
        this.phase = phase;
    }

    void enter(Phase next) {
        long now = System.nanoTime();
        counters.spent(phase, now - since);
        phase = next;
        since = now;
    }

    /** Counts what the phase has taken until now. */
    void stop() {
        enter(phase);
    }
}
