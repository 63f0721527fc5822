package dev.convoy.kernel;

import static dev.convoy.kernel.Approximation.*;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The functions of {@link ScalarFunctions} of a vector's lanes: the same operations in the same order, the same bits. */
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
        return slope.mul(x).blend(x, x.compare(VectorOperators.GT, of(0)));
    }

    static FloatVector hardsigmoid(FloatVector x) {
        return clamp(x.add(3), of(0), of(6)).div(6);
    }

    static FloatVector hardswish(FloatVector x) {
        return x.mul(clamp(x.add(3), of(0), of(6))).div(6);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector v = clamp(x, of(EXP_LEAST), of(EXP_MOST));
        FloatVector turns = v.fma(LOG2_E, HALVES_ROUNDER);
        FloatVector p = expm1(remainder(v, turns.sub(HALVES_ROUNDER))).add(1);
        IntVector both = turns.reinterpretAsInts();
        IntVector half = both.lanewise(VectorOperators.ASHR, 1);
        return p.mul(power(half)).mul(power(both.sub(half)));
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector v = atLeast(minusAbs(x), of(LEAST));
        FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
        FloatVector m = expm1(remainder(v, turns.sub(HUGE_ROUNDER)));
        FloatVector scale = power(turns);
        FloatVector e = m.add(1).mul(scale).mul(TINY);
        FloatVector d = e.add(1);
        FloatVector r = of(1).div(d);
        FloatVector low = r.mul(reciprocalError(r, d, e.sub(d.sub(1))));
        FloatVector below = m.fma(r, low).add(r).mul(scale).mul(TINY);
        return r.add(low).blend(below, x.compare(VectorOperators.LT, of(0)));
    }

    static FloatVector silu(FloatVector x) {
        FloatVector v = atLeast(minusAbs(x), of(LEAST));
        FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
        return logistic(turns, remainder(v, turns.sub(HUGE_ROUNDER)), v).add(positive(x));
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector a = atLeast(minusAbs(x), of(CUBIC_LEAST));
        FloatVector square = a.mul(a);
        FloatVector squareLow = a.fma(a, square.neg());
        FloatVector p = square.mul(CUBIC_1);
        FloatVector pLow = square.fma(of(CUBIC_1), p.neg()).add(square.fma(of(CUBIC_1_LOW), squareLow.mul(CUBIC_1)));
        FloatVector b = p.add(CUBIC_0);
        FloatVector bp = b.sub(CUBIC_0);
        FloatVector bLow = p.sub(bp).add(of(CUBIC_0).sub(b.sub(bp))).add(pLow.add(CUBIC_0_LOW));
        FloatVector v = a.mul(b);
        FloatVector vLow = a.fma(bLow, a.fma(b, v.neg()));
        FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
        return logistic(turns, remainder(v, turns.sub(HUGE_ROUNDER)).add(vLow), a).add(positive(x));
    }

    private static FloatVector logistic(FloatVector turns, FloatVector s, FloatVector factor) {
        FloatVector m = expm1(s);
        FloatVector scale = power(turns);
        FloatVector e = m.add(1).mul(scale).mul(TINY);
        FloatVector d = e.add(1);
        FloatVector r = of(1).div(d);
        FloatVector low = r.mul(reciprocalError(r, d, e.sub(d.sub(1))));
        FloatVector y = r.mul(factor);
        FloatVector yLow = low.fma(factor, r.fma(factor, y.neg()));
        return y.fma(m, yLow.fma(m, yLow)).add(y).mul(scale).mul(TINY);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector w = minusAbs(x);
        FloatVector v = atLeast(w.add(w), of(TANH_LEAST));
        FloatVector turns = v.fma(LOG2_E, ROUNDER);
        FloatVector scale = power(turns);
        FloatVector m = expm1(remainder(v, turns.sub(ROUNDER))).fma(scale, scale.sub(1));
        FloatVector d = m.add(2);
        FloatVector r = of(1).div(d);
        FloatVector q = m.mul(r);
        FloatVector minusQ = q.neg();
        FloatVector rest = minusQ.fma(m.sub(d.sub(2)), minusQ.fma(d, m));
        return withSign(rest.fma(r, q), x);
    }

    static FloatVector erf(FloatVector x) {
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(ERF_5, ERF_4);
        p = p.fma(s, of(ERF_3));
        p = p.fma(s, of(ERF_2));
        p = p.fma(s, of(ERF_1));
        p = p.fma(s, of(ERF_0));
        FloatVector near = p.fma(x, x);
        FloatVector z = x.abs();
        FloatVector y = atMost(z, of(ERF_MOST));
        FloatVector v = y.fma(LOG_ERFC_7, LOG_ERFC_6);
        v = v.fma(y, of(LOG_ERFC_5));
        v = v.fma(y, of(LOG_ERFC_4));
        v = v.fma(y, of(LOG_ERFC_3));
        v = v.fma(y, of(LOG_ERFC_2));
        v = v.fma(y, of(LOG_ERFC_1));
        v = v.fma(y, of(LOG_ERFC_0));
        FloatVector turns = v.fma(LOG2_E, ROUNDER);
        FloatVector scale = power(turns);
        FloatVector m = expm1(remainder(v, turns.sub(ROUNDER)));
        FloatVector far = withSign(m.fma(scale, scale.sub(1)), x);
        return near.blend(far, z.compare(VectorOperators.GT, of(ERF_NEAR)));
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector a = atLeast(minusAbs(x), of(-NORMAL_MOST));
        FloatVector square = a.mul(a);
        FloatVector v = square.mul(-0.5f);
        FloatVector vLow = a.fma(a, square.neg()).mul(-0.5f);
        FloatVector turns = v.fma(LOG2_E, HUGE_ROUNDER);
        FloatVector m = expm1(remainder(v, turns.sub(HUGE_ROUNDER)).add(vLow));
        FloatVector d = a.sub(MILLS_SHIFT);
        FloatVector u = of(-1).div(d);
        FloatVector error = u.fma(a.sub(d.add(MILLS_SHIFT)), u.fma(d, of(1)));
        FloatVector w = u.sub(MILLS_CENTRE);
        FloatVector p = w.fma(MILLS_9, MILLS_8);
        p = p.fma(w, of(MILLS_7));
        p = p.fma(w, of(MILLS_6));
        p = p.fma(w, of(MILLS_5));
        p = p.fma(w, of(MILLS_4));
        p = p.fma(w, of(MILLS_3));
        p = p.fma(w, of(MILLS_2));
        p = p.fma(w, of(MILLS_1));
        FloatVector sum = p.fma(w, of(MILLS_0));
        FloatVector sumLow = p.fma(w, of(MILLS_0).sub(sum));
        FloatVector mills = sum.mul(u);
        FloatVector millsLow = sumLow.fma(u, sum.fma(u, mills.neg()))
                .sub(a.fma(mills, of(NORMAL_DENSITY)).mul(d).mul(error));
        FloatVector t = a.mul(mills);
        FloatVector tLow = a.fma(millsLow, a.fma(mills, t.neg()));
        FloatVector below = t.fma(m, tLow.fma(m, tLow)).add(t).mul(power(turns)).mul(TINY);
        return below.add(positive(x));
    }

    private static FloatVector remainder(FloatVector v, FloatVector n) {
        return n.fma(of(-LN2_LOW), n.fma(of(-LN2_HIGH), v));
    }

    private static FloatVector expm1(FloatVector s) {
        FloatVector p = s.fma(EXP_4, EXP_3);
        p = p.fma(s, of(EXP_2));
        p = p.fma(s, of(EXP_1));
        p = p.fma(s, of(EXP_0));
        return p.fma(s.mul(s), s);
    }

    private static FloatVector power(FloatVector turns) {
        return power(turns.reinterpretAsInts());
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    }

    private static FloatVector minusAbs(FloatVector x) {
        return x.reinterpretAsInts().or(SIGN).reinterpretAsFloats();
    }

    private static FloatVector withSign(FloatVector magnitude, FloatVector x) {
        return magnitude
                .reinterpretAsInts()
                .and(~SIGN)
                .or(x.reinterpretAsInts().and(SIGN))
                .reinterpretAsFloats();
    }

    private static FloatVector positive(FloatVector x) {
        return x.fma(of(0.5f), x.abs().mul(0.5f));
    }

    private static FloatVector reciprocalError(FloatVector r, FloatVector d, FloatVector low) {
        FloatVector minusR = r.neg();
        return minusR.fma(low, minusR.fma(d, of(1)));
    }

    static FloatVector of(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
