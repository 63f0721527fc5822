package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A convolution, an addition and a function of each element, written to one tensor: the same bits as the three alone.
 *
 * @param convolution applied to the first input
 * @param adds whether a second input is added to its output
 * @param activation applied to every element after that; null for none
 */
record FusedConvolution(ConvNd<?> convolution, boolean adds, Pointwise activation) implements Operator {

    @Override
    public String type() {
        return convolution.type() + (adds ? "+add" : "") + (activation == null ? "" : "+" + activation.type());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape shape = convolution.outputShape(inputs.get(0));
        return adds ? Arithmetic.ADD.outputShape(List.of(shape, inputs.get(1))) : shape;
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        Tensor output = convolution.forward(inputs.get(0));
        if (adds) {
            output = plus(output, inputs.get(1));
        }
        if (activation != null) {
            activation.apply(output.array(), output.array());
        }
        return output;
    }

    private static Tensor plus(Tensor own, Tensor other) {
        if (!own.shape().equals(other.shape())) {
            return Arithmetic.ADD.forward(List.of(own, other));
        }
        float[] sum = own.array();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.array()[i];
        }
        return own;
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return convolution.parameterShapes();
    }

    @Override
    public Map<String, Tensor> state() {
        return convolution.state();
    }

    @Override
    public Operator withState(Map<String, Tensor> state) {
        return new FusedConvolution((ConvNd<?>) convolution.withState(state), adds, activation);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return convolution.multiplyAdds(inputs.get(0));
    }
}
