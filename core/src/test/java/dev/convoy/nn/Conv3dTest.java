package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Conv3dTest {

    private static final String[] MODES = {"zeros", "reflect", "replicate", "circular"};

    @Test
    void everyOutputIsItsDefinitionsAndEveryKernelGivesTheSameBits() {
        Draws draws = Draws.of(Conv3dTest.class);
        for (int trial = 0; trial < 150; trial++) {
            int groups = draws.between(1, 3);
            int in = groups * draws.between(1, 3);
            int out = groups * draws.between(1, draws.between(0, 4) == 0 ? 40 : 4);
            int[] kernel = draws.each(3, 1, 3);
            int[] stride = draws.each(3, 1, 3);
            int[] dilation = draws.each(3, 1, 2);
            int[] padding = draws.each(3, 0, 2);
            String mode = MODES[draws.between(0, 3)];
            boolean same = draws.between(0, 4) == 0;
            ConvBuilder<Conv3d> builder = Conv3d.builder(in, out, kernel)
                    .dilation(dilation)
                    .groups(groups)
                    .paddingMode(mode);
            if (same) {
                builder.padding("same");
                stride = new int[] {1, 1, 1};
                for (int i = 0; i < 3; i++) {
                    padding[i] = dilation[i] * (kernel[i] - 1) / 2;
                }
            } else {
                builder.padding(padding).stride(stride);
            }
            Shape weightShape = Shape.of(out, in / groups, kernel[0], kernel[1], kernel[2]);
            Tensor bias = draws.bool() ? draws.tensor(Shape.of(out)) : null;
            Conv3d conv = builder.bias(bias != null).build(draws.tensor(weightShape), bias);
            Tensor input = draws.tensor(Shape.of(2, in, draws.between(5, 8), draws.between(5, 8), draws.between(5, 8)));

            Tensor output = conv.forward(input);

            for (int sample = 0; sample < 40; sample++) {
                int[] at = new int[5];
                for (int d = 0; d < 5; d++) {
                    at[d] = draws.between(0, output.shape().size(d) - 1);
                }
                double expected = defined(conv, input, at, groups, stride, dilation, padding, mode);
                assertThat((double) output.at(at))
                        .as("%s of %s", conv, input.shape())
                        .isCloseTo(expected, within(2e-5));
            }
            for (int d = 0; d < 3; d++) {
                int reach = dilation[d] * (kernel[d] - 1);
                int padded = input.shape().size(d + 2) + (same ? reach : 2 * padding[d]);
                assertThat(output.shape().size(d + 2)).isEqualTo((padded - reach - 1) / stride[d] + 1);
            }
            for (Kernel other : Kernels.available()) {
                assertThat(conv.forward(input, other).sameBits(output))
                        .as(other.description())
                        .isTrue();
            }
            Draws.expectSameBitsAlone(conv, input);
        }
    }

    private static double defined(
            Conv3d conv, Tensor x, int[] at, int groups, int[] stride, int[] dilation, int[] padding, String mode) {
        Shape weight = conv.weight().shape();
        double sum = conv.bias() == null ? 0 : conv.bias().at(at[1]);
        int group = at[1] / (weight.size(0) / groups);
        for (int c = 0; c < weight.size(1); c++) {
            for (int i = 0; i < weight.size(2); i++) {
                for (int j = 0; j < weight.size(3); j++) {
                    for (int k = 0; k < weight.size(4); k++) {
                        int d = source(
                                at[2] * stride[0] + i * dilation[0] - padding[0],
                                x.shape().size(2),
                                mode);
                        int h = source(
                                at[3] * stride[1] + j * dilation[1] - padding[1],
                                x.shape().size(3),
                                mode);
                        int w = source(
                                at[4] * stride[2] + k * dilation[2] - padding[2],
                                x.shape().size(4),
                                mode);
                        if (d >= 0 && h >= 0 && w >= 0) {
                            sum += (double) x.at(at[0], group * weight.size(1) + c, d, h, w)
                                    * conv.weight().at(at[1], c, i, j, k);
                        }
                    }
                }
            }
        }
        return sum;
    }

    private static int source(int index, int size, String mode) {
        if (index >= 0 && index < size) {
            return index;
        }
        return switch (mode) {
            case "zeros" -> -1;
            case "reflect" -> size - 1 - Math.abs(size - 1 - Math.abs(index));
            case "replicate" -> Math.max(0, Math.min(size - 1, index));
            default -> Math.floorMod(index, size);
        };
    }

    @Test
    void aCubeOfOnesCountsItsNeighbours() {
        Conv3d conv =
                Conv3d.builder(1, 1, 3).padding(1).build(ones(Shape.of(1, 1, 3, 3, 3)), Tensor.of(Shape.of(1), 0.5f));
        Tensor output = conv.forward(ones(Shape.of(1, 3, 3, 3)));
        assertThat(output.at(0, 1, 1, 1)).isEqualTo(27.5f);
        assertThat(output.at(0, 0, 1, 1)).isEqualTo(18.5f);
        assertThat(output.at(0, 0, 0, 1)).isEqualTo(12.5f);
        assertThat(output.at(0, 2, 2, 2)).isEqualTo(8.5f);
    }

    private static Tensor ones(Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        Arrays.fill(tensor.array(), 1);
        return tensor;
    }

    @Test
    void shapesCountsNamesAndErrorsAreTorchs() {
        Conv3d conv =
                Conv3d.builder(16, 33, 3, 5, 2).stride(2, 1, 1).padding(4, 2, 0).build();
        assertThat(conv).hasToString("Conv3d(16, 33, kernel_size=(3, 5, 2), stride=(2, 1, 1), padding=(4, 2, 0))");
        assertThat(conv.outputShape(Shape.of(20, 16, 10, 50, 100))).isEqualTo(Shape.of(20, 33, 8, 50, 99));
        assertThat(conv.parameterShapes())
                .containsEntry("weight", Shape.of(33, 16, 3, 5, 2))
                .containsEntry("bias", Shape.of(33));
        assertThat(conv.multiplyAdds(Shape.of(16, 10, 50, 100))).isEqualTo(33L * 8 * 50 * 99 * 16 * 30);
        assertThatThrownBy(() -> conv.outputShape(Shape.of(16, 10, 50)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Conv3d expects [N, C, D, H, W] or [C, D, H, W] but receives 3 dimensions,"
                        + " from the input [16, 10, 50]");
        assertThatThrownBy(() -> conv.outputShape(Shape.of(16, 1, 0, 1)))
                .hasMessage("Conv3d has a kernel of (3 x 5 x 2), larger than its padded input of (9 x 4 x 1),"
                        + " from the input [16, 1, 0, 1]");
        assertThatThrownBy(() -> Conv3d.builder(1, 1, 3, 3).build())
                .hasMessage("Conv3d expects kernel_size to be one number or 3, but it is [3, 3]");
    }

    @Test
    void theDefaultInitialisationDrawsWithinTheFanInsBound() {
        Conv3d conv = Conv3d.builder(2, 3, 2).build(Generator.manualSeed(1));
        Generator generator = Generator.manualSeed(1);
        float bound = (float) (1 / Math.sqrt(2 * 8));
        assertThat(conv.weight().sameBits(generator.uniform(-bound, bound, Shape.of(3, 2, 2, 2, 2))))
                .isTrue();
        assertThat(conv.bias().sameBits(generator.uniform(-bound, bound, Shape.of(3))))
                .isTrue();
    }
}
