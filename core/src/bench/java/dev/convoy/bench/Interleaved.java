package dev.convoy.bench;

import java.util.List;

/**
 * Work that is measured against each other, in rounds: every piece runs once a round, timed by itself. The machine's
 * noise, which lasts longer than a round, meets all of them; none always runs behind the same other one, because every
 * round begins with the next.
 */
public final class Interleaved {

    private final List<Runnable> pieces;
    private final Runnable before;
    private int first;

    public Interleaved(List<Runnable> pieces) {
        this(pieces, () -> {});
    }

    /** @param before what is done before each piece and not timed, so that none pays for what another left */
    public Interleaved(List<Runnable> pieces, Runnable before) {
        this.pieces = List.copyOf(pieces);
        this.before = before;
    }

    /** The nanoseconds that each piece took, in the order in which they were given. */
    public long[] round() {
        long[] nanoseconds = new long[pieces.size()];
        for (int i = 0; i < nanoseconds.length; i++) {
            int piece = (first + i) % nanoseconds.length;
            before.run();
            long start = System.nanoTime();
            pieces.get(piece).run();
            nanoseconds[piece] = System.nanoTime() - start;
        }
        first = (first + 1) % nanoseconds.length;
        return nanoseconds;
    }
}
