package dev.convoy.kernel;

import java.util.Random;

/** Numbers to compute with. */
public final class Gaussians {

    private Gaussians() {}

    /** Normally distributed, of mean 0 and deviation 1. */
    public static float[] of(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
