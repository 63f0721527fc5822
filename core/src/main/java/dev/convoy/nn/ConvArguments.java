package dev.convoy.nn;

import dev.convoy.kernel.Padding;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;

/** The arguments of a convolution, checked; torch's names and defaults. Sizes have one element a dimension. */
final class ConvArguments {

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

    int dimensions() {
        return kernelSize.length;
    }

    int inChannels() {
        return inChannels;
    }

    int outChannels() {
        return outChannels;
    }

    int[] kernelSize() {
        return kernelSize;
    }

    int[] stride() {
        return stride;
    }

    int[] dilation() {
        return dilation;
    }

    int groups() {
        return groups;
    }

    boolean bias() {
        return bias;
    }

    Padding.Mode paddingMode() {
        return paddingMode;
    }

    int[][] paddings() {
        return paddings;
    }

    Shape weightShape() {
        int[] sizes = new int[kernelSize.length + 2];
        sizes[0] = outChannels;
        sizes[1] = inChannels / groups;
        System.arraycopy(kernelSize, 0, sizes, 2, kernelSize.length);
        return Shape.of(sizes);
    }

    Shape biasShape() {
        return Shape.of(outChannels);
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

    /** A mirror shows at most what it faces, and a circle goes round once. */
    private void checkPadding(Layer layer, Shape input, int dimension, int size) {
        int most = switch (paddingMode) {
            case ZEROS, REPLICATE -> Integer.MAX_VALUE;
            case REFLECT -> size - 1;
            case CIRCULAR -> size;
        };
        int padding = Math.max(paddings[dimension][0], paddings[dimension][1]);
        if (padding > most) {
            throw ShapeException.of(
                    layer,
                    "pads " + padding + " by padding_mode '" + torchName(paddingMode) + "', but its input of " + size
                            + " there allows at most " + most,
                    input);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(inChannels).append(", ").append(outChannels);
        text.append(", kernel_size=").append(Arguments.tuple(kernelSize));
        text.append(", stride=").append(Arguments.tuple(stride));
        if (paddingName != null) {
            text.append(", padding=").append(paddingName);
        } else if (isNot(0, before())) {
            text.append(", padding=").append(Arguments.tuple(before()));
        }
        if (isNot(1, dilation)) {
            text.append(", dilation=").append(Arguments.tuple(dilation));
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

    private int[] before() {
        return Arrays.stream(paddings).mapToInt(sides -> sides[0]).toArray();
    }

    private static boolean isNot(int value, int[] values) {
        return Arrays.stream(values).anyMatch(v -> v != value);
    }
}
