package dev.convoy.kernel;

import static dev.convoy.kernel.VectorFunctions.of;
import static dev.convoy.kernel.VectorTiles.LANES;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import dev.convoy.kernel.ElementFunction.Kind;
import jdk.incubator.vector.FloatVector;

/**
 * Element-wise loops of vectors. Each kind has a loop of its own, in which its function is inlined and its vectors stay
 * in registers; what is left of a stretch is done one element at a time by the scalar functions, which give the same
 * bits.
 *
 * <p>A sum or an affine map is fused with a clamp, which costs next to nothing; what another function works on is
 * written first, so few elements at a time that they stay in the first-level cache.
 */
final class VectorElements implements Elements {

    /** 8 KiB of floats. */
    private static final int CHUNK = 2048;

    @Override
    public void apply(ElementFunction function, float[] x, int xOffset, float[] y, int yOffset, int length) {
        int whole = SPECIES.loopBound(length);
        switch (function.kind()) {
            case IDENTITY -> System.arraycopy(x, xOffset, y, yOffset, whole);
            case CLAMP -> clamp(function, x, xOffset, y, yOffset, whole);
            case LEAKY_RELU -> leakyRelu(function, x, xOffset, y, yOffset, whole);
            case SIGMOID -> VectorFunctions.sigmoid(x, xOffset, y, yOffset, whole);
            case SILU -> VectorFunctions.silu(x, xOffset, y, yOffset, whole);
            case TANH -> VectorFunctions.tanh(x, xOffset, y, yOffset, whole);
            case GELU -> VectorFunctions.gelu(x, xOffset, y, yOffset, whole);
            case GELU_TANH -> VectorFunctions.geluTanh(x, xOffset, y, yOffset, whole);
            case ERF -> VectorFunctions.erf(x, xOffset, y, yOffset, whole);
            case EXP -> VectorFunctions.exp(x, xOffset, y, yOffset, whole);
            case HARDSIGMOID -> hardsigmoid(x, xOffset, y, yOffset, whole);
            case HARDSWISH -> hardswish(x, xOffset, y, yOffset, whole);
        }
        for (int i = whole; i < length; i++) {
            y[yOffset + i] = ScalarFunctions.value(function, x[xOffset + i]);
        }
    }

    private static FloatVector load(float[] x, int offset) {
        return FloatVector.fromArray(SPECIES, x, offset);
    }

    private static void clamp(ElementFunction function, float[] x, int xOffset, float[] y, int yOffset, int length) {
        FloatVector least = of(function.a());
        if (function.b() == Float.POSITIVE_INFINITY) {
            for (int i = 0; i < length; i += LANES) {
                VectorFunctions.atLeast(load(x, xOffset + i), least).intoArray(y, yOffset + i);
            }
            return;
        }
        FloatVector most = of(function.b());
        for (int i = 0; i < length; i += LANES) {
            VectorFunctions.clamp(load(x, xOffset + i), least, most).intoArray(y, yOffset + i);
        }
    }

    private static void leakyRelu(
            ElementFunction function, float[] x, int xOffset, float[] y, int yOffset, int length) {
        FloatVector slope = of(function.a());
        for (int i = 0; i < length; i += LANES) {
            VectorFunctions.leakyRelu(load(x, xOffset + i), slope).intoArray(y, yOffset + i);
        }
    }

    private static void hardsigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorFunctions.hardsigmoid(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
    }

    private static void hardswish(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorFunctions.hardswish(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
    }

    @Override
    public void add(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] z,
            int zOffset,
            int length) {
        if (function.kind() == Kind.CLAMP) {
            clampedSum(function, x, xOffset, y, yOffset, z, zOffset, length);
            return;
        }
        for (int i = 0; i < length; i += CHUNK) {
            int count = Math.min(length - i, CHUNK);
            sum(x, xOffset + i, y, yOffset + i, z, zOffset + i, count);
            again(function, z, zOffset + i, count);
        }
    }

