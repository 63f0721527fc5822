package dev.convoy.kernel;

/**
 * The exponential function in double precision, of what a softmax needs: numbers that are not above 0.
 *
 * <p>The argument is reduced by the nearest multiple of ln 2, in two parts after Cody and Waite, to at most
 * {@code ln(2) / 2}; there the Taylor polynomial of degree 13 leaves out less than 1e-17 of the result.
 */
final class Exponential {

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42feep-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

    /** A number plus this is rounded to an integer. */
    private static final double ROUNDER = 0x1.8p52;

    /** What is below exp of this is nothing beside 1, nor a float. */
    private static final double LEAST = -700;

    private static final int FRACTION_BITS = 52;
    private static final long BIAS = 1023;

    /** {@code 1 / 13!}, ..., {@code 1 / 0!}. */
    private static final double[] TAYLOR = taylor();

    private Exponential() {}

    private static double[] taylor() {
        double[] coefficients = new double[14];
        double factorial = 1;
        for (int n = 0; n < coefficients.length; n++) {
            factorial *= Math.max(n, 1);
            coefficients[coefficients.length - 1 - n] = 1 / factorial;
        }
        return coefficients;
    }

    /** exp(x) of an {@code x <= 0}, 0 where that is below 1e-304; NaN of NaN. */
    static double exp(double x) {
        if (x < LEAST) {
            return 0;
        }
        double n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
        double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        double p = TAYLOR[0];
        for (int i = 1; i < TAYLOR.length; i++) {
            p = Math.fma(p, r, TAYLOR[i]);
        }
        return p * Double.longBitsToDouble((long) n + BIAS << FRACTION_BITS);
    }
}
