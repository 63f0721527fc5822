package dev.convoy.nn;

import dev.convoy.kernel.MaxPooling;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * The largest value of each window, as {@code torch.nn.MaxPool2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output the same with {@code H' = floor((H + 2 * padding -
 * dilation * (kernelSize - 1) - 1) / stride) + 1}, or with {@code ceil} in {@code ceilMode}, where a window that would
 * start in the padding behind the image is left out. Padding never is the largest value. Immutable.
 */
public final class MaxPool2d implements Layer {

    private final int[] kernelSize;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceilMode;

    private MaxPool2d(Builder builder) {
        kernelSize = Arguments.perDimension("MaxPool2d", "kernel_size", builder.kernelSize, 2, 1);
        stride = builder.stride == null
                ? kernelSize
                : Arguments.perDimension("MaxPool2d", "stride", builder.stride, 2, 1);
        padding = Arguments.perDimension("MaxPool2d", "padding", builder.padding, 2, 0);
        dilation = Arguments.perDimension("MaxPool2d", "dilation", builder.dilation, 2, 1);
        ceilMode = builder.ceilMode;
        for (int i = 0; i < 2; i++) {
            long half = span(kernelSize[i], dilation[i]) / 2;
            if (padding[i] > half) {
                throw new IllegalArgumentException("MaxPool2d expects padding to be at most half of the kernel, " + half
                        + " here, but it is " + padding[i]);
            }
        }
    }

    /** The window's size: one number for both dimensions, or height and width. */
    public static Builder builder(int... kernelSize) {
        return new Builder(kernelSize);
    }

    @Override
    public Shape outputShape(Shape input) {
        int rank = input.rank();
        if (rank != 3 && rank != 4) {
            throw ShapeException.of(
                    this, "expects [N, C, H, W] or [C, H, W] but receives " + rank + " dimensions", input);
        }
        int[] output = {outputSize(0, input.size(-2)), outputSize(1, input.size(-1))};
        if (output[0] < 1 || output[1] < 1) {
            int[] padded = {input.size(-2) + 2 * padding[0], input.size(-1) + 2 * padding[1]};
            throw ShapeException.of(
                    this,
                    "has a kernel of " + Arguments.size(kernelSize) + ", larger than its padded input of "
                            + Arguments.size(padded),
                    input);
        }
        return input.with(-2, output[0]).with(-1, output[1]);
    }

    private int outputSize(int i, int size) {
        long room = size + 2L * padding[i] - span(kernelSize[i], dilation[i]);
        if (size == 0 || (room < 0 && !ceilMode)) {
            return 0;
        }
        long count = Math.floorDiv(room + (ceilMode ? stride[i] - 1 : 0), (long) stride[i]) + 1;
        return Math.toIntExact(ceilMode && (count - 1) * stride[i] >= size + (long) padding[i] ? count - 1 : count);
    }

    /** How far a dilated kernel reaches. */
    private static long span(int kernelSize, int dilation) {
        return (long) dilation * (kernelSize - 1) + 1;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        MaxPooling.Window window = new MaxPooling.Window(
                kernelSize[0], kernelSize[1], stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1]);
        int height = input.shape().size(-2);
        int width = input.shape().size(-1);
        int outputHeight = output.shape().size(-2);
        int outputWidth = output.shape().size(-1);
        int channels = input.shape().elements(0, input.shape().rank() - 2);
        for (int channel = 0; channel < channels; channel++) {
            MaxPooling.apply(
                    window,
                    input.array(),
                    channel * height * width,
                    height,
                    width,
                    output.array(),
                    channel * outputHeight * outputWidth,
                    outputHeight,
                    outputWidth);
        }
        return output;
    }

    @Override
    public String toString() {
        return "MaxPool2d(kernel_size=" + brief(kernelSize) + ", stride=" + brief(stride) + ", padding="
                + brief(padding) + ", dilation=" + brief(dilation) + ", ceil_mode=" + (ceilMode ? "True" : "False")
                + ")";
    }

    private static String brief(int[] values) {
        return values[0] == values[1] ? Integer.toString(values[0]) : Arguments.tuple(values);
    }

    /** The arguments of {@code torch.nn.MaxPool2d}; each one number for both dimensions, or height and width. */
    public static final class Builder {

        private final int[] kernelSize;
        private int[] stride;
        private int[] padding = {0};
        private int[] dilation = {1};
        private boolean ceilMode;

        private Builder(int[] kernelSize) {
            this.kernelSize = kernelSize.clone();
        }

        /** The step between windows; the kernel's size by default. */
        public Builder stride(int... stride) {
            this.stride = stride.clone();
            return this;
        }

        /** Implicit negative infinities on every side; 0 by default, at most half of the kernel. */
        public Builder padding(int... padding) {
            this.padding = padding.clone();
            return this;
        }

        /** The step between a window's elements; 1 by default. */
        public Builder dilation(int... dilation) {
            this.dilation = dilation.clone();
            return this;
        }

        /** Whether a window may reach over the padded image's end; not by default. */
        public Builder ceilMode(boolean ceilMode) {
            this.ceilMode = ceilMode;
            return this;
        }

        /** @throws IllegalArgumentException if an argument is not one that torch takes */
        public MaxPool2d build() {
            return new MaxPool2d(this);
        }
    }
}
