package dev.convoy.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.nn.Precision;
import dev.convoy.tensor.Tensor;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A plan of a drawn network computes what its layers compute one by one. */
class PlanValuesTest {

    private static final int NETWORKS = 20;

    /** Relative to the root mean square: what rounding makes in a dozen layers, some of which take large values. */
    private static final double TOLERANCE = 1e-3;

    @Test
    void valuesAreThoseOfTheLayersOneByOne() {
        long seed = Long.getLong("convoy.seed", System.nanoTime());
        System.out.println("PlanValuesTest seed " + seed);
        Networks networks = new Networks(seed);
        Random random = new Random(seed);
        for (int i = 0; i < NETWORKS; i++) {
            DrawnNetwork network = networks.next();
            Tensor images = network.images(random, 2);
            Map<String, Tensor> expected = network.graph().forward(images, network.outputs());
            for (Precision precision : Precision.values()) {
                Plan plan = network.plan(precision);
                plan.run(images, new Workspace())
                        .forEach((name, actual) -> assertThat(error(actual, expected.get(name)))
                                .as(() -> "seed %d, %s, %s of %s".formatted(seed, precision, name, network))
                                .isLessThan(TOLERANCE));
            }
        }
    }

    /** The root mean square of the differences beside that of the values. */
    private static double error(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double differences = 0;
        double squares = 0;
        for (int i = 0; i < actual.array().length; i++) {
            double value = expected.array()[i];
            double difference = actual.array()[i] - value;
            differences += difference * difference;
            squares += value * value;
        }
        return differences == 0 ? 0 : Math.sqrt(differences / squares);
    }
}
