package dev.convoy.kernel;

/** Moves stretches of elements between arrays at regular places. */
public final class Blocks {

    private Blocks() {}

    /**
     * Copies {@code count} blocks of {@code length} elements, the next one {@code xStep} behind in {@code x} and
     * {@code yStep} behind in {@code y}.
     */
    public static void copy(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, int length, int count) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(x, xOffset + i * xStep, y, yOffset + i * yStep, length);
        }
    }
}
