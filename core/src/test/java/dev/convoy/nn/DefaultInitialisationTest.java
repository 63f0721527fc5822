package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultInitialisationTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 42, 123456789, 1099511627777L})
    void layersDrawWhatTorchsLayersDraw(long seed) {
        Generator generator = Generator.manualSeed(seed);
        Iterator<JsonNode> calls = calls(seed);
        generator.rand(Shape.of(7));
        generator.randint(-5, 9, Shape.of(6));
        generator.randn(Shape.of(5));
        generator.randn(Shape.of(3, 50));
        generator.randn(Shape.of(15));
        for (int i = 0; i < 5; i++) {
            calls.next();
        }

        Conv2d conv = Conv2d.builder(3, 8, 3).build(generator);
        expect(conv.weight(), calls.next(), "Conv2d(3, 8, 3).weight");
        expect(conv.bias(), calls.next(), "Conv2d(3, 8, 3).bias");
        Conv2d grouped = Conv2d.builder(4, 6, 3, 5).groups(2).build(generator);
        expect(grouped.weight(), calls.next(), "Conv2d(4, 6, (3, 5), groups=2).weight");
        expect(grouped.bias(), calls.next(), "... .bias");
        Conv1d single = Conv1d.builder(2, 3, 4).bias(false).build(generator);
        expect(single.weight(), calls.next(), "Conv1d(2, 3, 4, bias=False).weight");
        assertThat(single.bias()).isNull();
        Linear linear = new Linear(10, 4).initialised(generator);
        expect(linear.state().get("weight"), calls.next(), "Linear(10, 4).weight");
        expect(linear.state().get("bias"), calls.next(), "Linear(10, 4).bias");
        expect(generator.rand(Shape.of(3)), calls.next(), "rand(3)");
    }

    @Test
    void aNetworkDrawsItsLayersInOrder() {
        Sequential network = Sequential.of(Conv2d.builder(3, 8, 3).build(), new ReLU(), new Linear(10, 4));

        Sequential drawn = network.initialised(Generator.manualSeed(7));

        Generator generator = Generator.manualSeed(7);
        Conv2d conv = Conv2d.builder(3, 8, 3).build(generator);
        Linear linear = new Linear(10, 4).initialised(generator);
        assertThat(List.copyOf(drawn.state().keySet())).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        assertThat(drawn.state().get("0.weight").sameBits(conv.weight())).isTrue();
        assertThat(drawn.state().get("2.bias").sameBits(linear.state().get("bias")))
                .isTrue();
    }

    private static Iterator<JsonNode> calls(long seed) {
        for (JsonNode sequence : Fixtures.json("/fixtures/generator.json").get("sequences")) {
            if (sequence.get("seed").longValue() == seed) {
                return sequence.get("calls").iterator();
            }
        }
        throw new AssertionError("no sequence for seed " + seed);
    }

    private static void expect(Tensor actual, JsonNode call, String name) {
        assertThat(call.get("call").asText()).isEqualTo(name);
        JsonNode values = call.get("values");
        for (int i = 0; i < values.size(); i++) {
            assertThat(actual.array()[i]).as("%s [%d]", name, i).isEqualTo((float)
                    values.get(i).doubleValue());
        }
        double sum = 0;
        for (float value : actual.array()) {
            sum += value;
        }
        assertThat(sum).as(name).isEqualTo(call.get("sum64").doubleValue());
    }
}