    private static void sum(float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset, int length) {
        int i = 0;
        for (; i < SPECIES.loopBound(length); i += LANES) {
            load(x, xOffset + i).add(load(y, yOffset + i)).intoArray(z, zOffset + i);
        }
        for (; i < length; i++) {
            z[zOffset + i] = x[xOffset + i] + y[yOffset + i];
        }
    }

    private static void clampedSum(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] z,
            int zOffset,
            int length) {
        FloatVector least = of(function.a());
        FloatVector most = of(function.b());
        int whole = SPECIES.loopBound(length);
        if (function.b() == Float.POSITIVE_INFINITY) {
            for (int i = 0; i < whole; i += LANES) {
                VectorFunctions.atLeast(load(x, xOffset + i).add(load(y, yOffset + i)), least)
                        .intoArray(z, zOffset + i);
            }
        } else {
            for (int i = 0; i < whole; i += LANES) {
                VectorFunctions.clamp(load(x, xOffset + i).add(load(y, yOffset + i)), least, most)
                        .intoArray(z, zOffset + i);
            }
        }
        for (int i = whole; i < length; i++) {
            z[zOffset + i] = ScalarFunctions.clamp(x[xOffset + i] + y[yOffset + i], function.a(), function.b());
        }
    }

    @Override
    public void multiply(float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset, int length) {
        int i = 0;
        for (; i < SPECIES.loopBound(length); i += LANES) {
            load(x, xOffset + i).mul(load(y, yOffset + i)).intoArray(z, zOffset + i);
        }
        for (; i < length; i++) {
            z[zOffset + i] = x[xOffset + i] * y[yOffset + i];
        }
    }

    @Override
    public void affine(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] scale,
            int scaleOffset,
            float[] shift,
            int shiftOffset,
            float[] y,
            int yOffset,
            int pixels) {
        boolean relu = function.kind() == Kind.CLAMP && function.b() == Float.POSITIVE_INFINITY && shift != null;
        for (int p = 0; p < pixels; p += CHUNK / Kernel.BLOCK) {
            int count = Math.min(pixels * Kernel.BLOCK - p * Kernel.BLOCK, CHUNK);
            int from = xOffset + p * Kernel.BLOCK;
            int to = yOffset + p * Kernel.BLOCK;
            for (int c = 0; c < Kernel.BLOCK; c += LANES) {
                FloatVector factor = load(scale, scaleOffset + c);
                if (shift == null) {
                    scaled(x, from + c, factor, y, to + c, count);
                } else if (relu) {
                    shifted(x, from + c, factor, load(shift, shiftOffset + c), of(function.a()), y, to + c, count);
                } else {
                    shifted(x, from + c, factor, load(shift, shiftOffset + c), y, to + c, count);
                }
            }
            if (!relu) {
                again(function, y, to, count);
            }
        }
    }

    private static void scaled(float[] x, int xOffset, FloatVector factor, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i += Kernel.BLOCK) {
            load(x, xOffset + i).mul(factor).intoArray(y, yOffset + i);
        }
    }

    private static void shifted(
            float[] x, int xOffset, FloatVector factor, FloatVector shift, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i += Kernel.BLOCK) {
            load(x, xOffset + i).fma(factor, shift).intoArray(y, yOffset + i);
        }
    }

    private static void shifted(
            float[] x,
            int xOffset,
            FloatVector factor,
            FloatVector shift,
            FloatVector least,
            float[] y,
            int yOffset,
            int length) {
        for (int i = 0; i < length; i += Kernel.BLOCK) {
            VectorFunctions.atLeast(load(x, xOffset + i).fma(factor, shift), least)
                    .intoArray(y, yOffset + i);
        }
    }

    private void again(ElementFunction function, float[] y, int offset, int length) {
        if (function.kind() != Kind.IDENTITY) {
            apply(function, y, offset, y, offset, length);
        }
    }
}
