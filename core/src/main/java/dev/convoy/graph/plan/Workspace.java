package dev.convoy.graph.plan;

/**
 * The memory in which a {@link Plan} computes, one thread's. It grows with the largest batch that it is used for, up to
 * a size that the plan knows, and is best kept for the next batch. Not safe for use by several threads.
 */
public final class Workspace {

    private final Plan plan;
    private final long[] nanos;
    private int images;
    int[] slots;
    float[] memory = {};
    float[] scratch = {};

    Workspace(Plan plan, int steps) {
        this.plan = plan;
        this.nanos = new long[steps];
    }

    /** Makes room for so many images. */
    void prepare(Memory plan, int scratchFloats, int images) {
        if (images > this.images) {
            this.images = images;
            slots = plan.offsets(images);
            memory = new float[slots[slots.length - 1]];
        }
        if (scratch.length < scratchFloats) {
            scratch = new float[scratchFloats];
        }
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
        return (long) Float.BYTES * (memory.length + scratch.length);
    }
}
