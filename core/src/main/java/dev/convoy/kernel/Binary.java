package dev.convoy.kernel;

import java.util.Arrays;

/** Functions of two elements, of arrays that are repeated where their steps are 0. A NaN gives one. */
public final class Binary {

    /** A function of {@code count} pairs of neighbouring elements. */
    @FunctionalInterface
    public interface Function {
        void apply(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count);
    }

    private Binary() {}

    /**
     * {@code y}, row-major of these sizes, is the function of {@code a} and {@code b}.
     *
     * @param aSteps how far the next index of each dimension lies in {@code a}: a row-major array's step, or 0
     * @param bSteps the same of {@code b}
     */
    public static void apply(
            Function function, int[] sizes, float[] a, int[] aSteps, float[] b, int[] bSteps, float[] y) {
        Runs runs = new Runs(sizes, aSteps, bSteps);
        int count = runs.length();
        float[] aRun = runs.step(0) == 0 ? new float[count] : null;
        float[] bRun = runs.step(1) == 0 ? new float[count] : null;
        for (int yOffset = 0; runs.next(); yOffset += count) {
            int aOffset = runs.offset(0);
            int bOffset = runs.offset(1);
            if (aRun != null) {
                Arrays.fill(aRun, a[aOffset]);
            }
            if (bRun != null) {
                Arrays.fill(bRun, b[bOffset]);
            }
            function.apply(
                    aRun == null ? a : aRun,
                    aRun == null ? aOffset : 0,
                    bRun == null ? b : bRun,
                    bRun == null ? bOffset : 0,
                    y,
                    yOffset,
                    count);
        }
    }

    /** {@code a + b}. */
    public static void add(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = a[aOffset + i] + b[bOffset + i];
        }
    }

    /** {@code a - b}. */
    public static void subtract(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = a[aOffset + i] - b[bOffset + i];
        }
    }

    /** {@code a * b}. */
    public static void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
    }

    /** {@code a / b}. */
    public static void divide(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = a[aOffset + i] / b[bOffset + i];
        }
    }

    /** {@code min(a, b)}. */
    public static void minimum(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
        }
    }

    /** {@code max(a, b)}. */
    public static void maximum(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
        }
    }

    /** {@code a^b} as C's pow: 1 to any power is 1, also to a NaN, and -1 to an infinite one is 1. */
    public static void pow(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int count) {
        for (int i = 0; i < count; i++) {
            float base = a[aOffset + i];
            float exponent = b[bOffset + i];
            boolean one = base == 1f || (base == -1f && Float.isInfinite(exponent));
            y[yOffset + i] = one ? 1f : (float) StrictMath.pow(base, exponent);
        }
    }
}
