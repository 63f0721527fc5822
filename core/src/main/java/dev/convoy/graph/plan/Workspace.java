package dev.convoy.graph.plan;

/**
 * The memory in which a {@link Plan} computes, one thread's. It grows with the largest batch that it is used for, up to
 * a size that the plan knows, and is best kept for the next batch. Not safe for use by several threads.
 */
public final class Workspace {

    private final Plan plan;
    private final long[] nanos;
    final float[][] slots;
    float[] scratch = {};

    Workspace(Plan plan, int slots, int steps) {
        this.plan = plan;
        this.nanos = new long[steps];
        this.slots = new float[slots][0];
    }

    Plan plan() {
        return plan;
    }

    void run(int index, Step step, Frame frame) {
        long start = System.nanoTime();
        step.run(frame);
        nanos[index] += System.nanoTime() - start;
    }

    /** The nanoseconds that each of the plan's steps has taken in this workspace so far. */
    long[] nanos() {
        return nanos.clone();
    }

    /** The bytes that it takes now. */
    public long bytes() {
        long floats = scratch.length;
        for (float[] slot : slots) {
            floats += slot.length;
        }
        return Float.BYTES * floats;
    }
}
