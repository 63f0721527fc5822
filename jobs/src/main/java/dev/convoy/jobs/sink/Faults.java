package dev.convoy.jobs.sink;

/**
 * What a run got over.
 *
 * @param attemptsFailed attempts of tasks that failed; Spark tried those tasks again
 * @param executorsLost executors that ended before the run did
 */
public record Faults(long attemptsFailed, long executorsLost) {

    public static final Faults NONE = new Faults(0, 0);
}
