package dev.convoy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against values computed with 40 digits by mpmath 1.3. */
class ErfTest {

    private static final double[][] ERF = {
        {0.0, 0.0},
        {1e-20, 1.12837916709551251e-20},
        {1e-05, 0.0000112837916705790003},
        {0.03125, 0.035250373867322826},
        {0.0625, 0.0704319777223870781},
        {0.1, 0.112462916018284898},
        {0.3125, 0.341468633501595006},
        {0.5, 0.520499877813046538},
        {0.9375, 0.815102401034399804},
        {1.0, 0.842700792949714869},
        {1.5, 0.966105146475310727},
        {2.0, 0.995322265018952734},
        {2.5, 0.999593047982555041},
        {2.9375, 0.999967364712852439},
        {3.0, 0.999977909503001415},
        {3.0625, 0.999985158589207103},
        {4.0, 0.9999999845827421},
        {5.0, 0.99999999999846254},
        {5.9375, 0.999999999999999954}
    };

    private static final double[][] ERFC = {
        {-2.0, 1.99532226501895273},
        {0.5, 0.479500122186953462},
        {1.0, 0.157299207050285131},
        {2.0, 0.00467773498104726584},
        {2.75, 0.000100621922119636837},
        {2.99, 0.0000235256030806401953},
        {3.0, 0.0000220904969985854414},
        {3.5, 7.43098372341412746e-7},
        {5.0, 1.53745979442803485e-12},
        {8.0, 1.12242971729829271e-29},
        {12.0, 1.35626116920590421e-64},
        {20.0, 5.39586561160790093e-176},
        {26.0, 5.66319240885614285e-296}
    };

    @Test
    void erfIsWithinFiveUlpsOfItsValueAndOdd() {
        for (double[] pair : ERF) {
            assertThat(Erf.erf(pair[0])).as("erf(%s)", pair[0]).isCloseTo(pair[1], within(5 * Math.ulp(pair[1])));
            assertThat(Erf.erf(-pair[0])).isEqualTo(-Erf.erf(pair[0]));
        }
        assertThat(Erf.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Erf.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Erf.erf(Double.NaN)).isNaN();
    }

    @Test
    void theComplementKeepsItsRelativePrecision() {
        for (double[] pair : ERFC) {
            assertThat(Erf.erfc(pair[0]) / pair[1]).as("erfc(%s)", pair[0]).isCloseTo(1, within(1e-10));
        }
        assertThat(Erf.erfc(Double.POSITIVE_INFINITY)).isEqualTo(0);
        assertThat(Erf.erfc(Double.NEGATIVE_INFINITY)).isEqualTo(2);
        assertThat(Erf.erfc(Double.NaN)).isNaN();
    }

    /** Where one centre's expansion ends and the next begins, both give the same. */
    @Test
    void expansionsMeet() {
        for (int i = 0; i < 47; i++) {
            double x = (2 * i + 1) / 16.0;
            assertThat(Erf.erf(Math.nextDown(x))).as("erf(%s)", x).isCloseTo(Erf.erf(x), within(1e-15));
        }
    }
}
