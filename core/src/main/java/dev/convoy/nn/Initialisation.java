package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;

/**
 * The default initialisation of {@code Linear} and the convolutions, {@code reset_parameters} in torch: the weight by
 * {@code kaiming_uniform_} with {@code a = sqrt(5)} (He et al., "Delving Deep into Rectifiers", 2015), the bias uniform
 * within {@code 1 / sqrt(fan_in)}.
 */
final class Initialisation {

    private Initialisation() {}

    static Tensor weight(Shape shape, Generator generator) {
        double gain = Math.sqrt(2.0 / (1 + Math.pow(Math.sqrt(5), 2)));
        double bound = Math.sqrt(3.0) * (gain / Math.sqrt(fanIn(shape)));
        return generator.uniform(-bound, bound, shape);
    }

    static Tensor bias(Shape bias, Shape weight, Generator generator) {
        double bound = 1 / Math.sqrt(fanIn(weight));
        return generator.uniform(-bound, bound, bias);
    }

    static Tensor constant(Shape shape, double value) {
        float[] array = new float[shape.elements()];
        Arrays.fill(array, (float) value);
        return Tensor.of(shape, array);
    }

    private static int fanIn(Shape weight) {
        return weight.elements(1, weight.rank());
    }
}
