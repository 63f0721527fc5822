package dev.convoy.nn;

import dev.convoy.kernel.Extent;
import dev.convoy.kernel.Padding;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** What the padding layers share, whatever their number of dimensions. */
abstract sealed class PadNd implements Layer permits ConstantPadNd, ReflectionPadNd, ReplicationPadNd, CircularPadNd {

    private final int dimensions;
    private final Padding.Mode mode;
    private final int[] padding;

    /** The padding is one number for every side, or before and after each dimension, the last dimension's first. */
    PadNd(String layer, int dimensions, Padding.Mode mode, int[] padding) {
        this.dimensions = dimensions;
        this.mode = mode;
        this.padding = Arguments.perDimension(layer, "padding", padding, 2 * dimensions, Integer.MIN_VALUE);
    }

    final int dimensions() {
        return dimensions;
    }

    /** What stands outside the image where the mode is zeros. */
    float value() {
        return 0;
    }

    @Override
    public Shape outputShape(Shape input) {
        checkRank(input);
        int[] sizes = Spatial.last(dimensions, input);
        int[] output = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            output[i] = checkedSize(before(i), sizes[i], after(i), input);
        }
        return Spatial.withLast(input, output);
    }

    /** A constant pads any input that has the dimensions. */
    private void checkRank(Shape input) {
        if (mode != Padding.Mode.ZEROS) {
            Spatial.checkBatchOrImage(this, dimensions, input);
        } else if (input.rank() < dimensions) {
            throw ShapeException.of(
                    this, "expects " + dimensions + " or more dimensions but receives " + input.rank(), input);
        }
    }

    private int checkedSize(int before, int size, int after, Shape input) {
        long output = (long) before + size + after;
        int most = mode.most(size);
        if (Math.max(before, after) > most) {
            throw ShapeException.of(
                    this,
                    "pads " + Math.max(before, after) + ", but its input of " + size + " there allows at most " + most,
                    input);
        }
        int least = mode == Padding.Mode.ZEROS ? 0 : 1;
        long left = size + Math.min(before, 0L) + Math.min(after, 0L);
        if (output < least || left < least) {
            throw ShapeException.of(
                    this,
                    "pads an input of " + size + " by " + before + " and " + after + ", which leaves nothing",
                    input);
        }
        return Math.toIntExact(output);
    }

    private int before(int dimension) {
        return padding[2 * (dimensions - 1 - dimension)];
    }

    private int after(int dimension) {
        return padding[2 * (dimensions - 1 - dimension) + 1];
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        int[] before = new int[dimensions];
        int[] after = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            before[i] = before(i);
            after[i] = after(i);
        }
        Padding pad = new Padding(mode, value(), Extent.of(before, 0), Extent.of(after, 0));
        int channels = input.shape().elements(0, input.shape().rank() - dimensions);
        pad.apply(input.array(), 0, channels, Spatial.extent(dimensions, input.shape()), output.array(), 0);
        return output;
    }

    String padding() {
        return Arguments.tuple(padding);
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(" + padding() + ")";
    }
}
