package dev.convoy.nn;

import dev.convoy.kernel.Convolution;
import dev.convoy.kernel.Extent;
import dev.convoy.kernel.ImageFilter;
import dev.convoy.kernel.Padding;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;

/** The arguments of a convolution, checked; torch's names and defaults. Sizes have one element a dimension. */
sealed class ConvArguments permits ConvTransposeArguments {

    private final int inChannels;
    private final int outChannels;
    private final int[] kernelSize;
    private final int[] stride;
    private final int[] dilation;
    private final int groups;
    private final boolean bias;
    private final Padding.Mode paddingMode;
    private final String paddingName;
    private final int[][] paddings;

    ConvArguments(ConvBuilder<?> builder, String layer, int dimensions) {
        inChannels = Arguments.atLeast(layer, "in_channels", builder.inChannels, 1);
        outChannels = Arguments.atLeast(layer, "out_channels", builder.outChannels, 1);
        kernelSize = Arguments.perDimension(layer, "kernel_size", builder.kernelSize, dimensions, 1);
        stride = Arguments.perDimension(layer, "stride", builder.stride, dimensions, 1);
        dilation = Arguments.perDimension(layer, "dilation", builder.dilation, dimensions, 1);
        groups = Arguments.atLeast(layer, "groups", builder.groups, 1);
        bias = builder.bias;
        divisible(layer, "in_channels", inChannels);
        divisible(layer, "out_channels", outChannels);
        paddingMode = mode(layer, builder.paddingMode);
        paddingName = builder.paddingName;
        paddings = paddings(layer, builder);
        weightShape();
    }

    /** The arguments of the same convolution with a bias. */
    private ConvArguments(ConvArguments other) {
        inChannels = other.inChannels;
        outChannels = other.outChannels;
        kernelSize = other.kernelSize;
        stride = other.stride;
        dilation = other.dilation;
        groups = other.groups;
        bias = true;
        paddingMode = other.paddingMode;
        paddingName = other.paddingName;
        paddings = other.paddings;
    }

    final ConvArguments withBias() {
        return bias ? this : new ConvArguments(this);
    }

