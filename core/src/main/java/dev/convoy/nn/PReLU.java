package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernels;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * {@code max(x, 0) + weight * min(x, 0)}, as {@code torch.nn.PReLU}.
 *
 * <p>Input {@code [N, numParameters, *]}, or any shape where there is one parameter; weight {@code [numParameters]};
 * the output has the input's shape. NaN stays NaN. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.PReLU.html">torch.nn.PReLU</a>
 */
public final class PReLU implements Layer {

    private final int numParameters;
    private final double init;
    private final Tensor weight;

    /** With one slope for all elements. */
    public PReLU() {
        this(1, 0.25);
    }

    /** With one slope for all or one a channel, initialised to this value. */
    public PReLU(int numParameters, double init) {
        this(Arguments.atLeast("PReLU", "num_parameters", numParameters, 1), init, null);
    }

    private PReLU(int numParameters, double init, Tensor weight) {
        this.numParameters = numParameters;
        this.init = init;
        this.weight = weight;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (numParameters > 1) {
            int channels = input.rank() > 1 ? input.size(1) : 1;
            if (channels != numParameters) {
                throw ShapeException.of(
                        this, "expects " + numParameters + " input channels but receives " + channels, input);
            }
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        float[] slopes = StateCheck.required(weight, this).array();
        int length = input.array().length;
        int step = numParameters == 1
                ? length
                : input.shape().elements(2, input.shape().rank());
        for (int from = 0, channel = 0; from < length; from += step, channel++) {
            ElementFunction function = ElementFunction.leakyRelu(slopes[channel % numParameters]);
            Kernels.current().elements().apply(function, input.array(), from, output.array(), from, step);
        }
        return output;
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return Map.of("weight", Shape.of(numParameters));
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("weight", StateCheck.required(weight, this));
    }

    @Override
    public PReLU withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return new PReLU(numParameters, init, state.get("weight"));
    }

    @Override
    public PReLU initialised(Generator generator) {
        return new PReLU(numParameters, init, Initialisation.constant(Shape.of(numParameters), init));
    }

    @Override
    public String toString() {
        return "PReLU(num_parameters=" + numParameters + ")";
    }
}
