package dev.convoy.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the elements of one printed tensor are written: torch's choice between {@code 1.}, {@code 1.0000} and
 * {@code 1.0000e+00}, and the width of a column.
 */
final class ElementFormat {

    private static final int PRECISION = 4;

    private enum Notation {
        INTEGER,
        FIXED,
        SCIENTIFIC
    }

    private final Notation notation;
    private final int width;

    private ElementFormat(Notation notation, int width) {
        this.notation = notation;
        this.width = width;
    }

    /** The width of a column; a zero, a NaN or an infinity may be wider. */
    int width() {
        return width;
    }

    /** The element, padded on the left to the width of a column. */
    String format(float value) {
        String written = write(notation, value);
        return " ".repeat(Math.max(0, width - written.length())) + written;
    }

    private static String write(Notation notation, float value) {
        if (Float.isNaN(value)) {
            return "nan";
        }
        String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
        if (Float.isInfinite(value)) {
            return sign + "inf";
        }
        BigDecimal magnitude = new BigDecimal(Math.abs(value));
        return sign
                + switch (notation) {
                    case INTEGER ->
                        magnitude.setScale(0, RoundingMode.HALF_EVEN).toPlainString() + ".";
                    case FIXED ->
                        magnitude.setScale(PRECISION, RoundingMode.HALF_EVEN).toPlainString();
                    case SCIENTIFIC -> scientific(magnitude);
                };
    }

    private static String scientific(BigDecimal magnitude) {
        BigDecimal rounded = magnitude.round(new MathContext(PRECISION + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.scaleByPowerOfTen(-exponent)
                .setScale(PRECISION, RoundingMode.UNNECESSARY)
                .toPlainString();
        int digits = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (digits < 10 ? "0" : "") + digits;
    }

    /** Collects what the choice depends on: the elements that are finite and not zero. */
    static final class Builder {

        private float smallest = Float.POSITIVE_INFINITY;
        private float largest;
        private boolean integers = true;
        private final Map<Notation, Integer> widths = new EnumMap<>(Notation.class);

        void add(float value) {
            if (value == 0 || !Float.isFinite(value)) {
                return;
            }
            smallest = Math.min(smallest, Math.abs(value));
            largest = Math.max(largest, Math.abs(value));
            integers &= value == Math.rint(value);
            for (Notation notation : Notation.values()) {
                widths.merge(notation, write(notation, value).length(), Math::max);
            }
        }

        ElementFormat build() {
            Notation notation = integers ? Notation.INTEGER : Notation.FIXED;
            if (largest > 0 && ((double) largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4)) {
                notation = Notation.SCIENTIFIC;
            }
            return new ElementFormat(notation, widths.getOrDefault(notation, 1));
        }
    }
}