    private void divisible(String layer, String name, int channels) {
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    layer + " expects " + name + " to be divisible by groups = " + groups + ", but it is " + channels);
        }
    }

    private static Padding.Mode mode(String layer, String name) {
        for (Padding.Mode mode : Padding.Mode.values()) {
            if (torchName(mode).equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                layer + " expects padding_mode to be 'zeros', 'reflect', 'replicate' or 'circular', but it is '" + name
                        + "'");
    }

    private static String torchName(Padding.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** Before and after, for every dimension. */
    private int[][] paddings(String layer, ConvBuilder<?> builder) {
        int[][] sides = new int[kernelSize.length][2];
        if (paddingName == null) {
            int[] padding = Arguments.perDimension(layer, "padding", builder.padding, kernelSize.length, 0);
            for (int i = 0; i < sides.length; i++) {
                sides[i] = new int[] {padding[i], padding[i]};
            }
        } else if (paddingName.equals("same")) {
            for (int i = 0; i < sides.length; i++) {
                if (stride[i] != 1) {
                    throw new IllegalArgumentException(layer
                            + " expects stride to be 1 where padding is 'same', but it is " + Arguments.tuple(stride));
                }
                int total = Math.multiplyExact(dilation[i], kernelSize[i] - 1);
                sides[i] = new int[] {total / 2, total - total / 2};
            }
        } else if (!paddingName.equals("valid")) {
            throw new IllegalArgumentException(
                    layer + " expects padding to be numbers, 'same' or 'valid', but it is '" + paddingName + "'");
        }
        return sides;
    }

    final int dimensions() {
        return kernelSize.length;
    }

    final int inChannels() {
        return inChannels;
    }

    final int outChannels() {
        return outChannels;
    }

    final int[] kernelSize() {
        return kernelSize;
    }

    final int[] stride() {
        return stride;
    }

    final int[] dilation() {
        return dilation;
    }

    final int groups() {
        return groups;
    }

    final boolean bias() {
        return bias;
    }

    final Padding.Mode paddingMode() {
        return paddingMode;
    }

    /** What is added on a side of every dimension: before it for 0, behind it for 1. */
    final int[] padding(int side) {
        return Arrays.stream(paddings).mapToInt(sides -> sides[side]).toArray();
    }

    Shape weightShape() {
        return weightShape(outChannels, inChannels / groups);
    }

    final Shape weightShape(int first, int second) {
        int[] sizes = new int[kernelSize.length + 2];
        sizes[0] = first;
        sizes[1] = second;
        System.arraycopy(kernelSize, 0, sizes, 2, kernelSize.length);
        return Shape.of(sizes);
    }

    final Shape biasShape() {
        return Shape.of(outChannels);
    }

    final ImageFilter.Geometry geometry() {
        return new ImageFilter.Geometry(
                inChannels,
                outChannels,
                groups,
                Extent.of(kernelSize, 1),
                Extent.of(stride, 1),
                Extent.of(dilation, 1));
    }

    /** The filter of these weights; the bias may be null. */
    ImageFilter filter(float[] weight, float[] biases) {
        Padding padding = new Padding(paddingMode, Extent.of(padding(0), 0), Extent.of(padding(1), 0));
        return new Convolution(geometry(), padding, weight, biases);
    }

    /** The positions at which every element of the weight is multiplied. */
    int positions(int[] inputSizes, int[] outputSizes) {
        return Shape.of(outputSizes).elements();
    }

    /** The sizes of the output's last dimensions. */
    int[] outputSizes(Layer layer, Shape input) {
        int[] padded = new int[kernelSize.length];
        int[] output = new int[kernelSize.length];
        boolean fits = true;
        for (int i = 0; i < output.length; i++) {
            int size = input.size(i - output.length);
            checkPadding(layer, input, i, size);
            padded[i] = Math.toIntExact((long) size + paddings[i][0] + paddings[i][1]);
            long room = padded[i] - (long) dilation[i] * (kernelSize[i] - 1) - 1;
            fits &= room >= 0 && size > 0;
            output[i] = (int) (room / stride[i]) + 1;
        }
        if (!fits) {
            boolean dilated = Arrays.stream(dilation).anyMatch(d -> d != 1);
            throw ShapeException.of(
                    layer,
                    "has a kernel of " + Arguments.size(kernelSize)
                            + (dilated ? " with a dilation of " + Arguments.size(dilation) : "")
                            + ", larger than its padded input of " + Arguments.size(padded),
                    input);
        }
        return output;
    }

    private void checkPadding(Layer layer, Shape input, int dimension, int size) {
        int most = paddingMode.most(size);
        int padding = Math.max(paddings[dimension][0], paddings[dimension][1]);
        if (padding > most) {
            throw ShapeException.of(
                    layer,
                    "pads " + padding + " by padding_mode '" + torchName(paddingMode) + "', but its input of " + size
                            + " there allows at most " + most,
                    input);
        }
    }

    /** What a transposed convolution adds to the end of its output. */
    int[] outputPadding() {
        return new int[kernelSize.length];
    }

    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder();
        text.append(inChannels).append(", ").append(outChannels);
        text.append(", kernel_size=").append(Arguments.tuple(kernelSize));
        text.append(", stride=").append(Arguments.tuple(stride));
        if (paddingName != null) {
            text.append(", padding=").append(paddingName);
        } else if (isNot(0, padding(0))) {
            text.append(", padding=").append(Arguments.tuple(padding(0)));
        }
        if (isNot(1, dilation)) {
            text.append(", dilation=").append(Arguments.tuple(dilation));
        }
        if (isNot(0, outputPadding())) {
            text.append(", output_padding=").append(Arguments.tuple(outputPadding()));
        }
        if (groups != 1) {
            text.append(", groups=").append(groups);
        }
        if (!bias) {
            text.append(", bias=False");
        }
        if (paddingMode != Padding.Mode.ZEROS) {
            text.append(", padding_mode=").append(torchName(paddingMode));
        }
        return text.toString();
    }

    private static boolean isNot(int value, int[] values) {
        return Arrays.stream(values).anyMatch(v -> v != value);
    }
}
