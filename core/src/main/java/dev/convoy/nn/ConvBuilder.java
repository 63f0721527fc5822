package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Tensor;
import java.util.function.Function;

/**
 * The arguments of a convolution, with torch's names and defaults. A size is one number for all dimensions or one for
 * each.
 *
 * @param <L> the layer that is built
 */
public final class ConvBuilder<L extends ConvNd<L>> {

    final int inChannels;
    final int outChannels;
    final int[] kernelSize;
    private final Function<ConvBuilder<L>, L> constructor;
    int[] stride = {1};
    int[] padding = {0};
    String paddingName;
    int[] dilation = {1};
    int groups = 1;
    boolean bias = true;
    String paddingMode = "zeros";

    ConvBuilder(int inChannels, int outChannels, int[] kernelSize, Function<ConvBuilder<L>, L> constructor) {
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.kernelSize = kernelSize.clone();
        this.constructor = constructor;
    }

    /** The step between outputs; 1 by default. */
    public ConvBuilder<L> stride(int... stride) {
        this.stride = stride.clone();
        return this;
    }

    /** What is added on both sides; 0 by default. */
    public ConvBuilder<L> padding(int... padding) {
        this.padding = padding.clone();
        this.paddingName = null;
        return this;
    }

    /** {@code "same"}: the output has the input's size, for stride 1 alone; {@code "valid"}: no padding. */
    public ConvBuilder<L> padding(String padding) {
        this.paddingName = padding;
        return this;
    }

    /** The step between a filter's elements; 1 by default. */
    public ConvBuilder<L> dilation(int... dilation) {
        this.dilation = dilation.clone();
        return this;
    }

    /** Into how many groups the channels are split that do not see each other; 1 by default. */
    public ConvBuilder<L> groups(int groups) {
        this.groups = groups;
        return this;
    }

    /** Whether a learnt number is added to every output channel; so by default. */
    public ConvBuilder<L> bias(boolean bias) {
        this.bias = bias;
        return this;
    }

    /** {@code "zeros"} (the default), {@code "reflect"}, {@code "replicate"} or {@code "circular"}. */
    public ConvBuilder<L> paddingMode(String paddingMode) {
        this.paddingMode = paddingMode;
        return this;
    }

    /**
     * The layer, its parameters still without values.
     *
     * @throws IllegalArgumentException if an argument is not one that torch takes
     */
    public L build() {
        return constructor.apply(this);
    }

    /** The layer with torch's default initialisation, drawn from the generator. */
    public L build(Generator generator) {
        return build().initialised(generator);
    }

    /** The layer with these parameters; a null bias where it has none. */
    public L build(Tensor weight, Tensor bias) {
        return build().withState(StateCheck.weightAndBias(weight, bias));
    }
}
