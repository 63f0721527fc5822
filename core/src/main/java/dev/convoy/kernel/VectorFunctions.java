package dev.convoy.kernel;

import static dev.convoy.kernel.VectorApproximation.CUBIC_0;
import static dev.convoy.kernel.VectorApproximation.CUBIC_0_LOW;
import static dev.convoy.kernel.VectorApproximation.CUBIC_1;
import static dev.convoy.kernel.VectorApproximation.CUBIC_1_LOW;
import static dev.convoy.kernel.VectorApproximation.CUBIC_LEAST;
import static dev.convoy.kernel.VectorApproximation.ERF_0;
import static dev.convoy.kernel.VectorApproximation.ERF_1;
import static dev.convoy.kernel.VectorApproximation.ERF_2;
import static dev.convoy.kernel.VectorApproximation.ERF_3;
import static dev.convoy.kernel.VectorApproximation.ERF_4;
import static dev.convoy.kernel.VectorApproximation.ERF_5;
import static dev.convoy.kernel.VectorApproximation.ERF_MOST;
import static dev.convoy.kernel.VectorApproximation.ERF_NEAR;
import static dev.convoy.kernel.VectorApproximation.EXP_0;
import static dev.convoy.kernel.VectorApproximation.EXP_1;
import static dev.convoy.kernel.VectorApproximation.EXP_2;
import static dev.convoy.kernel.VectorApproximation.EXP_3;
import static dev.convoy.kernel.VectorApproximation.EXP_4;
import static dev.convoy.kernel.VectorApproximation.EXP_LEAST;
import static dev.convoy.kernel.VectorApproximation.EXP_MOST;
import static dev.convoy.kernel.VectorApproximation.HALF;
import static dev.convoy.kernel.VectorApproximation.HALVES_ROUNDER;
import static dev.convoy.kernel.VectorApproximation.HUGE_ROUNDER;
import static dev.convoy.kernel.VectorApproximation.LEAST;
import static dev.convoy.kernel.VectorApproximation.LEAST_BITS;
import static dev.convoy.kernel.VectorApproximation.LOG2_E;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_0;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_1;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_2;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_3;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_4;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_5;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_6;
import static dev.convoy.kernel.VectorApproximation.LOG_ERFC_7;
import static dev.convoy.kernel.VectorApproximation.MILLS_0;
import static dev.convoy.kernel.VectorApproximation.MILLS_1;
import static dev.convoy.kernel.VectorApproximation.MILLS_2;
import static dev.convoy.kernel.VectorApproximation.MILLS_3;
import static dev.convoy.kernel.VectorApproximation.MILLS_4;
import static dev.convoy.kernel.VectorApproximation.MILLS_5;
import static dev.convoy.kernel.VectorApproximation.MILLS_6;
import static dev.convoy.kernel.VectorApproximation.MILLS_7;
import static dev.convoy.kernel.VectorApproximation.MILLS_8;
import static dev.convoy.kernel.VectorApproximation.MILLS_9;
import static dev.convoy.kernel.VectorApproximation.MILLS_CENTRE;
import static dev.convoy.kernel.VectorApproximation.MILLS_SHIFT;
import static dev.convoy.kernel.VectorApproximation.MINUS_HALF;
import static dev.convoy.kernel.VectorApproximation.MINUS_LN2_HIGH;
import static dev.convoy.kernel.VectorApproximation.MINUS_LN2_LOW;
import static dev.convoy.kernel.VectorApproximation.MINUS_NORMAL_MOST;
import static dev.convoy.kernel.VectorApproximation.MINUS_ONE;
import static dev.convoy.kernel.VectorApproximation.NORMAL_DENSITY;
import static dev.convoy.kernel.VectorApproximation.ONE;
import static dev.convoy.kernel.VectorApproximation.OTHER_BITS;
import static dev.convoy.kernel.VectorApproximation.ROUNDER;
import static dev.convoy.kernel.VectorApproximation.SIGN_BIT;
import static dev.convoy.kernel.VectorApproximation.SIX;
import static dev.convoy.kernel.VectorApproximation.TANH_LEAST;
import static dev.convoy.kernel.VectorApproximation.THREE;
import static dev.convoy.kernel.VectorApproximation.TINY;
import static dev.convoy.kernel.VectorApproximation.TWO;
import static dev.convoy.kernel.VectorApproximation.ZERO;
import static dev.convoy.kernel.VectorTiles.LANES;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link ScalarFunctions} of a vector's lanes: the same operations in the same order, the same bits.
 */
