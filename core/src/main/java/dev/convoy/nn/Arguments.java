package dev.convoy.nn;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Checks of constructor arguments, and how torch writes them. */
final class Arguments {

    private Arguments() {}

    static int atLeast(String layer, String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    layer + " expects " + name + " to be " + least + " or more, but it is " + value);
        }
        return value;
    }

    /** One value for every dimension, from one value for all or one for each. */
    static int[] perDimension(String layer, String name, int[] values, int rank, int least) {
        if (values.length != 1 && values.length != rank) {
            throw new IllegalArgumentException(layer + " expects " + name + " to be one number"
                    + (rank == 1 ? "" : " or " + rank) + ", but it is " + Arrays.toString(values));
        }
        for (int value : values) {
            atLeast(layer, name, value, least);
        }
        int[] all = new int[rank];
        Arrays.setAll(all, i -> values[values.length == 1 ? 0 : i]);
        return all;
    }

    /** As Python prints a float: {@code 1e-05}, {@code 0.1}, {@code 6.0}. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value).replace("Infinity", "inf").replace("NaN", "nan");
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (value == 0 || (exponent >= -4 && exponent < 16)) {
            return decimal.scale() > 0 ? decimal.toPlainString() : decimal.toPlainString() + ".0";
        }
        String digits = decimal.scaleByPowerOfTen(-exponent).toPlainString();
        return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** As Python prints a truth value. */
    static String bool(boolean value) {
        return value ? "True" : "False";
    }

    /** As Python prints a tuple: {@code (3, 3)}, {@code (3,)}. */
    static String tuple(int[] values) {
        return values.length == 1 ? "(" + values[0] + ",)" : joined(values, ", ");
    }

    /** As torch's messages give a size: {@code (7 x 7)}. */
    static String size(int[] values) {
        return joined(values, " x ");
    }

    private static String joined(int[] values, String separator) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(separator, "(", ")"));
    }
}
