package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SeededChainTest {

    private final JsonNode steps = Fixtures.json("/goldens/chain_seed0.json").get("steps");
    private int next;

    @Test
    void oneGeneratorDrawsInputsAndLayersAsTorchDoesBitForBit() {
        Generator generator = Generator.manualSeed(0);

        Tensor input0 = generator.randint(-1, 1, Shape.of(1, 1, 8, 8));
        expectNext(input0);
        Conv2d layer0 = Conv2d.builder(1, 2, 2).stride(2).padding(0).bias(false).build(generator);
        expectNext(layer0.weight());
        Tensor weight0 = generator.randint(-1, 1, Shape.of(2, 1, 2, 2));
        expectNext(weight0);
        layer0 = Conv2d.builder(1, 2, 2).stride(2).padding(0).bias(false).build(weight0, null);
        Tensor output0 = layer0.forward(input0);
        expectNext(output0);
        Conv2d layer1 = Conv2d.builder(2, 4, 2).stride(2).padding(0).bias(false).build(generator);
        expectNext(layer1.weight());
        Tensor weight1 = generator.randint(-1, 1, Shape.of(4, 2, 2, 2));
        expectNext(weight1);
        layer1 = Conv2d.builder(2, 4, 2).stride(2).padding(0).bias(false).build(weight1, null);
        expectNext(layer1.forward(output0));

        assertThat(next).isEqualTo(steps.size());
    }

    /** Zeros of either sign are equal here: integers written in JSON do not tell. */
    private void expectNext(Tensor actual) {
        JsonNode step = steps.get(next++);
        Tensor expected = Fixtures.tensor(step.get("shape"), step.get("values"));
        assertThat(actual.shape()).as(step.get("step").asText()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(actual.array()[i] == expected.array()[i])
                    .as(
                            "%s [%d]: %s, expected %s",
                            step.get("step").asText(), i, actual.array()[i], expected.array()[i])
                    .isTrue();
        }
    }
}
