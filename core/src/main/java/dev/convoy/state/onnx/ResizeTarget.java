package dev.convoy.state.onnx;

import dev.convoy.nn.Upsample;
import dev.convoy.tensor.Shape;
import java.util.Arrays;

/**
 * What images are resized to: by factors, or to sizes where these are no whole multiples. Batch and channels are not
 * resized.
 *
 * @param factors of the dimensions behind the channels; null if there are sizes
 * @param sizes of the dimensions behind the channels; null if there are factors
 */
record ResizeTarget(double[] factors, int[] sizes) {

    /** By the factors of these dimensions, of all if none are named. */
    static ResizeTarget byFactors(Call call, float[] given, int[] axes) {
        double[] factors = new double[axes.length == 0 ? given.length : call.rank(0)];
        Arrays.fill(factors, 1);
        for (int i = 0; i < given.length; i++) {
            int dimension = axes.length == 0 ? i : Call.dimension(axes[i], factors.length);
            factors[dimension] = Double.parseDouble(Float.toString(given[i]));
        }
        if (factors.length < 3 || factors[0] != 1 || factors[1] != 1) {
            throw onlyImages(Arrays.toString(factors));
        }
        return new ResizeTarget(Arrays.copyOfRange(factors, 2, factors.length), null);
    }

    private static Unsupported onlyImages(String target) {
        return new Unsupported("resizes by " + target + "; the dimensions behind batch and channels can be resized");
    }

    /** To the sizes of these dimensions, of all if none are named. */
    static ResizeTarget bySizes(Call call, Value.Known given, int[] axes) {
        Shape[] input = call.shapes(0);
        int[] first = all(given.first(), input[0], axes);
        int[] second = all(given.second(), input[1], axes);
        int rank = first.length;
        double[] factors = new double[rank];
        boolean whole = true;
        for (int i = 0; i < rank; i++) {
            factors[i] = (double) first[i] / input[0].size(i);
            boolean same = factors[i] == (double) second[i] / input[1].size(i);
            whole &= i < 2 || (same && factors[i] == Math.rint(factors[i]));
        }
        if (rank < 3 || first[0] != input[0].size(0) || first[1] != input[0].size(1)) {
            throw onlyImages(Arrays.toString(factors));
        }
        if (whole) {
            return new ResizeTarget(Arrays.copyOfRange(factors, 2, rank), null);
        }
        int[] sizes = Arrays.copyOfRange(first, 2, rank);
        if (!Arrays.equals(sizes, Arrays.copyOfRange(second, 2, rank))) {
            throw new Unsupported("resizes to sizes that depend on the size of the model's input and are no multiples");
        }
        return new ResizeTarget(null, sizes);
    }

    private static int[] all(Literal given, Shape input, int[] axes) {
        int[] sizes = input.toArray();
        int count = given.integers().length;
        if (count != (axes.length == 0 ? sizes.length : axes.length)) {
            throw new Unsupported("has " + count + " sizes for an input of shape " + input);
        }
        for (int i = 0; i < count; i++) {
            int dimension = axes.length == 0 ? i : Call.dimension(axes[i], sizes.length);
            sizes[dimension] = Names.size(given.integers()[i], "a size");
        }
        return sizes;
    }

    /** Whether every pixel becomes a whole number of them. */
    boolean isWhole() {
        return factors != null && Arrays.stream(factors).allMatch(factor -> factor >= 1 && factor == Math.rint(factor));
    }

    boolean hasSinglePixel() {
        return sizes != null && Arrays.stream(sizes).anyMatch(size -> size == 1);
    }

    Upsample.Builder builder() {
        return factors != null ? Upsample.scaleFactor(factors) : Upsample.size(sizes);
    }
}
