package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private final Parameter parameter = new Parameter(Shape.of(2, 1, 1), 0.5);

    @Test
    void initialisedItIsItsConstant() {
        Tensor value = parameter.initialised(Generator.manualSeed(0)).forward(List.of());

        assertThat(value.sameBits(Tensor.of(Shape.of(2, 1, 1), 0.5f, 0.5f))).isTrue();
        assertThat(parameter.parameterCount()).isEqualTo(2);
    }

    @Test
    void inAGraphItsKeyIsTheNameOfItsNode() {
        GraphBuilder builder = Graph.builder();
        String scale = builder.add("block.layer_scale", parameter);
        Graph graph = builder.build(builder.add("block.mul", Arithmetic.MUL, scale, Graph.INPUT));
        Tensor value = Tensor.of(Shape.of(2, 1, 1), 2, 3);

        assertThat(graph.stateShapes()).containsExactly(Map.entry("block.layer_scale", Shape.of(2, 1, 1)));
        Graph loaded = graph.withState(Map.of("block.layer_scale", value));
        assertThat(loaded.state()).containsExactly(Map.entry("block.layer_scale", value));
        Tensor output = loaded.forward(Tensor.of(Shape.of(1, 2, 1, 1), 10, 10), List.of("block.mul"))
                .get("block.mul");
        assertThat(output.array()).containsExactly(20, 30);
    }

    @Test
    void withoutAValueItSaysSo() {
        assertThatThrownBy(() -> parameter.forward(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Parameter([2, 1, 1]) has no values");
    }

    @Test
    void anInputIsRefused() {
        assertThatThrownBy(() -> parameter.outputShape(List.of(Shape.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a parameter has no inputs, but there are 1");
    }
}
