package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaddingLayersTest {

    @ParameterizedTest
    @ValueSource(strings = {"zero", "constant", "reflection", "replication", "circular"})
    void everyElementIsItsSource(String kind) {
        Draws draws = Draws.of(PaddingLayersTest.class);
        for (int trial = 0; trial < 200; trial++) {
            int dimensions = draws.between(1, 3);
            int[] padding = draws.each(2 * dimensions, -2, 3);
            Layer pad = layer(kind, dimensions, padding);
            int[] sizes = draws.each(dimensions + 2, 5, 7);
            sizes[0] = 2;
            sizes[1] = 2;
            Tensor input = draws.tensor(Shape.of(sizes));

            Tensor output = pad.forward(input);

            for (int i = 0; i < dimensions; i++) {
                int last = 2 * (dimensions - 1 - i);
                assertThat(output.shape().size(i + 2)).isEqualTo(sizes[i + 2] + padding[last] + padding[last + 1]);
            }
            Draws.expectMoved(output, input, kind.equals("constant") ? 2.5f : 0, index -> {
                for (int i = 0; i < dimensions; i++) {
                    int before = padding[2 * (dimensions - 1 - i)];
                    int after = padding[2 * (dimensions - 1 - i) + 1];
                    int source = source(kind, index[i + 2], sizes[i + 2], before, after);
                    if (source < 0) {
                        return null;
                    }
                    index[i + 2] = source;
                }
                return index;
            });
            Draws.expectSameBitsAlone(pad, input);
        }
    }

    /** Crops first and pads what is left, except that a mirror or an edge is that of the whole image. */
    private static int source(String kind, int output, int size, int before, int after) {
        int index = output - before;
        int from = Math.max(-before, 0);
        int left = size - from - Math.max(-after, 0);
        return switch (kind) {
            case "reflection" -> size - 1 - Math.abs(size - 1 - Math.abs(index));
            case "replication" -> Math.min(Math.max(index, 0), size - 1);
            case "circular" -> from + Math.floorMod(index - from, left);
            default -> index < 0 || index >= size ? -1 : index;
        };
    }

    private static Layer layer(String kind, int dimensions, int... padding) {
        return switch (kind + dimensions) {
            case "zero1" -> new ZeroPad1d(padding);
            case "zero2" -> new ZeroPad2d(padding);
            case "zero3" -> new ZeroPad3d(padding);
            case "constant1" -> new ConstantPad1d(padding, 2.5);
            case "constant2" -> new ConstantPad2d(padding, 2.5);
            case "constant3" -> new ConstantPad3d(padding, 2.5);
            case "reflection1" -> new ReflectionPad1d(padding);
            case "reflection2" -> new ReflectionPad2d(padding);
            case "reflection3" -> new ReflectionPad3d(padding);
            case "replication1" -> new ReplicationPad1d(padding);
            case "replication2" -> new ReplicationPad2d(padding);
            case "replication3" -> new ReplicationPad3d(padding);
            case "circular1" -> new CircularPad1d(padding);
            case "circular2" -> new CircularPad2d(padding);
            default -> new CircularPad3d(padding);
        };
    }

    @Test
    void theExamplesOfTorchsPagesHold() {
        Tensor lines = Tensor.of(Shape.of(1, 2, 4), 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(new ReflectionPad1d(2).forward(lines).array())
                .containsExactly(2, 1, 0, 1, 2, 3, 2, 1, 6, 5, 4, 5, 6, 7, 6, 5);
        assertThat(new ReplicationPad1d(3, 1).forward(lines).array())
                .containsExactly(0, 0, 0, 0, 1, 2, 3, 3, 4, 4, 4, 4, 5, 6, 7, 7);
        assertThat(new CircularPad1d(3, 1).forward(lines).array())
                .containsExactly(1, 2, 3, 0, 1, 2, 3, 0, 5, 6, 7, 4, 5, 6, 7, 4);
        Tensor square = Tensor.of(Shape.of(1, 1, 3, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new ReflectionPad2d(1, 1, 2, 0).forward(square).array())
                .containsExactly(7, 6, 7, 8, 7, 4, 3, 4, 5, 4, 1, 0, 1, 2, 1, 4, 3, 4, 5, 4, 7, 6, 7, 8, 7);
        assertThat(new ConstantPad2d(new int[] {-1, 0, 1, -2}, 9)
                        .forward(square)
                        .array())
                .containsExactly(9, 9, 1, 2);
    }

    @Test
    void reprIsTorchs() {
        assertThat(new ConstantPad2d(2, 3.5)).hasToString("ConstantPad2d(padding=(2, 2, 2, 2), value=3.5)");
        assertThat(new ZeroPad2d(1, 1, 2, 0)).hasToString("ZeroPad2d((1, 1, 2, 0))");
        assertThat(new ReflectionPad1d(2)).hasToString("ReflectionPad1d((2, 2))");
        assertThat(new ReplicationPad3d(1)).hasToString("ReplicationPad3d((1, 1, 1, 1, 1, 1))");
        assertThat(new CircularPad2d(1)).hasToString("CircularPad2d((1, 1, 1, 1))");
    }

    @Test
    void aConstantPadsWhateverHasTheDimensions() {
        assertThat(new ZeroPad1d(1).outputShape(Shape.of(3))).isEqualTo(Shape.of(5));
        assertThat(new ZeroPad2d(1).outputShape(Shape.of(2, 3, 4, 5, 6))).isEqualTo(Shape.of(2, 3, 4, 7, 8));
        assertThat(new ZeroPad1d(-2, -1).outputShape(Shape.of(1, 3))).isEqualTo(Shape.of(1, 0));
    }

    @Test
    void whatTorchRefusesIsRefused() {
        refused(
                () -> new ReflectionPad2d(1, 2, 3),
                "ReflectionPad2d expects padding to be one number or 4, but it is [1, 2, 3]");
        refused(
                () -> new ReflectionPad1d(4).outputShape(Shape.of(1, 4)),
                "ReflectionPad1d pads 4, but its input of 4 there allows at most 3, from the input [1, 4]");
        refused(
                () -> new CircularPad1d(5, 0).outputShape(Shape.of(1, 4)),
                "CircularPad1d pads 5, but its input of 4 there allows at most 4, from the input [1, 4]");
        refused(
                () -> new ReplicationPad1d(-2).outputShape(Shape.of(1, 4)),
                "ReplicationPad1d pads an input of 4 by -2 and -2, which leaves nothing, from the input [1, 4]");
        refused(
                () -> new ZeroPad2d(0, 0, -3, 4).outputShape(Shape.of(2, 2)),
                "ZeroPad2d pads an input of 2 by -3 and 4, which leaves nothing, from the input [2, 2]");
        refused(
                () -> new ZeroPad2d(1).outputShape(Shape.of(2)),
                "ZeroPad2d expects 2 or more dimensions but receives 1, from the input [2]");
        refused(
                () -> new ReplicationPad2d(1).outputShape(Shape.of(2, 2)),
                "ReplicationPad2d expects [N, C, H, W] or [C, H, W] but receives 2 dimensions, from the input [2, 2]");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
