package dev.convoy.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Levels 0..255 to floats: {@code (level * factor / divisor - mean) / std}, each step rounded to float32, which with
 * factor 1 and divisor 255 are the roundings of torchvision's {@code ToTensor} and {@code Normalize}.
 *
 * @param mean of red, green, blue
 * @param std of red, green, blue
 * @param order of the channels that come out
 */
@SuppressWarnings("ArrayRecordComponent")
record Normalization(float factor, float divisor, float[] mean, float[] std, ChannelOrder order)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static final Normalization NONE =
            new Normalization(1, 255, new float[] {0, 0, 0}, new float[] {1, 1, 1}, ChannelOrder.RGB);

    Normalization {
        if (!Float.isFinite(factor) || !Float.isFinite(divisor) || factor == 0 || divisor == 0) {
            throw new IllegalArgumentException(
                    "scale is expected to be finite and not zero, but it is " + factor + "/" + divisor);
        }
        requireChannels("mean", mean);
        requireChannels("std", std);
        for (float value : std) {
            if (value == 0) {
                throw new IllegalArgumentException(
                        "std is expected to have no zero, but it is " + Arrays.toString(std));
            }
        }
    }

    private static void requireChannels(String name, float[] values) {
        boolean finite = true;
        for (float value : values) {
            finite &= Float.isFinite(value);
        }
        if (values.length != 3 || !finite) {
            throw new IllegalArgumentException(
                    name + " is expected to be 3 finite values, but it is " + Arrays.toString(values));
        }
    }

    Normalization scale(float newFactor, float newDivisor) {
        return new Normalization(newFactor, newDivisor, mean, std, order);
    }

    Normalization normalize(float[] newMean, float[] newStd) {
        return new Normalization(factor, divisor, newMean.clone(), newStd.clone(), order);
    }

    Normalization order(ChannelOrder newOrder) {
        return new Normalization(factor, divisor, mean, std, newOrder);
    }

    /** What each of the 256 levels of a colour becomes. */
    float[] values(int color) {
        float[] values = new float[256];
        for (int level = 0; level < 256; level++) {
            values[level] = (level * factor / divisor - mean[color]) / std[color];
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalization that
                && factor == that.factor
                && divisor == that.divisor
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std)
                && order == that.order;
    }

    @Override
    public int hashCode() {
        return Objects.hash(factor, divisor, Arrays.hashCode(mean), Arrays.hashCode(std), order);
    }

    /** In torchvision's words where it has them, for example {@code ToTensor, Normalize(mean=[..], std=[..])}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(factor == 1 && divisor == 255 ? "ToTensor" : "Scale(" + factor + "/" + divisor + ")");
        if (!Arrays.equals(mean, NONE.mean) || !Arrays.equals(std, NONE.std)) {
            text.append(", Normalize(mean=").append(Arrays.toString(mean));
            text.append(", std=").append(Arrays.toString(std)).append(')');
        }
        return order == ChannelOrder.RGB ? text.toString() : text + ", " + order;
    }
}
