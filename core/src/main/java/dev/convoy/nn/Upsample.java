package dev.convoy.nn;

import dev.convoy.kernel.Extent;
import dev.convoy.kernel.Resampling;
import dev.convoy.kernel.Samples;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Another size for each channel, as {@code torch.nn.Upsample}.
 *
 * <p>Mode {@code nearest} takes {@code [N, C, L]}, {@code [N, C, H, W]} or {@code [N, C, D, H, W]}, mode
 * {@code bilinear} {@code [N, C, H, W]}; the output has the size given, or {@code floor(size * scaleFactor)}. Places
 * are computed in float32 with {@code scale = 1 / scaleFactor}, or {@code size / outputSize} where the size is given:
 *
 * <ul>
 *   <li>{@code nearest}: {@code floor(o * scale)}
 *   <li>{@code bilinear}: between the pixels around {@code max((o + 0.5) * scale - 0.5, 0)}
 *   <li>{@code bilinear} with {@code alignCorners}: between the pixels around {@code o * (size - 1) / (outputSize - 1)}
 * </ul>
 *
 * <p>Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html">torch.nn.Upsample</a>
 */
public final class Upsample implements Layer {

    private final int[] size;
    private final double[] scaleFactor;
    private final boolean bilinear;
    private final boolean alignCorners;

    private Upsample(Builder builder) {
        size = builder.size;
        scaleFactor = builder.scaleFactor;
        if (!builder.mode.equals("nearest") && !builder.mode.equals("bilinear")) {
            throw new IllegalArgumentException(
                    "Upsample expects mode to be 'nearest' or 'bilinear', but it is '" + builder.mode + "'");
        }
        bilinear = builder.mode.equals("bilinear");
        if (builder.alignCorners != null && !bilinear) {
            throw new IllegalArgumentException(
                    "Upsample expects align_corners to be absent where mode is 'nearest', but it is "
                            + builder.alignCorners);
        }
        alignCorners = builder.alignCorners != null && builder.alignCorners;
        for (int s : size == null ? new int[0] : size) {
            Arguments.atLeast("Upsample", "size", s, 1);
        }
        for (double factor : scaleFactor == null ? new double[0] : scaleFactor) {
            if (!(factor > 0)) {
                throw new IllegalArgumentException("Upsample expects scale_factor to be above 0, but it is " + factor);
            }
        }
    }

    /** To a size: one number for all dimensions behind the channels, or one for each. */
    public static Builder size(int... size) {
        return new Builder(size.clone(), null);
    }

    /** By a factor: one number for all dimensions behind the channels, or one for each. */
    public static Builder scaleFactor(double... scaleFactor) {
        return new Builder(null, scaleFactor.clone());
    }

    @Override
    public Shape outputShape(Shape input) {
        int rank = input.rank();
        if (bilinear ? rank != 4 : rank < 3 || rank > 5) {
            throw ShapeException.of(
                    this,
                    "expects " + (bilinear ? "[N, C, H, W]" : "[N, C, L], [N, C, H, W] or [N, C, D, H, W]")
                            + " but receives " + rank + " dimensions",
                    input);
        }
        int given = size == null ? scaleFactor.length : size.length;
        if (given != 1 && given != rank - 2) {
            throw ShapeException.of(
                    this, "has " + given + " sizes or factors for " + (rank - 2) + " dimensions", input);
        }
        int[] output = Spatial.last(rank - 2, input);
        for (int i = 0; i < output.length; i++) {
            int inputSize = output[i];
            output[i] = size == null ? (int) (inputSize * factor(i)) : size[given == 1 ? 0 : i];
            if (inputSize == 0 || output[i] == 0) {
                throw ShapeException.of(this, "expects sizes of 1 or more to come in and go out", input);
            }
        }
        return Spatial.withLast(input, output);
    }

    private double factor(int dimension) {
        return scaleFactor[scaleFactor.length == 1 ? 0 : dimension];
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        int dimensions = input.shape().rank() - 2;
        Samples[] samples = {Samples.nearest(1, 1, 1), Samples.nearest(1, 1, 1), Samples.nearest(1, 1, 1)};
        for (int i = 0; i < dimensions; i++) {
            samples[3 - dimensions + i] =
                    samples(i, input.shape().size(i + 2), output.shape().size(i + 2));
        }
        Extent from = Spatial.extent(dimensions, input.shape());
        int step = Spatial.extent(dimensions, output.shape()).volume();
        int channels = input.shape().elements(0, 2);
        for (int c = 0; c < channels; c++) {
            int x = c * from.volume();
            if (bilinear) {
                Resampling.bilinear(samples[1], samples[2], input.array(), x, from.width(), output.array(), c * step);
            } else {
                Resampling.nearest(
                        samples[0], samples[1], samples[2], input.array(), x, from, output.array(), c * step);
            }
        }
        return output;
    }

    private Samples samples(int dimension, int inputs, int outputs) {
        if (alignCorners) {
            return Samples.linearAlignCorners(inputs, outputs);
        }
        float scale = size == null ? (float) (1 / factor(dimension)) : (float) inputs / outputs;
        return bilinear ? Samples.linear(inputs, outputs, scale) : Samples.nearest(inputs, outputs, scale);
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        String target = size == null
                ? "scale_factor="
                        + (scaleFactor.length == 1
                                ? Arguments.number(scaleFactor[0])
                                : Arrays.stream(scaleFactor)
                                        .mapToObj(Arguments::number)
                                        .collect(Collectors.joining(", ", "(", ")")))
                : "size=" + (size.length == 1 ? Integer.toString(size[0]) : Arguments.tuple(size));
        return "Upsample(" + target + ", mode='" + (bilinear ? "bilinear" : "nearest") + "')";
    }

    /** The other arguments of {@code torch.nn.Upsample}, with its defaults. */
    public static final class Builder {

        private final int[] size;
        private final double[] scaleFactor;
        private String mode = "nearest";
        private Boolean alignCorners;

        private Builder(int[] size, double[] scaleFactor) {
            this.size = size;
            this.scaleFactor = scaleFactor;
        }

        /** {@code "nearest"} (the default) or {@code "bilinear"}. */
        public Builder mode(String mode) {
            this.mode = mode;
            return this;
        }

        /** Whether the corner pixels of input and output lie on each other; not by default, and for bilinear alone. */
        public Builder alignCorners(boolean alignCorners) {
            this.alignCorners = alignCorners;
            return this;
        }

        /** @throws IllegalArgumentException if an argument is not one that torch takes */
        public Upsample build() {
            return new Upsample(this);
        }
    }
}
