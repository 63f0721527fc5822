package dev.convoy.nn;

import dev.convoy.kernel.Extent;
import dev.convoy.kernel.ImageFilter;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.kernel.Padding;
import dev.convoy.kernel.blocked.FilterWeights;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * What the convolutions share, plain and transposed, whatever their number of dimensions.
 *
 * @param <L> the layer itself
 */
abstract sealed class ConvNd<L extends ConvNd<L>> implements Layer permits Conv1d, Conv2d, Conv3d, ConvTranspose2d {

    private final ConvArguments arguments;
    private final Tensor weight;
    private final Tensor bias;
    private final FilterWeights filters;
    private volatile ImageFilter filter;

    /** Both tensors null: a layer without values for its parameters. */
    ConvNd(ConvArguments arguments, Tensor weight, Tensor bias) {
        this.arguments = arguments;
        this.weight = weight;
        this.bias = bias;
        this.filters = weight == null ? null : new FilterWeights(weight.array(), bias == null ? null : bias.array());
    }

    /** The layer of these arguments with these parameters. */
    abstract L with(ConvArguments arguments, Tensor weight, Tensor bias);

    /**
     * The filters: {@code [outChannels, inChannels / groups, kernel size …]}, or {@code [inChannels, outChannels /
     * groups, kernel size …]} of a transposed convolution.
     *
     * @throws IllegalStateException if the parameters have no values
     */
    public Tensor weight() {
        return StateCheck.required(weight, this);
    }

    /**
     * The bias {@code [outChannels]}, or null where the layer has none.
     *
     * @throws IllegalStateException if the parameters have no values
     */
    public Tensor bias() {
        StateCheck.required(weight, this);
        return bias;
    }

    /** The parameters as filters of blocked images read them. */
    final FilterWeights filters() {
        return StateCheck.required(filters, this);
    }

    final ConvArguments arguments() {
        return arguments;
    }

    final boolean hasState() {
        return weight != null;
    }

    /** The convolution whose output channels are those of this one, each scaled and shifted. */
    final L scaled(double[] scale, double[] shift) {
        float[] scaledWeight = new float[weight.array().length];
        int filter = scaledWeight.length / scale.length;
        for (int i = 0; i < scaledWeight.length; i++) {
            scaledWeight[i] = (float) (weight.array()[i] * scale[i / filter]);
        }
        float[] scaledBias = new float[scale.length];
        for (int c = 0; c < scaledBias.length; c++) {
            scaledBias[c] = (float) ((bias == null ? 0 : bias.array()[c] * scale[c]) + shift[c]);
        }
        return with(
                arguments.withBias(),
                Tensor.of(weight.shape(), scaledWeight),
                Tensor.of(Shape.of(scaledBias.length), scaledBias));
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return StateCheck.weightAndBias(arguments.weightShape(), arguments.bias() ? arguments.biasShape() : null);
    }

    @Override
    public Map<String, Tensor> state() {
        return StateCheck.weightAndBias(weight(), bias);
    }

    @Override
    public L withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return with(arguments, state.get("weight"), state.get("bias"));
    }

    @Override
    public L initialised(Generator generator) {
        Tensor drawn = Initialisation.weight(arguments.weightShape(), generator);
        Tensor drawnBias = arguments.bias()
                ? Initialisation.bias(arguments.biasShape(), arguments.weightShape(), generator)
                : null;
        return with(arguments, drawn, drawnBias);
    }

    @Override
    public Shape outputShape(Shape input) {
        int dimensions = arguments.dimensions();
        Spatial.checkBatchOrImage(this, dimensions, input);
        int channels = input.size(-dimensions - 1);
        if (channels != arguments.inChannels()) {
            throw ShapeException.of(
                    this, "expects " + arguments.inChannels() + " input channels but receives " + channels, input);
        }
        return Spatial.withLast(
                input.with(-dimensions - 1, arguments.outChannels()), arguments.outputSizes(this, input));
    }

    /** The weights are packed by the first use, so that a layer that is only rewritten or saved takes no more room. */
    private ImageFilter filter() {
        if (filter == null) {
            synchronized (this) {
                if (filter == null) {
                    filter = arguments.filter(weight().array(), bias == null ? null : bias.array());
                }
            }
        }
        return filter;
    }

    @Override
    public Tensor forward(Tensor input) {
        return forward(input, Kernels.current());
    }

    Tensor forward(Tensor input, Kernel kernel) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        ImageFilter packed = filter();
        int dimensions = arguments.dimensions();
        int channels = arguments.inChannels();
        Extent size = Spatial.extent(dimensions, input.shape());
        int images = input.shape().rank() == dimensions + 2 ? input.shape().size(0) : 1;
        int inputStep = channels * size.volume();
        int outputStep = images == 0 ? 0 : output.shape().elements() / images;
        Padding padding = packed.padding();
        Extent paddedSize = padding.padded(size);
        float[] padded = padding.isNone()
                ? null
                : Tensor.zeros(shape(channels, paddedSize)).array();
        for (int image = 0; image < images; image++) {
            float[] source = input.array();
            int from = image * inputStep;
            if (padded != null) {
                padding.apply(source, from, channels, size, padded, 0);
                source = padded;
                from = 0;
            }
            packed.apply(kernel, source, from, paddedSize, output.array(), image * outputStep);
        }
        return output;
    }

    private static Shape shape(int channels, Extent size) {
        return Shape.of(channels, size.depth(), size.height(), size.width());
    }

    @Override
    public long multiplyAdds(Shape input) {
        int dimensions = arguments.dimensions();
        Shape output = outputShape(input);
        long images = input.rank() == dimensions + 2 ? input.size(0) : 1;
        int positions = arguments.positions(Spatial.last(dimensions, input), Spatial.last(dimensions, output));
        return images * positions * arguments.weightShape().elements();
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(" + arguments + ")";
    }
}
