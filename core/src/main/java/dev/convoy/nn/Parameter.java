package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A learnt tensor that is no layer's, as a {@code torch.nn.Parameter} of a module's own: no inputs, the tensor itself
 * as the output. Its only state has the empty name: the state dict's key is the name of the operator itself. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html">torch.nn.Parameter</a>
 */
public final class Parameter implements Operator {

    private static final String KEY = "";

    private final Shape shape;
    private final double initial;
    private final Tensor value;

    /**
     * Without a value.
     *
     * @param initial what every element is when it is initialised
     */
    public Parameter(Shape shape, double initial) {
        this(shape, initial, null);
    }

    private Parameter(Shape shape, double initial, Tensor value) {
        this.shape = shape;
        this.initial = initial;
        this.value = value;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        none(inputs);
        return shape;
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        none(inputs);
        return StateCheck.required(value, this);
    }

    private static void none(List<?> inputs) {
        if (!inputs.isEmpty()) {
            throw new IllegalArgumentException("a parameter has no inputs, but there are " + inputs.size());
        }
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return Map.of(KEY, shape);
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of(KEY, StateCheck.required(value, this));
    }

    @Override
    public Parameter withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return new Parameter(shape, initial, state.get(KEY));
    }

    @Override
    public Parameter initialised(Generator generator) {
        return new Parameter(shape, initial, Initialisation.constant(shape, initial));
    }

    @Override
    public String toString() {
        return "Parameter(" + shape + ")";
    }
}
