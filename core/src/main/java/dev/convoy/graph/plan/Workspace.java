package dev.convoy.graph.plan;

/**
 * The memory in which plans compute, one thread's. It is best kept for the next batch, of whatever plan: it grows with
 * what that takes, up to a size that the plan knows, and shrinks where it is far too large. Not safe for use by several
 * threads.
 */
public final class Workspace {

    /** The part of what is needed that may lie idle beside it: images of many sizes mostly differ by little. */
    private static final int IDLE = 4;

    private Plan plan;
    private long[] nanos = {};
    private int images;
    int[] slots;
    float[] memory = {};
    float[] scratch = {};

    /**
     * The bytes of a workspace at most, where images of many sizes come, for a plan that takes so many.
     *
     * @param bytes of {@link Plan#workspaceBytes}
     */
    public static long mostBytes(long bytes) {
        return bytes + bytes / IDLE;
    }

    /** Makes room for so many images of a plan. */
    void prepare(Plan next, int nextImages, int scratchFloats) {
        if (next != plan) {
            plan = next;
            nanos = new long[next.steps()];
            images = -1;
        }
        if (nextImages > images) {
            images = nextImages;
            slots = next.memory().offsets(nextImages);
            int floats = slots[slots.length - 1];
            if (!suits(memory, floats)) {
                memory = null;
                memory = new float[floats];
            }
            if (!suits(scratch, scratchFloats)) {
                scratch = null;
                scratch = new float[scratchFloats];
            }
        }
    }

    private static boolean suits(float[] array, int floats) {
        return array.length >= floats && array.length - floats <= floats / IDLE;
    }

    void run(int index, Step step, Frame frame) {
        long start = System.nanoTime();
        step.run(frame);
        nanos[index] += System.nanoTime() - start;
    }

    /** The nanoseconds that each of a plan's steps has taken since that plan last began to run here. */
    long[] nanos(Plan of) {
        return of == plan ? nanos.clone() : new long[of.steps()];
    }

    /** The bytes that it takes now. */
    public long bytes() {
        return (long) Float.BYTES * (memory.length + scratch.length);
    }
}
