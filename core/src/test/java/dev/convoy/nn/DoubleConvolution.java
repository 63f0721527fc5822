package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** The sums that define a convolution, in double precision. */
final class DoubleConvolution {

    private DoubleConvolution() {}

    /** The output for one image {@code [1, C, H, W]}, padded with zeros. */
    static double[] apply(Conv2d layer, Tensor image) {
        ConvArguments arguments = layer.arguments();
        int groups = arguments.groups();
        int[] kernel = arguments.kernelSize();
        int[] dilation = arguments.dilation();
        Shape input = image.shape();
        Shape output = layer.outputShape(input);
        int groupInputs = input.size(1) / groups;
        int groupOutputs = output.size(1) / groups;
        int pixels = output.size(2) * output.size(3);
        double[] y = new double[output.elements()];
        for (int out = 0; out < output.size(1); out++) {
            for (int in = 0; in < groupInputs; in++) {
                int channel = out / groupOutputs * groupInputs + in;
                for (int row = 0; row < kernel[0]; row++) {
                    for (int column = 0; column < kernel[1]; column++) {
                        double weight = layer.weight().at(out, in, row, column);
                        int top = row * dilation[0] - arguments.padding(0)[0];
                        int left = column * dilation[1] - arguments.padding(0)[1];
                        add(weight, image, channel, top, left, arguments.stride(), output, y, out * pixels);
                    }
                }
            }
            for (int i = 0; layer.bias() != null && i < pixels; i++) {
                y[out * pixels + i] += layer.bias().at(out);
            }
        }
        return y;
    }

    private static void add(
            double weight,
            Tensor image,
            int channel,
            int top,
            int left,
            int[] stride,
            Shape output,
            double[] y,
            int to) {
        int height = image.shape().size(2);
        int width = image.shape().size(3);
        int step = stride[1];
        int first = Math.max(0, (-left + step - 1) / step);
        int end = Math.min(output.size(3), (width - left + step - 1) / step);
        float[] x = image.array();
        for (int row = 0; row < output.size(2); row++) {
            int from = row * stride[0] + top;
            if (from >= 0 && from < height) {
                int line = (channel * height + from) * width + left;
                int target = to + row * output.size(3);
                for (int column = first; column < end; column++) {
                    y[target + column] += weight * x[line + column * step];
                }
            }
        }
    }
}
