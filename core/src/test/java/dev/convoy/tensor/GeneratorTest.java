package dev.convoy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final double NORMAL_TOLERANCE = 2e-7;

    @Test
    void drawsWhatTorchDrawsAfterManualSeedZero() throws IOException {
        JsonNode draws = read("/goldens/chain_seed0.json").get("draws_after_manual_seed_0");

        assertValues(Generator.manualSeed(0).rand(Shape.of(5)), draws.get("rand_5"), 0);
        assertValues(Generator.manualSeed(0).randn(Shape.of(8)), draws.get("randn_8"), NORMAL_TOLERANCE);
        assertValues(Generator.manualSeed(0).randn(Shape.of(20)), draws.get("randn_20"), NORMAL_TOLERANCE);
    }

    @Test
    void drawsTheInputAndWeightsOfAChainInOneSequence() throws IOException {
        JsonNode steps = read("/goldens/chain_seed0.json").get("steps");
        Generator generator = Generator.manualSeed(0);

        assertValues(
                generator.randint(-1, 1, Shape.of(1, 1, 8, 8)), steps.get(0).get("values"), 0);
        assertValues(weight(generator, 2, 1, 2, 2), steps.get(1).get("values"), 0);
        assertValues(
                generator.randint(-1, 1, Shape.of(2, 1, 2, 2)), steps.get(2).get("values"), 0);
        assertValues(weight(generator, 4, 2, 2, 2), steps.get(4).get("values"), 0);
        assertValues(
                generator.randint(-1, 1, Shape.of(4, 2, 2, 2)), steps.get(5).get("values"), 0);
    }

    @Test
    void drawsWhatTorchDrawsCallByCallForEverySeed() throws IOException {
        Map<String, Function<Generator, Tensor>> calls = new HashMap<>();
        calls.put("rand(7)", generator -> generator.rand(Shape.of(7)));
        calls.put("rand(3)", generator -> generator.rand(Shape.of(3)));
        calls.put("randint(-5, 9, (6,))", generator -> generator.randint(-5, 9, Shape.of(6)));
        calls.put("randn(5)", generator -> generator.randn(Shape.of(5)));
        calls.put("randn(3, 50)", generator -> generator.randn(Shape.of(3, 50)));
        calls.put("randn(15)", generator -> generator.randn(Shape.of(15)));
        calls.put("Conv2d(3, 8, 3).weight", generator -> weight(generator, 8, 3, 3, 3));
        calls.put("Conv2d(3, 8, 3).bias", generator -> bias(generator, 8, 3 * 3 * 3));
        calls.put("Conv2d(4, 6, (3, 5), groups=2).weight", generator -> weight(generator, 6, 2, 3, 5));
        calls.put("... .bias", generator -> bias(generator, 6, 2 * 3 * 5));
        calls.put("Conv1d(2, 3, 4, bias=False).weight", generator -> weight(generator, 3, 2, 4));
        calls.put("Linear(10, 4).weight", generator -> weight(generator, 4, 10));
        calls.put("Linear(10, 4).bias", generator -> bias(generator, 4, 10));

        JsonNode sequences = read("/fixtures/generator.json").get("sequences");
        assertThat(sequences).hasSize(4);
        for (JsonNode sequence : sequences) {
            Generator generator = Generator.manualSeed(sequence.get("seed").asLong());
            for (JsonNode call : sequence.get("calls")) {
                String name = call.get("call").asText();
                double tolerance = name.startsWith("randn") ? NORMAL_TOLERANCE : 0;
                Tensor drawn = calls.get(name).apply(generator);
                assertValues(drawn, call.get("values"), tolerance);
                assertThat(sum(drawn))
                        .as("sum of %s after seed %s", name, sequence.get("seed"))
                        .isCloseTo(
                                call.get("sum64").asDouble(),
                                within(1e-12 + tolerance * drawn.shape().elements()));
            }
        }
    }

    @Test
    void onlyTheLow32BitsOfTheSeedCount() {
        Tensor low = Generator.manualSeed(7).rand(Shape.of(10));

        assertThat(Generator.manualSeed(7 + (1L << 32)).rand(Shape.of(10)).sameBits(low))
                .isTrue();
        assertThat(Generator.manualSeed(8).rand(Shape.of(10)).sameBits(low)).isFalse();
    }

    @Test
    void shortNormalDrawsKeepTheSecondOfAPair() {
        Tensor together = Generator.manualSeed(3).randn(Shape.of(4));
        Generator generator = Generator.manualSeed(3);

        for (int i = 0; i < 4; i++) {
            assertThat(generator.randn(Shape.of()).at()).isEqualTo(together.at(i));
        }
    }

    @Test
    void normalScalesAndShifts() {
        for (int size : new int[] {5, 50}) {
            Tensor standard = Generator.manualSeed(1).randn(Shape.of(size));
            Tensor scaled = Generator.manualSeed(1).normal(10, 0.5, Shape.of(size));
            for (int i = 0; i < size; i++) {
                assertThat(scaled.at(i)).isCloseTo(10 + 0.5f * standard.at(i), within(2e-6f));
            }
        }
    }

    @Test
    void wideIntegerRangesTakeTwoWordsADraw() {
        Generator narrow = Generator.manualSeed(5);
        Generator wide = Generator.manualSeed(5);

        narrow.randint(0, (1L << 28) - 1, Shape.of(2));
        wide.randint(0, 1L << 28, Shape.of(1));

        assertThat(narrow.rand(Shape.of(1)).sameBits(wide.rand(Shape.of(1)))).isTrue();

        assertThat(boxed(wide.randint(Long.MIN_VALUE, Long.MAX_VALUE, Shape.of(100))))
                .anyMatch(value -> value < -0x1p60f)
                .anyMatch(value -> value > 0x1p60f);
    }

    @Test
    void emptyShapesDrawNothing() {
        Generator generator = Generator.manualSeed(0);

        generator.randn(Shape.of(0));
        generator.rand(Shape.of(3, 0));

        assertThat(generator.rand(Shape.of(5)).sameBits(Generator.manualSeed(0).rand(Shape.of(5))))
                .isTrue();
    }

    @Test
    void impossibleRangesAreRefusedWithTheirValues() {
        Generator generator = Generator.manualSeed(0);
        Shape shape = Shape.of(1);

        assertThatThrownBy(() -> generator.randint(3, 3, shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("randint expects low < high, but receives low=3 and high=3");
        assertThatThrownBy(() -> generator.uniform(2, 1, shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from=2.0 and to=1.0");
        assertThatThrownBy(() -> generator.uniform(-3e38, 3e38, shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from=-3.0E38 and to=3.0E38");
        assertThatThrownBy(() -> generator.normal(0, -1, shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("normal expects std >= 0, but receives std=-1.0");
    }

    /** torch's default initialisation of a weight: kaiming_uniform with a = sqrt(5), over [out, in, ...kernel]. */
    private static Tensor weight(Generator generator, int... sizes) {
        Shape shape = Shape.of(sizes);
        int fanIn = shape.elements(1, shape.rank());
        double gain = Math.sqrt(2.0 / (1 + Math.pow(Math.sqrt(5), 2)));
        double bound = Math.sqrt(3.0) * (gain / Math.sqrt(fanIn));
        return generator.uniform(-bound, bound, shape);
    }

    private static Tensor bias(Generator generator, int size, int fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        return generator.uniform(-bound, bound, Shape.of(size));
    }

    private static void assertValues(Tensor drawn, JsonNode expected, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            float value = (float) expected.get(i).asDouble();
            if (tolerance == 0) {
                assertThat(drawn.array()[i]).isEqualTo(value);
            } else {
                assertThat((double) drawn.array()[i]).isCloseTo(value, within(tolerance));
            }
        }
    }

    private static List<Float> boxed(Tensor tensor) {
        List<Float> values = new ArrayList<>();
        for (float value : tensor.array()) {
            values.add(value);
        }
        return values;
    }

    private static double sum(Tensor tensor) {
        double sum = 0;
        for (float value : tensor.array()) {
            sum += value;
        }
        return sum;
    }

    private static JsonNode read(String resource) throws IOException {
        try (InputStream stream = GeneratorTest.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(stream);
        }
    }
}
