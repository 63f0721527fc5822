package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UpsampleTest {

    private static final Tensor SQUARE = Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);

    @Test
    void theExamplesOfTorchsPageHold() {
        assertThat(Upsample.scaleFactor(2).build().forward(SQUARE).array())
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        assertThat(Upsample.scaleFactor(2)
                        .mode("bilinear")
                        .build()
                        .forward(SQUARE)
                        .array())
                .containsExactly(
                        1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4);
        float[] aligned = Upsample.scaleFactor(2)
                .mode("bilinear")
                .alignCorners(true)
                .build()
                .forward(SQUARE)
                .array();
        float[] expected = {
            1, 1.3333f, 1.6667f, 2, 1.6667f, 2, 2.3333f, 2.6667f, 2.3333f, 2.6667f, 3, 3.3333f, 3, 3.3333f, 3.6667f, 4
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(aligned[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void everyOutputIsItsFormulas() {
        Draws draws = Draws.of(UpsampleTest.class);
        for (int trial = 0; trial < 300; trial++) {
            boolean bilinear = draws.bool();
            boolean align = bilinear && draws.bool();
            boolean bySize = draws.bool();
            double[] factors = {draws.between(2, 14) / 4.0, draws.between(2, 14) / 4.0};
            int[] size = draws.each(2, 1, 12);
            Upsample.Builder builder = bySize ? Upsample.size(size) : Upsample.scaleFactor(factors);
            if (bilinear) {
                builder.mode("bilinear").alignCorners(align);
            }
            Upsample upsample = builder.build();
            Tensor input = draws.tensor(Shape.of(2, 3, draws.between(2, 8), draws.between(2, 8)));

            Tensor output = upsample.forward(input);

            for (int i = 0; i < 2; i++) {
                assertThat(output.shape().size(i + 2))
                        .isEqualTo(
                                bySize
                                        ? size[i]
                                        : (int) Math.floor(input.shape().size(i + 2) * factors[i]));
            }
            for (int i = 0; i < output.shape().size(2); i++) {
                for (int j = 0; j < output.shape().size(3); j++) {
                    double row = place(i, input, output, 2, bySize ? 0 : factors[0], bilinear, align);
                    double column = place(j, input, output, 3, bySize ? 0 : factors[1], bilinear, align);
                    double expected = bilinear ? between(input, row, column) : input.at(1, 2, (int) row, (int) column);
                    assertThat((double) output.at(1, 2, i, j))
                            .as("%s of %s [%d, %d]", upsample, input.shape(), i, j)
                            .isCloseTo(expected, within(bilinear ? 1e-5 : 0));
                }
            }
            for (int image = 0; image < 2; image++) {
                assertThat(upsample.forward(Draws.part(input, image)).sameBits(Draws.part(output, image)))
                        .isTrue();
            }
        }
    }

    private static double place(
            int output, Tensor from, Tensor to, int dimension, double factor, boolean bilinear, boolean align) {
        int inputs = from.shape().size(dimension);
        int outputs = to.shape().size(dimension);
        if (align) {
            return outputs == 1 ? 0 : (double) output * (inputs - 1) / (outputs - 1);
        }
        float scale = factor > 0 ? (float) (1 / factor) : (float) inputs / outputs;
        if (!bilinear) {
            return Math.min(Math.floor(output * scale), inputs - 1);
        }
        return inputs == outputs ? output : Math.max((output + 0.5) * scale - 0.5, 0);
    }

    private static double between(Tensor x, double row, double column) {
        int height = x.shape().size(2);
        int width = x.shape().size(3);
        int top = Math.min((int) row, height - 1);
        int left = Math.min((int) column, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double v = Math.min(row - top, 1);
        double u = Math.min(column - left, 1);
        return (1 - v) * ((1 - u) * x.at(1, 2, top, left) + u * x.at(1, 2, top, right))
                + v * ((1 - u) * x.at(1, 2, bottom, left) + u * x.at(1, 2, bottom, right));
    }

    @Test
    void nearestTakesLinesAndVolumes() {
        Tensor line = Tensor.of(Shape.of(1, 1, 3), 1, 2, 3);
        assertThat(Upsample.size(5).build().forward(line).array()).containsExactly(1, 1, 2, 2, 3);
        Tensor volume = Tensor.of(Shape.of(1, 1, 2, 1, 2), 1, 2, 3, 4);
        assertThat(Upsample.scaleFactor(2, 1, 1).build().forward(volume).array())
                .containsExactly(1, 2, 1, 2, 3, 4, 3, 4);
    }

    @Test
    void reprIsTorchs() {
        assertThat(Upsample.scaleFactor(2).build()).hasToString("Upsample(scale_factor=2.0, mode='nearest')");
        assertThat(Upsample.scaleFactor(2, 1.5).mode("bilinear").build())
                .hasToString("Upsample(scale_factor=(2.0, 1.5), mode='bilinear')");
        assertThat(Upsample.size(7).build()).hasToString("Upsample(size=7, mode='nearest')");
        assertThat(Upsample.size(7, 5).build()).hasToString("Upsample(size=(7, 5), mode='nearest')");
    }

    @Test
    void whatTorchRefusesIsRefused() {
        refused(
                () -> Upsample.size(2).mode("area").build(),
                "Upsample expects mode to be 'nearest' or 'bilinear', but it is 'area'");
        refused(
                () -> Upsample.size(2).alignCorners(false).build(),
                "Upsample expects align_corners to be absent where mode is 'nearest', but it is false");
        refused(() -> Upsample.size(0).build(), "Upsample expects size to be 1 or more, but it is 0");
        refused(() -> Upsample.scaleFactor(0).build(), "Upsample expects scale_factor to be above 0, but it is 0.0");
        refused(
                () -> Upsample.size(2).mode("bilinear").build().outputShape(Shape.of(1, 2, 3)),
                "Upsample expects [N, C, H, W] but receives 3 dimensions, from the input [1, 2, 3]");
        refused(
                () -> Upsample.size(2, 2).build().outputShape(Shape.of(1, 2, 3)),
                "Upsample has 2 sizes or factors for 1 dimensions, from the input [1, 2, 3]");
        refused(
                () -> Upsample.scaleFactor(0.25).build().outputShape(Shape.of(1, 2, 3)),
                "Upsample expects sizes of 1 or more to come in and go out, from the input [1, 2, 3]");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
