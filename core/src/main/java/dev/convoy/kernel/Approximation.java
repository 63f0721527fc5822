package dev.convoy.kernel;

/**
 * The constants of {@link ScalarFunctions} and {@link VectorFunctions}. Polynomials list the coefficients of rising
 * powers.
 *
 * <p>Every polynomial is a minimax approximation by Remez' exchange in 30 digits; its coefficients were rounded to
 * float one after the other, that of the lowest power first, and the rest fitted again after each. Errors are those
 * after the rounding.
 *
 * @see <a href="https://doi.org/10.1007/978-1-4899-7983-4">J.-M. Muller, Elementary Functions, third edition, chapters
 *     3 (minimax polynomials) and 11 (range reduction)</a>
 */
final class Approximation {

    static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts after Cody and Waite: 15 bits, whose products with exponents are exact, and the rest. */
    static final float LN2_HIGH = 0.693145751953125f;

    static final float LN2_LOW = 1.42860677e-6f;

    /**
     * A float plus this is rounded to an integer; that integer plus 127 fills the low bits of the sum, which shifted by
     * {@link #EXPONENT_SHIFT} are a power of two.
     */
    static final float ROUNDER = 12583039f;

    /** As {@link #ROUNDER}, for powers of two that are {@code 2^126} times as large; that of -253 is 0. */
    static final float HUGE_ROUNDER = 12583165f;

    /** As {@link #ROUNDER} for twice 127, which the halves of an exponent share. */
    static final float HALVES_ROUNDER = 12583166f;

    static final int EXPONENT_SHIFT = 23;

    /** {@code 2^-126}, which takes the factor of {@link #HUGE_ROUNDER} back. */
    static final float TINY = 0x1p-126f;

    static final int SIGN = 0x80000000;

    /** exp of this or less is below every float; of this or more above them. */
    static final float EXP_LEAST = -105;

    static final float EXP_MOST = 89;

    /** The exponent of this is -253. */
    static final float LEAST = -175.3f;

    /** {@code (exp(s) - 1 - s) / s^2} for {@code |s| <= ln(2) / 2}: exp(s) - 1 within 1.5e-8 of itself. */
    static final float EXP_0 = 0x1p-1f;

    static final float EXP_1 = 0x1.5554aap-3f;
    static final float EXP_2 = 0x1.55553ap-5f;
    static final float EXP_3 = 0x1.122c56p-7f;
    static final float EXP_4 = 0x1.6ccf3cp-10f;

    /** From here on twice the negative argument's tanh is -1. */
    static final float TANH_LEAST = -20;

    /** Up to here erf is by its odd polynomial, from here on by its complement's logarithm. */
    static final float ERF_NEAR = 0.9f;

    /** From here on erf is 1. */
    static final float ERF_MOST = 4;

    /** {@code erf(x) / x - 1} in {@code x^2} for {@code x <= 0.9}: erf within 1.5e-8 of itself. */
    static final float ERF_0 = 0x1.06eba6p-3f;

    static final float ERF_1 = -0x1.8126ecp-2f;
    static final float ERF_2 = 0x1.ce1b86p-4f;
    static final float ERF_3 = -0x1.b69b96p-6f;
    static final float ERF_4 = 0x1.479cap-8f;
    static final float ERF_5 = -0x1.3ba9eap-11f;

    /** {@code log(1 - erf(x))} for {@code 0.9 <= x <= 4}: erf within 1.7e-10 of itself. */
    static final float LOG_ERFC_0 = 0x1.62dd86p-13f;

    static final float LOG_ERFC_1 = -0x1.212628p+0f;
    static final float LOG_ERFC_2 = -0x1.444d18p-1f;
    static final float LOG_ERFC_3 = -0x1.bb458cp-4f;
    static final float LOG_ERFC_4 = 0x1.9aec8p-6f;
    static final float LOG_ERFC_5 = -0x1.1063ccp-8f;
    static final float LOG_ERFC_6 = 0x1.c45f7ap-12f;
    static final float LOG_ERFC_7 = -0x1.5d7e5cp-16f;

    /** From here on the normal tail is below every float. */
    static final float NORMAL_MOST = 16;

    /** {@code 1 / sqrt(2 pi)}. */
    static final float NORMAL_DENSITY = 0.3989423f;

    /** Mills' ratio of z is taken as a function of {@code 1 / (z + 4)}. */
    static final float MILLS_SHIFT = 4;

    static final float MILLS_CENTRE = 0.1220703125f;

    /**
     * {@code (z + 4) * exp(z^2 / 2) * P(X > z)} of a standard normal X for {@code 0 <= z <= 13.4}, within 1.2e-8 of
     * itself, of three times less at 0: in {@code 1 / (z + 4) - MILLS_CENTRE}, which is exact.
     */
    static final float MILLS_0 = 0x1.7b84d6p-1f;

    static final float MILLS_1 = 0x1.2e1b8ap2f;
    static final float MILLS_2 = 0x1.7f338cp4f;
    static final float MILLS_3 = 0x1.727ca6p6f;
    static final float MILLS_4 = 0x1.e76216p7f;
    static final float MILLS_5 = 0x1.06693ep8f;
    static final float MILLS_6 = -0x1.abdd64p9f;
    static final float MILLS_7 = -0x1.a68ce2p11f;
    static final float MILLS_8 = 0x1.7a8c1cp11f;
    static final float MILLS_9 = 0x1.f0d28ap13f;

    /** GELU by tanh is {@code x / (1 + exp(-x * (CUBIC_0 + CUBIC_1 * x^2)))}, each in two parts. */
    static final float CUBIC_0 = 1.5957692f;

    static final float CUBIC_0_LOW = -4.534068e-08f;
    static final float CUBIC_1 = 0.071354814f;
    static final float CUBIC_1_LOW = 2.3988325e-09f;

    /** From here on its tail is below every float. */
    static final float CUBIC_LEAST = -12;

    private Approximation() {}
}
