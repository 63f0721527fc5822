package dev.convoy.kernel;

/**
 * The error function in double precision, with an absolute error below 1e-15.
 *
 * <p>Near multiples {@code c} of 1/8 it is its Taylor expansion about {@code c}, whose coefficients follow from
 * {@code erf'' = -2 z erf'}; {@code erf(c)} itself is the series 7.6.2 of the NIST Digital Library of Mathematical
 * Functions, or for a large {@code c} what the continued fraction 7.9.1 there leaves of 1. The fraction is also the
 * complement of large arguments, which keeps its relative precision.
 *
 * @see <a href="https://dlmf.nist.gov/7">DLMF, chapter 7</a>
 */
final class Erf {

    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    /** From here on erf rounds to 1. */
    private static final int LARGEST = 6;

    private static final int CENTRES_PER_UNIT = 8;

    /** The terms that a distance of at most 1/16 from a centre needs. */
    private static final int TERMS = 13;

    private static final double[] COEFFICIENTS = coefficients();

    /** From here on the difference of 1 and erf is too coarse to be the complement. */
    private static final double FAR = 3;

    /** The levels that the continued fraction needs from 2 on. */
    private static final int LEVELS = 60;

    private Erf() {}

    private static double[] coefficients() {
        double[] all = new double[(LARGEST * CENTRES_PER_UNIT + 1) * TERMS];
        for (int row = 0; row < all.length; row += TERMS) {
            double centre = (double) (row / TERMS) / CENTRES_PER_UNIT;
            all[row] = centre < 2 ? series(centre) : 1 - fraction(centre);
            double before = 0;
            double slope = TWO_OVER_SQRT_PI * StrictMath.exp(-centre * centre);
            for (int n = 1; n < TERMS; n++) {
                all[row + n] = slope / n;
                double next = -2 * (centre * slope + before) / n;
                before = slope;
                slope = next;
            }
        }
        return all;
    }

    private static double series(double z) {
        double term = z;
        double sum = 0;
        for (int n = 1; sum + term != sum; n++) {
            sum += term;
            term *= 2 * z * z / (2 * n + 1);
        }
        return TWO_OVER_SQRT_PI * StrictMath.exp(-z * z) * sum;
    }

    /** erf(x). */
    static double erf(double x) {
        double z = Math.abs(x);
        if (z >= LARGEST) {
            return Math.copySign(1, x);
        }
        int centre = (int) (z * CENTRES_PER_UNIT + 0.5);
        double h = z - (double) centre / CENTRES_PER_UNIT;
        int row = centre * TERMS;
        double sum = COEFFICIENTS[row + TERMS - 1];
        for (int n = TERMS - 2; n >= 0; n--) {
            sum = Math.fma(sum, h, COEFFICIENTS[row + n]);
        }
        return x < 0 ? -sum : sum;
    }

    /** 1 - erf(x), with a relative error below 1e-10 also where it is small. */
    static double erfc(double x) {
        return x >= FAR ? fraction(x) : 1 - erf(x);
    }

    private static double fraction(double x) {
        double fraction = x;
        for (int level = LEVELS; level > 0; level--) {
            fraction = x + 0.5 * level / fraction;
        }
        return StrictMath.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
    }
}
