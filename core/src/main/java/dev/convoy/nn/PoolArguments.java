package dev.convoy.nn;

import dev.convoy.kernel.Windows;
import dev.convoy.tensor.Shape;
import java.util.Arrays;

/** The windows of a pooling, checked: their size, the steps between them and within them, and the padding. */
final class PoolArguments {

    private final int[] kernelSize;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceilMode;

    /** The stride is the kernel's size where it is null. */
    PoolArguments(
            String layer,
            int dimensions,
            int[] kernelSize,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean ceilMode) {
        this.kernelSize = Arguments.perDimension(layer, "kernel_size", kernelSize, dimensions, 1);
        this.stride = stride == null ? this.kernelSize : Arguments.perDimension(layer, "stride", stride, dimensions, 1);
        this.padding = Arguments.perDimension(layer, "padding", padding, dimensions, 0);
        this.dilation = Arguments.perDimension(layer, "dilation", dilation, dimensions, 1);
        this.ceilMode = ceilMode;
        for (int i = 0; i < dimensions; i++) {
            long half = span(i) / 2;
            if (this.padding[i] > half) {
                throw new IllegalArgumentException(layer + " expects padding to be at most half of the kernel, " + half
                        + " here, but it is " + this.padding[i]);
            }
        }
    }

    /** How far a dilated kernel reaches. */
    private long span(int i) {
        return (long) dilation[i] * (kernelSize[i] - 1) + 1;
    }

    /** An input's shape with as many elements in its last dimensions as there are windows. */
    Shape outputShape(Layer layer, Shape input) {
        int dimensions = kernelSize.length;
        Spatial.checkBatchOrImage(layer, dimensions, input);
        int[] sizes = Spatial.last(dimensions, input);
        int[] output = new int[dimensions];
        int[] padded = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            output[i] = outputSize(i, sizes[i]);
            padded[i] = sizes[i] + 2 * padding[i];
        }
        if (Arrays.stream(output).anyMatch(size -> size < 1)) {
            throw ShapeException.of(
                    layer,
                    "has a kernel of " + Arguments.size(kernelSize) + ", larger than its padded input of "
                            + Arguments.size(padded),
                    input);
        }
        return Spatial.withLast(input, output);
    }

    private int outputSize(int i, int size) {
        long room = size + 2L * padding[i] - span(i);
        if (size == 0 || (room < 0 && !ceilMode)) {
            return 0;
        }
        long count = Math.floorDiv(room + (ceilMode ? stride[i] - 1 : 0), (long) stride[i]) + 1;
        return Math.toIntExact(ceilMode && (count - 1) * stride[i] >= size + (long) padding[i] ? count - 1 : count);
    }

    /** The windows of the last dimensions of an input: slices, rows and columns. */
    Windows[] windows(Shape input, Shape output) {
        Windows[] windows = {Windows.each(1), Windows.each(1), Windows.each(1)};
        int dimensions = kernelSize.length;
        for (int i = 0; i < dimensions; i++) {
            windows[3 - dimensions + i] = Windows.sliding(
                    input.size(i - dimensions),
                    output.size(i - dimensions),
                    kernelSize[i],
                    stride[i],
                    padding[i],
                    dilation[i]);
        }
        return windows;
    }

    String dilationAndCeilMode() {
        return ", dilation=" + brief(dilation) + ", ceil_mode=" + (ceilMode ? "True" : "False");
    }

    /** With one number where it is the same for all dimensions. */
    String brief() {
        return "kernel_size=" + brief(kernelSize) + ", stride=" + brief(stride) + ", padding=" + brief(padding);
    }

    private static String brief(int[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0])
                ? Integer.toString(values[0])
                : Arguments.tuple(values);
    }

    /** With a number for every dimension. */
    String tuples() {
        return "kernel_size=" + Arguments.tuple(kernelSize) + ", stride=" + Arguments.tuple(stride) + ", padding="
                + Arguments.tuple(padding);
    }
}
