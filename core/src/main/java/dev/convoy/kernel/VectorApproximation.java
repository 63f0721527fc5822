package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Vectors of the constants of {@link Approximation} and others. As constants they are operands in memory or registers;
 * a broadcast in place would cost the compiler so many nodes that it stopped inlining within a function.
 */
final class VectorApproximation {

    static final FloatVector LOG2_E = of(Approximation.LOG2_E);
    static final FloatVector ROUNDER = of(Approximation.ROUNDER);
    static final FloatVector HUGE_ROUNDER = of(Approximation.HUGE_ROUNDER);
    static final FloatVector HALVES_ROUNDER = of(Approximation.HALVES_ROUNDER);
    static final FloatVector TINY = of(Approximation.TINY);
    static final FloatVector EXP_LEAST = of(Approximation.EXP_LEAST);
    static final FloatVector EXP_MOST = of(Approximation.EXP_MOST);
    static final FloatVector LEAST = of(Approximation.LEAST);
    static final FloatVector EXP_0 = of(Approximation.EXP_0);
    static final FloatVector EXP_1 = of(Approximation.EXP_1);
    static final FloatVector EXP_2 = of(Approximation.EXP_2);
    static final FloatVector EXP_3 = of(Approximation.EXP_3);
    static final FloatVector EXP_4 = of(Approximation.EXP_4);
    static final FloatVector TANH_LEAST = of(Approximation.TANH_LEAST);
    static final FloatVector ERF_NEAR = of(Approximation.ERF_NEAR);
    static final FloatVector ERF_MOST = of(Approximation.ERF_MOST);
    static final FloatVector ERF_0 = of(Approximation.ERF_0);
    static final FloatVector ERF_1 = of(Approximation.ERF_1);
    static final FloatVector ERF_2 = of(Approximation.ERF_2);
    static final FloatVector ERF_3 = of(Approximation.ERF_3);
    static final FloatVector ERF_4 = of(Approximation.ERF_4);
    static final FloatVector ERF_5 = of(Approximation.ERF_5);
    static final FloatVector LOG_ERFC_0 = of(Approximation.LOG_ERFC_0);
    static final FloatVector LOG_ERFC_1 = of(Approximation.LOG_ERFC_1);
    static final FloatVector LOG_ERFC_2 = of(Approximation.LOG_ERFC_2);
    static final FloatVector LOG_ERFC_3 = of(Approximation.LOG_ERFC_3);
    static final FloatVector LOG_ERFC_4 = of(Approximation.LOG_ERFC_4);
    static final FloatVector LOG_ERFC_5 = of(Approximation.LOG_ERFC_5);
    static final FloatVector LOG_ERFC_6 = of(Approximation.LOG_ERFC_6);
    static final FloatVector LOG_ERFC_7 = of(Approximation.LOG_ERFC_7);
    static final FloatVector NORMAL_DENSITY = of(Approximation.NORMAL_DENSITY);
    static final FloatVector MILLS_SHIFT = of(Approximation.MILLS_SHIFT);
    static final FloatVector MILLS_CENTRE = of(Approximation.MILLS_CENTRE);
    static final FloatVector MILLS_0 = of(Approximation.MILLS_0);
    static final FloatVector MILLS_1 = of(Approximation.MILLS_1);
    static final FloatVector MILLS_2 = of(Approximation.MILLS_2);
    static final FloatVector MILLS_3 = of(Approximation.MILLS_3);
    static final FloatVector MILLS_4 = of(Approximation.MILLS_4);
    static final FloatVector MILLS_5 = of(Approximation.MILLS_5);
    static final FloatVector MILLS_6 = of(Approximation.MILLS_6);
    static final FloatVector MILLS_7 = of(Approximation.MILLS_7);
    static final FloatVector MILLS_8 = of(Approximation.MILLS_8);
    static final FloatVector MILLS_9 = of(Approximation.MILLS_9);
    static final FloatVector CUBIC_0 = of(Approximation.CUBIC_0);
    static final FloatVector CUBIC_0_LOW = of(Approximation.CUBIC_0_LOW);
    static final FloatVector CUBIC_1 = of(Approximation.CUBIC_1);
    static final FloatVector CUBIC_1_LOW = of(Approximation.CUBIC_1_LOW);
    static final FloatVector CUBIC_LEAST = of(Approximation.CUBIC_LEAST);
    static final FloatVector MINUS_LN2_HIGH = of(-Approximation.LN2_HIGH);
    static final FloatVector MINUS_LN2_LOW = of(-Approximation.LN2_LOW);
    static final FloatVector MINUS_NORMAL_MOST = of(-Approximation.NORMAL_MOST);
    static final FloatVector ZERO = of(0);
    static final FloatVector HALF = of(0.5f);
    static final FloatVector ONE = of(1);
    static final FloatVector TWO = of(2);
    static final FloatVector THREE = of(3);
    static final FloatVector SIX = of(6);
    static final FloatVector MINUS_HALF = of(-0.5f);
    static final FloatVector MINUS_ONE = of(-1);

    static final IntVector SIGN_BIT = ONE.reinterpretAsInts().broadcast(Approximation.SIGN);
    static final IntVector OTHER_BITS = SIGN_BIT.not();

    /** Of two negative floats' bits, the less are those of the nearer to 0. */
    static final IntVector LEAST_BITS = LEAST.reinterpretAsInts();

    private VectorApproximation() {}

    private static FloatVector of(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
