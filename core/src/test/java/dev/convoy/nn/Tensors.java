package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Random;

/** Tensors to test with. */
final class Tensors {

    private Tensors() {}

    /** A generator whose seed is printed, so that a failure can be had again. */
    static Random random(Class<?> test) {
        long seed = System.nanoTime();
        System.out.println(test.getSimpleName() + " seed " + seed);
        return new Random(seed);
    }

    /** Normally distributed about a mean. */
    static Tensor gaussian(Random random, double mean, double deviation, Shape shape) {
        float[] array = new float[shape.elements()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return Tensor.of(shape, array);
    }

    static Tensor gaussian(Random random, int... sizes) {
        return gaussian(random, 0, 1, Shape.of(sizes));
    }

    static Tensor positive(Random random, int... sizes) {
        float[] array = new float[Shape.of(sizes).elements()];
        for (int i = 0; i < array.length; i++) {
            array[i] = 0.1f + random.nextFloat();
        }
        return Tensor.of(Shape.of(sizes), array);
    }

    /** One-dimensional. */
    static Tensor vector(float... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    static void expectWithin(double tolerance, Tensor actual, double[] expected, String what) {
        assertThat(actual.array()).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual.array()[i] - expected[i]))
                    .as("%s [%d]: %s for %s", what, i, actual.array()[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    /** Within so many of the float32 spacings at the expected value. */
    static void expectWithinUlps(int ulps, Tensor actual, double[] expected, String what) {
        assertThat(actual.array()).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            float value = actual.array()[i];
            boolean equal = (float) expected[i] == value || (Double.isNaN(expected[i]) && Float.isNaN(value));
            boolean near = Math.abs(value - expected[i]) <= ulps * (double) Math.ulp((float) expected[i]);
            assertThat(equal || near)
                    .as("%s [%d]: %s for %s", what, i, value, expected[i])
                    .isTrue();
        }
    }
}
