package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Tensor;
import java.util.function.Function;

/**
 * The arguments of a transposed convolution, with torch's names and defaults. A size is one number for all dimensions
 * or one for each.
 *
 * @param <L> the layer that is built
 */
public final class ConvTransposeBuilder<L extends ConvNd<L>> {

    /** The arguments that a plain convolution has too. */
    final ConvBuilder<L> shared;

    int[] outputPadding = {0};

    ConvTransposeBuilder(
            int inChannels, int outChannels, int[] kernelSize, Function<ConvTransposeBuilder<L>, L> constructor) {
        shared = new ConvBuilder<>(inChannels, outChannels, kernelSize, builder -> constructor.apply(this));
    }

    /** The step between the outputs of neighbouring inputs; 1 by default. */
    public ConvTransposeBuilder<L> stride(int... stride) {
        shared.stride(stride);
        return this;
    }

    /** What is left out on both sides of the output; 0 by default. */
    public ConvTransposeBuilder<L> padding(int... padding) {
        shared.padding(padding);
        return this;
    }

    /** What is added to the end of the output; 0 by default, less than the stride or the dilation. */
    public ConvTransposeBuilder<L> outputPadding(int... outputPadding) {
        this.outputPadding = outputPadding.clone();
        return this;
    }

    /** Into how many groups the channels are split that do not see each other; 1 by default. */
    public ConvTransposeBuilder<L> groups(int groups) {
        shared.groups(groups);
        return this;
    }

    /** Whether a learnt number is added to every output channel; so by default. */
    public ConvTransposeBuilder<L> bias(boolean bias) {
        shared.bias(bias);
        return this;
    }

    /** The step between a filter's elements; 1 by default. */
    public ConvTransposeBuilder<L> dilation(int... dilation) {
        shared.dilation(dilation);
        return this;
    }

    /** {@code "zeros"}, the only one that there is. */
    public ConvTransposeBuilder<L> paddingMode(String paddingMode) {
        shared.paddingMode(paddingMode);
        return this;
    }

    /**
     * The layer, its parameters still without values.
     *
     * @throws IllegalArgumentException if an argument is not one that torch takes
     */
    public L build() {
        return shared.build();
    }

    /** The layer with torch's default initialisation, drawn from the generator. */
    public L build(Generator generator) {
        return shared.build(generator);
    }

    /** The layer with these parameters; a null bias where it has none. */
    public L build(Tensor weight, Tensor bias) {
        return shared.build(weight, bias);
    }
}