final class VectorFunctions {

    private VectorFunctions() {}

    static FloatVector atLeast(FloatVector x, FloatVector least) {
        return x.blend(least, x.compare(VectorOperators.LT, least));
    }

    static FloatVector atMost(FloatVector x, FloatVector most) {
        return x.blend(most, x.compare(VectorOperators.GT, most));
    }

    static FloatVector clamp(FloatVector x, FloatVector least, FloatVector most) {
        return atMost(atLeast(x, least), most);
    }

    static FloatVector leakyRelu(FloatVector x, FloatVector slope) {
        return slope.mul(x).blend(x, x.compare(VectorOperators.GT, ZERO));
    }

    static FloatVector hardsigmoid(FloatVector x) {
        return clamp(x.add(THREE), ZERO, SIX).div(SIX);
    }

    static FloatVector hardswish(FloatVector x) {
        return x.mul(clamp(x.add(THREE), ZERO, SIX)).div(SIX);
    }

    static void exp(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            FloatVector v = clamp(x, EXP_LEAST, EXP_MOST);
            FloatVector turns = v.fma(LOG2_E, HALVES_ROUNDER);
            FloatVector p = expm1(remainder(v, turns.sub(HALVES_ROUNDER))).add(ONE);
            IntVector both = turns.reinterpretAsInts();
            IntVector half = both.lanewise(VectorOperators.ASHR, 1);
            FloatVector result = p.mul(power(half)).mul(power(both.sub(half)));
            result.intoArray(to, toOffset + i);
        }
    }

    static void sigmoid(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            FloatVector v = atLeast(minusAbs(x), LEAST);
            FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
            FloatVector m = expm1(remainder(v, turns.sub(HUGE_ROUNDER)));
            FloatVector scale = power(turns.reinterpretAsInts());
            FloatVector e = m.add(ONE).mul(scale).mul(TINY);
            FloatVector d = e.add(ONE);
            FloatVector r = ONE.div(d);
            FloatVector minusR = r.neg();
            FloatVector low = r.mul(minusR.fma(e.sub(d.sub(ONE)), minusR.fma(d, ONE)));
            FloatVector below = m.fma(r, low).add(r).mul(scale).mul(TINY);
            FloatVector result = r.add(low).blend(below, x.compare(VectorOperators.LT, ZERO));
            result.intoArray(to, toOffset + i);
        }
    }

    /**
     * As {@link ScalarFunctions#silu}. The constants are made anew, as that leaves them in registers: a vector that is
     * a field is read again for every use, and lies across two cache lines.
     */
    static void silu(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        FloatVector half = of(0.5f);
        FloatVector minusHalf = of(-0.5f);
        FloatVector one = of(1);
        FloatVector minusOne = of(-1);
        FloatVector log2e = of(Approximation.LOG2_E);
        FloatVector rounder = of(Approximation.HUGE_ROUNDER);
        FloatVector minusLn2High = of(-Approximation.LN2_HIGH);
        FloatVector minusLn2Low = of(-Approximation.LN2_LOW);
        FloatVector tiny = of(Approximation.TINY);
        FloatVector c1 = of(Approximation.EXP_1);
        FloatVector c2 = of(Approximation.EXP_2);
        FloatVector c3 = of(Approximation.EXP_3);
        FloatVector c4 = of(Approximation.EXP_4);
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            IntVector bits = x.reinterpretAsInts().or(SIGN_BIT);
            FloatVector positive = x.fma(half, bits.reinterpretAsFloats().mul(minusHalf));
            FloatVector v = bits.min(LEAST_BITS).reinterpretAsFloats();
            FloatVector turns = v.fma(log2e, rounder);
            FloatVector n = turns.sub(rounder);
            FloatVector s = n.fma(minusLn2Low, n.fma(minusLn2High, v));
            FloatVector p = s.fma(c4, c3).fma(s, c2).fma(s, c1).fma(s, half);
            FloatVector m = p.fma(s.mul(s), s);
            FloatVector scale = power(turns.reinterpretAsInts());
            FloatVector power = scale.mul(tiny);
            FloatVector sum = power.add(one);
            FloatVector d = m.fma(power, sum);
            FloatVector low = m.fma(power, sum.sub(d));
            FloatVector q = v.mul(scale).div(d);
            FloatVector result = q.fma(low.fma(minusOne.sub(m), m), q).fma(tiny, positive);
            result.intoArray(to, toOffset + i);
        }
    }

    static void geluTanh(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            FloatVector positive = positive(x);
            FloatVector a = atLeast(minusAbs(x), CUBIC_LEAST);
            FloatVector square = a.mul(a);
            FloatVector squareLow = a.fma(a, square.neg());
            FloatVector p = square.mul(CUBIC_1);
            FloatVector pLow = square.fma(CUBIC_1, p.neg()).add(square.fma(CUBIC_1_LOW, squareLow.mul(CUBIC_1)));
            FloatVector b = p.add(CUBIC_0);
            FloatVector bp = b.sub(CUBIC_0);
            FloatVector bLow = p.sub(bp).add(CUBIC_0.sub(b.sub(bp))).add(pLow.add(CUBIC_0_LOW));
            FloatVector v = a.mul(b);
            FloatVector vLow = a.fma(bLow, a.fma(b, v.neg()));
            FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
            FloatVector scale = power(turns.reinterpretAsInts());
            FloatVector result = logistic(
                            scale, remainder(v, turns.sub(HUGE_ROUNDER)).add(vLow), a)
                    .add(positive);
            result.intoArray(to, toOffset + i);
        }
    }

    private static FloatVector logistic(FloatVector scale, FloatVector s, FloatVector factor) {
        FloatVector m = expm1(s);
        FloatVector e = m.add(ONE).mul(scale).mul(TINY);
        FloatVector d = e.add(ONE);
        FloatVector r = ONE.div(d);
        FloatVector minusR = r.neg();
        FloatVector low = r.mul(minusR.fma(e.sub(d.sub(ONE)), minusR.fma(d, ONE)));
        FloatVector y = r.mul(factor);
        FloatVector yLow = low.fma(factor, r.fma(factor, y.neg()));
        return y.fma(m, yLow.fma(m, yLow)).add(y).mul(scale).mul(TINY);
    }

    static void tanh(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            FloatVector w = minusAbs(x);
            FloatVector v = atLeast(w.add(w), TANH_LEAST);
            FloatVector turns = v.fma(LOG2_E, ROUNDER);
            FloatVector scale = power(turns.reinterpretAsInts());
            FloatVector m = expm1(remainder(v, turns.sub(ROUNDER))).fma(scale, scale.sub(ONE));
            FloatVector d = m.add(TWO);
            FloatVector r = ONE.div(d);
            FloatVector q = m.mul(r);
            FloatVector minusQ = q.neg();
            FloatVector rest = minusQ.fma(m.sub(d.sub(TWO)), minusQ.fma(d, m));
            FloatVector result = withSign(rest.fma(r, q), x);
            result.intoArray(to, toOffset + i);
        }
    }

    static void erf(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            FloatVector near = erfNear(x);
            FloatVector z = x.abs();
            FloatVector y = atMost(z, ERF_MOST);
            FloatVector v = y.fma(LOG_ERFC_7, LOG_ERFC_6);
            v = v.fma(y, LOG_ERFC_5);
            v = v.fma(y, LOG_ERFC_4);
            v = v.fma(y, LOG_ERFC_3);
            v = v.fma(y, LOG_ERFC_2);
            v = v.fma(y, LOG_ERFC_1);
            v = v.fma(y, LOG_ERFC_0);
            FloatVector turns = v.fma(LOG2_E, ROUNDER);
            FloatVector scale = power(turns.reinterpretAsInts());
            FloatVector m = expm1(remainder(v, turns.sub(ROUNDER)));
            FloatVector far = withSign(m.fma(scale, scale.sub(ONE)), x);
            FloatVector result = near.blend(far, z.compare(VectorOperators.GT, ERF_NEAR));
            result.intoArray(to, toOffset + i);
        }
    }

    static void gelu(float[] from, int fromOffset, float[] to, int toOffset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, from, fromOffset + i);
            FloatVector positive = positive(x);
            FloatVector a = atLeast(minusAbs(x), MINUS_NORMAL_MOST);
            FloatVector square = a.mul(a);
            FloatVector v = square.mul(MINUS_HALF);
            FloatVector vLow = a.fma(a, square.neg()).mul(MINUS_HALF);
            FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
            FloatVector scale = power(turns.reinterpretAsInts());
            FloatVector m = expm1(remainder(v, turns.sub(HUGE_ROUNDER)).add(vLow));
            FloatVector d = a.sub(MILLS_SHIFT);
            FloatVector u = MINUS_ONE.div(d);
            FloatVector error = u.fma(a.sub(d.add(MILLS_SHIFT)), u.fma(d, ONE));
            FloatVector w = u.sub(MILLS_CENTRE);
            FloatVector p = millsSlope(w);
            FloatVector sum = p.fma(w, MILLS_0);
            FloatVector sumLow = p.fma(w, MILLS_0.sub(sum));
            FloatVector mills = sum.mul(u);
            FloatVector millsLow = sumLow.fma(u, sum.fma(u, mills.neg()))
                    .sub(a.fma(mills, NORMAL_DENSITY).mul(d).mul(error));
            FloatVector t = a.mul(mills);
            FloatVector tLow = a.fma(millsLow, a.fma(mills, t.neg()));
            FloatVector below = t.fma(m, tLow.fma(m, tLow)).add(t).mul(scale).mul(TINY);
            FloatVector result = below.add(positive);
            result.intoArray(to, toOffset + i);
        }
    }

    private static FloatVector erfNear(FloatVector x) {
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(ERF_5, ERF_4);
        p = p.fma(s, ERF_3);
        p = p.fma(s, ERF_2);
        p = p.fma(s, ERF_1);
        p = p.fma(s, ERF_0);
        return p.fma(x, x);
    }

    /** The polynomial of Mills' ratio without its lowest coefficient, divided by w. */
    private static FloatVector millsSlope(FloatVector w) {
        FloatVector p = w.fma(MILLS_9, MILLS_8);
        p = p.fma(w, MILLS_7);
        p = p.fma(w, MILLS_6);
        p = p.fma(w, MILLS_5);
        p = p.fma(w, MILLS_4);
        p = p.fma(w, MILLS_3);
        p = p.fma(w, MILLS_2);
        return p.fma(w, MILLS_1);
    }

    private static FloatVector remainder(FloatVector v, FloatVector n) {
        return n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, v));
    }

    private static FloatVector expm1(FloatVector s) {
        FloatVector p = s.fma(EXP_4, EXP_3);
        p = p.fma(s, EXP_2);
        p = p.fma(s, EXP_1);
        p = p.fma(s, EXP_0);
        return p.fma(s.mul(s), s);
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.lanewise(VectorOperators.LSHL, Approximation.EXPONENT_SHIFT)
                .reinterpretAsFloats();
    }

    private static FloatVector minusAbs(FloatVector x) {
        return x.reinterpretAsInts().or(SIGN_BIT).reinterpretAsFloats();
    }

    private static FloatVector withSign(FloatVector magnitude, FloatVector x) {
        return magnitude
                .reinterpretAsInts()
                .and(OTHER_BITS)
                .or(x.reinterpretAsInts().and(SIGN_BIT))
                .reinterpretAsFloats();
    }

    private static FloatVector positive(FloatVector x) {
        return x.fma(HALF, x.abs().mul(HALF));
    }

    static FloatVector of(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
