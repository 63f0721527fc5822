package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.graph.Optimizer;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * A small network with weights.
 *
 * @param image the shape of the images that it takes, {@code [C, H, W]}
 * @param outputs the nodes to ask for, the last one and perhaps one before
 */
record DrawnNetwork(Graph graph, Shape image, List<String> outputs) {

    Plan plan(Precision precision) {
        Graph optimized = Optimizer.optimize(graph, outputs, EnumSet.allOf(Optimizer.Pass.class));
        return Plan.compile(optimized, outputs, image, precision).orElseThrow();
    }

    /** Normally distributed, with some zeros of either sign, tiny and large values. */
    Tensor images(Random random, int count) {
        Tensor images = Tensor.zeros(OperatorStep.batch(count, image));
        float[] array = images.array();
        for (int i = 0; i < array.length; i++) {
            array[i] = switch (random.nextInt(200)) {
                case 0 -> 0f;
                case 1 -> -0f;
                case 2 -> Float.MIN_VALUE * random.nextInt(1000);
                case 3 -> 1000 * (float) random.nextGaussian();
                default -> (float) random.nextGaussian();
            };
        }
        return images;
    }

    /** The layers, for messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("images " + image + ", outputs " + outputs);
        for (Graph.Node node : graph.nodes().values()) {
            text.append("\n  ")
                    .append(node.name())
                    .append(" = ")
                    .append(node.operator())
                    .append(' ')
                    .append(node.inputs());
        }
        return text.toString();
    }
}
