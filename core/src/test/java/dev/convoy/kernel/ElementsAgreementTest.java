package dev.convoy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.kernel.ElementFunction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every function, loop and kernel: the bits of the scalar loops, and of an element alone wherever it lies. */
class ElementsAgreementTest {

    private static final float[] SPECIAL = {
        Float.NaN,
        Float.intBitsToFloat(0xffc00001),
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-40f,
        -1e-40f,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.8f,
        -88.8f,
        -103.9f,
        -105f,
        -14.3f,
        3f,
        -3f,
        6f
    };

    private static final int FENCE = 3;

    private final Random random = new Random();
    private final List<ElementFunction> functions = new ArrayList<>();

    ElementsAgreementTest() {
        long seed = System.nanoTime();
        System.out.println("ElementsAgreementTest seed " + seed);
        random.setSeed(seed);
        for (Kind kind : Kind.values()) {
            if (kind == Kind.CLAMP) {
                functions.add(ElementFunction.RELU);
                functions.add(ElementFunction.clamp(-0.5f, 6));
                functions.add(ElementFunction.clamp(5, 3));
                functions.add(ElementFunction.clamp(Float.NEGATIVE_INFINITY, 3));
            } else {
                functions.add(new ElementFunction(kind, 0.25f, 0));
            }
        }
    }

    @Test
    void everyLoopOfEveryLengthAgrees() {
        for (ElementFunction function : functions) {
            for (int length = 0; length <= 70; length++) {
                agree(function, length);
            }
            agree(function, 5000 + random.nextInt(100));
        }
    }

    private void agree(ElementFunction function, int length) {
        int offset = random.nextInt(5);
        float[] x = draws(offset + length);
        float[] y = draws(offset + length);
        float[] applied = fenced(length);
        float[] sum = fenced(length);
        float[] product = fenced(length);
        for (int i = 0; i < length; i++) {
            applied[FENCE + i] = ScalarFunctions.value(function, x[offset + i]);
            sum[FENCE + i] = ScalarFunctions.value(function, x[offset + i] + y[offset + i]);
            product[FENCE + i] = x[offset + i] * y[offset + i];
        }
        for (Kernel kernel : Kernels.available()) {
            String what = kernel.description() + ", " + function + ", length " + length;
            Elements elements = kernel.elements();
            float[] z = fenced(length);
            elements.apply(function, x, offset, z, FENCE, length);
            same(applied, z, "apply, " + what);
            z = fenced(length);
            elements.add(function, x, offset, y, offset, z, FENCE, length);
            same(sum, z, "add, " + what);
            z = fenced(length);
            elements.multiply(x, offset, y, offset, z, FENCE, length);
            same(product, z, "multiply, " + what);
            z = fenced(length);
            System.arraycopy(x, offset, z, FENCE, length);
            elements.add(function, z, FENCE, y, offset, z, FENCE, length);
            same(sum, z, "add in place, " + what);
        }
    }

    @Test
    void everyAffineMapAgrees() {
        for (ElementFunction function : functions) {
            for (int pixels : new int[] {0, 1, 2, 7, 127, 128, 129, 300}) {
                affine(function, pixels, true);
                affine(function, pixels, false);
            }
        }
    }

    private void affine(ElementFunction function, int pixels, boolean shifts) {
        int offset = random.nextInt(5);
        int length = pixels * Kernel.BLOCK;
        float[] x = draws(offset + length);
        float[] scale = draws(offset + Kernel.BLOCK);
        float[] shift = shifts ? draws(offset + Kernel.BLOCK) : null;
        float[] expected = fenced(length);
        for (int i = 0; i < length; i++) {
            int c = offset + i % Kernel.BLOCK;
            float value = shifts ? Math.fma(x[offset + i], scale[c], shift[c]) : x[offset + i] * scale[c];
            expected[FENCE + i] = ScalarFunctions.value(function, value);
        }
        for (Kernel kernel : Kernels.available()) {
            float[] y = fenced(length);
            kernel.elements().affine(function, x, offset, scale, offset, shift, offset, y, FENCE, pixels);
            same(expected, y, "affine, " + kernel.description() + ", " + function + ", pixels " + pixels);
        }
    }

    /** All NaNs are one: which of two survives an operation is the processor's choice. */
    private static void same(float[] expected, float[] actual, String what) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                assertThat(actual[i]).as("%s, element %d", what, i - FENCE).isEqualTo(expected[i]);
                throw new AssertionError(what + ", element " + (i - FENCE) + ": zeros of two signs");
            }
        }
    }

    private static float[] fenced(int length) {
        return new float[FENCE + length + FENCE];
    }

    private float[] draws(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = switch (random.nextInt(4)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1 -> Float.intBitsToFloat(random.nextInt());
                case 2 -> (float) random.nextGaussian() * 40;
                default -> (float) random.nextGaussian() * 3;
            };
        }
        return values;
    }
}
