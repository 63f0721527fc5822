package dev.convoy.nn;

import dev.convoy.kernel.Extent;
import dev.convoy.kernel.ImageFilter;
import dev.convoy.kernel.TransposedConvolution;
import dev.convoy.tensor.Shape;

/** The arguments of a transposed convolution, checked; torch's names and defaults. */
final class ConvTransposeArguments extends ConvArguments {

    private final int[] outputPadding;

    ConvTransposeArguments(ConvTransposeBuilder<?> builder, String layer, int dimensions) {
        super(builder.shared, layer, dimensions);
        if (!builder.shared.paddingMode.equals("zeros")) {
            throw new IllegalArgumentException(
                    layer + " expects padding_mode to be 'zeros', but it is '" + builder.shared.paddingMode + "'");
        }
        outputPadding = Arguments.perDimension(layer, "output_padding", builder.outputPadding, dimensions, 0);
        for (int i = 0; i < dimensions; i++) {
            if (outputPadding[i] >= Math.max(stride()[i], dilation()[i])) {
                throw new IllegalArgumentException(layer + " expects output_padding to be less than the stride "
                        + stride()[i] + " or the dilation " + dilation()[i] + ", but it is " + outputPadding[i]);
            }
        }
    }

    @Override
    int[] outputPadding() {
        return outputPadding;
    }

    @Override
    Shape weightShape() {
        return weightShape(inChannels(), outChannels() / groups());
    }

    @Override
    ImageFilter filter(float[] weight, float[] biases) {
        return new TransposedConvolution(
                geometry(), Extent.of(padding(0), 0), Extent.of(outputPadding, 0), weight, biases);
    }

    @Override
    int[] outputSizes(Layer layer, Shape input) {
        int[] output = new int[dimensions()];
        boolean empty = false;
        for (int i = 0; i < output.length; i++) {
            int size = input.size(i - output.length);
            output[i] = Math.toIntExact((size - 1L) * stride()[i]
                    - 2L * padding(0)[i]
                    + (long) dilation()[i] * (kernelSize()[i] - 1)
                    + outputPadding[i]
                    + 1);
            empty |= output[i] < 1 || size == 0;
        }
        if (empty) {
            throw ShapeException.of(layer, "would give an output of " + Arguments.size(output), input);
        }
        return output;
    }

    @Override
    int positions(int[] inputSizes, int[] outputSizes) {
        return Shape.of(inputSizes).elements();
    }
}
