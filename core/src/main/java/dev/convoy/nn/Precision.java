package dev.convoy.nn;

/** What a network's results may cost in exactness. Either way they are the same bits on every machine. */
public enum Precision {
    /** Convolutions may multiply less and round more, by Winograd's algorithms. */
    FAST,
    /** Convolutions are the sums that define them. */
    STRICT
}
