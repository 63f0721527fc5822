package dev.convoy.nn;

import dev.convoy.kernel.FullyConnected;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.kernel.blocked.FilterWeights;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * {@code y = x * weight^T + bias}, as {@code torch.nn.Linear}.
 *
 * <p>Input {@code [*, inFeatures]} with any number of leading dimensions; weight {@code [outFeatures, inFeatures]};
 * bias {@code [outFeatures]} or none; output {@code [*, outFeatures]}. Immutable.
 */
public final class Linear implements Layer {

    private final int inFeatures;
    private final int outFeatures;
    private final boolean hasBias;
    private final Tensor weight;
    private final Tensor bias;
    private final FilterWeights filters;
    private volatile FullyConnected product;

    /** A layer with a bias, its parameters still without values. */
    public Linear(int inFeatures, int outFeatures) {
        this(inFeatures, outFeatures, true);
    }

    /** A layer whose parameters are still without values. */
    public Linear(int inFeatures, int outFeatures, boolean bias) {
        this(
                Arguments.atLeast("Linear", "in_features", inFeatures, 1),
                Arguments.atLeast("Linear", "out_features", outFeatures, 1),
                bias,
                null,
                null);
    }

    private Linear(int inFeatures, int outFeatures, boolean hasBias, Tensor weight, Tensor bias) {
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        this.hasBias = hasBias;
        this.weight = weight;
        this.bias = bias;
        this.filters = weight == null ? null : new FilterWeights(weight.array(), bias == null ? null : bias.array());
    }

    int outFeatures() {
        return outFeatures;
    }

    /** The parameters as filters of blocked images read them. */
    FilterWeights filters() {
        return StateCheck.required(filters, this);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0) {
            throw ShapeException.of(this, "expects an input of 1 or more dimensions but receives a scalar", input);
        }
        if (input.size(-1) != inFeatures) {
            throw ShapeException.of(
                    this, "expects " + inFeatures + " input features but receives " + input.size(-1), input);
        }
        return input.with(-1, outFeatures);
    }

    /** The weights are packed by the first use, so that a layer that is only saved takes no more room. */
    private FullyConnected product() {
        if (product == null) {
            synchronized (this) {
                if (product == null) {
                    float[] values = StateCheck.required(weight, this).array();
                    product = new FullyConnected(inFeatures, outFeatures, values, hasBias ? bias.array() : null);
                }
            }
        }
        return product;
    }

    @Override
    public Tensor forward(Tensor input) {
        return forward(input, Kernels.current());
    }

    Tensor forward(Tensor input, Kernel kernel) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        int rows = input.shape().elements() / inFeatures;
        product().apply(kernel, input.array(), rows, output.array());
        return output;
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return StateCheck.weightAndBias(Shape.of(outFeatures, inFeatures), hasBias ? Shape.of(outFeatures) : null);
    }

    @Override
    public Map<String, Tensor> state() {
        return StateCheck.weightAndBias(StateCheck.required(weight, this), bias);
    }

    @Override
    public Linear withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return new Linear(inFeatures, outFeatures, hasBias, state.get("weight"), state.get("bias"));
    }

    @Override
    public Linear initialised(Generator generator) {
        Shape shape = Shape.of(outFeatures, inFeatures);
        Tensor drawn = Initialisation.weight(shape, generator);
        Tensor drawnBias = hasBias ? Initialisation.bias(Shape.of(outFeatures), shape, generator) : null;
        return new Linear(inFeatures, outFeatures, hasBias, drawn, drawnBias);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) outputShape(input).elements() * inFeatures;
    }

    @Override
    public String toString() {
        return "Linear(in_features=" + inFeatures + ", out_features=" + outFeatures + ", bias="
                + (hasBias ? "True" : "False") + ")";
    }
}
