package dev.convoy.nn;

import dev.convoy.kernel.Convolution;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.kernel.Padding;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * What the convolutions share, whatever their number of dimensions.
 *
 * @param <L> the layer itself
 */
abstract sealed class ConvNd<L extends ConvNd<L>> implements Layer permits Conv1d, Conv2d {

    private final ConvArguments arguments;
    private final Tensor weight;
    private final Tensor bias;
    private final Convolution convolution;

    /** Both tensors null: a layer without values for its parameters. */
    ConvNd(ConvArguments arguments, Tensor weight, Tensor bias) {
        this.arguments = arguments;
        this.weight = weight;
        this.bias = bias;
        this.convolution = weight == null
                ? null
                : new Convolution(geometry(arguments), weight.array(), bias == null ? null : bias.array());
    }

    /** The layer of these arguments with these parameters. */
    abstract L with(ConvArguments arguments, Tensor weight, Tensor bias);

    /** A single dimension is the width of an image one row high. */
    private static Convolution.Geometry geometry(ConvArguments a) {
        return new Convolution.Geometry(
                a.inChannels(),
                a.outChannels(),
                a.groups(),
                height(a.kernelSize(), 1),
                width(a.kernelSize()),
                height(a.stride(), 1),
                width(a.stride()),
                height(a.dilation(), 1),
                width(a.dilation()));
    }

    private static int height(int[] sizes, int otherwise) {
        return sizes.length == 1 ? otherwise : sizes[0];
    }

    private static int width(int[] sizes) {
        return sizes[sizes.length - 1];
    }

    /**
     * The filters: {@code [outChannels, inChannels / groups, kernel size …]}.
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
        int rank = input.rank();
        if (rank != dimensions + 1 && rank != dimensions + 2) {
            String sizes = dimensions == 1 ? "L" : "H, W";
            throw ShapeException.of(
                    this,
                    "expects [N, C, " + sizes + "] or [C, " + sizes + "] but receives " + rank + " dimensions",
                    input);
        }
        int channels = input.size(-dimensions - 1);
        if (channels != arguments.inChannels()) {
            throw ShapeException.of(
                    this, "expects " + arguments.inChannels() + " input channels but receives " + channels, input);
        }
        int[] output = arguments.outputSizes(this, input);
        Shape shape = input.with(-dimensions - 1, arguments.outChannels());
        for (int i = 0; i < dimensions; i++) {
            shape = shape.with(i - dimensions, output[i]);
        }
        return shape;
    }

    @Override
    public Tensor forward(Tensor input) {
        return forward(input, Kernels.current());
    }

    Tensor forward(Tensor input, Kernel kernel) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        StateCheck.required(convolution, this);
        int dimensions = arguments.dimensions();
        int height = dimensions == 1 ? 1 : input.shape().size(-2);
        int width = input.shape().size(-1);
        int images = input.shape().rank() == dimensions + 2 ? input.shape().size(0) : 1;
        int inputStep = arguments.inChannels() * height * width;
        int outputStep = images == 0 ? 0 : output.shape().elements() / images;
        int[][] sides = arguments.paddings();
        Padding padding = new Padding(
                arguments.paddingMode(),
                dimensions == 1 ? 0 : sides[0][0],
                dimensions == 1 ? 0 : sides[0][1],
                sides[dimensions - 1][0],
                sides[dimensions - 1][1]);
        int paddedHeight = padding.height(height);
        int paddedWidth = padding.width(width);
        float[] padded = padding.isNone()
                ? null
                : new float
                        [Shape.of(arguments.inChannels(), paddedHeight, paddedWidth)
                                .elements()];
        for (int image = 0; image < images; image++) {
            float[] source = input.array();
            int from = image * inputStep;
            if (padded != null) {
                padding.apply(source, from, arguments.inChannels(), height, width, padded);
                source = padded;
                from = 0;
            }
            convolution.apply(kernel, source, from, paddedHeight, paddedWidth, output.array(), image * outputStep);
        }
        return output;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) outputShape(input).elements() * arguments.weightShape().elements(1, arguments.dimensions() + 2);
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(" + arguments + ")";
    }
}
