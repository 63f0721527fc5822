package dev.convoy.kernel;

/**
 * The inner loops of the engine. An implementation is stateless, allocates nothing and gives the same bits as every
 * other one: it may choose how many outputs it works on at a time, never the order within one output.
 */
public interface Kernel {

    /** Channels are blocked by this many, whatever the machine's lanes. */
    int BLOCK = 16;

    /** Output channels that share one pass over the input: two blocks. */
    int PANEL = 2 * BLOCK;

    /** Where in a large array a cache line begins: G1 puts the first element of its largest kind 16 bytes into one. */
    int LINE_START = 12;

    /** The elements of the largest array that a JVM makes. */
    int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** What this is, for the log: {@code "Vector API, 16 lanes"}. */
    String description();

    /**
     * Does multiply-adds that wait for nothing and move nothing: what the core can do at most.
     *
     * @return how many it did, so that their time tells the ceiling; 0 if the kernel has no such loop
     */
    long saturate(int rounds);

    /** Matrix products. */
    Products products();

    /** Element-wise loops. */
    Elements elements();

    /** Depthwise convolution and pooling. */
    WindowLoops windows();

    /** The transforms of Winograd's convolutions. */
    Transforms transforms();

    /**
     * One row of outputs for a panel of {@link #PANEL} output channels, gathered from the input through a table of
     * offsets.
     *
     * <p>For every pixel {@code p < pixels} and channel {@code c < PANEL}, in the order of {@code k}, each step one
     * fused multiply-add:
     *
     * <pre>{@code
     * y[yOffset + p * PANEL + c] += sum over k < depth of x[xOffset + p * xStep + offsets[k]] * w[wOffset + k * PANEL + c]
     * }</pre>
     *
     * Ranges are the caller's duty.
     */
    void accumulate(
            float[] x,
            int xOffset,
            int xStep,
            int[] offsets,
            int depth,
            float[] w,
            int wOffset,
            float[] y,
            int yOffset,
            int pixels);
}
