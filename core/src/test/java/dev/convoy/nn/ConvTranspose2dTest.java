package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConvTranspose2dTest {

    @Test
    void everyInputIsScatteredThroughTheKernelAndEveryKernelGivesTheSameBits() {
        Draws draws = Draws.of(ConvTranspose2dTest.class);
        for (int trial = 0; trial < 300; trial++) {
            int groups = draws.between(1, 3);
            int in = groups * draws.between(1, 3);
            int out = groups * draws.between(1, draws.between(0, 4) == 0 ? 40 : 4);
            int[] kernel = draws.each(2, 1, 4);
            int[] stride = draws.each(2, 1, 4);
            int[] dilation = draws.each(2, 1, 3);
            int[] padding = draws.each(2, 0, 3);
            int[] outputPadding = new int[2];
            for (int i = 0; i < 2; i++) {
                outputPadding[i] = draws.between(0, Math.max(stride[i], dilation[i]) - 1);
            }
            Tensor weight = draws.tensor(Shape.of(in, out / groups, kernel[0], kernel[1]));
            Tensor bias = draws.bool() ? draws.tensor(Shape.of(out)) : null;
            ConvTranspose2d conv = ConvTranspose2d.builder(in, out, kernel)
                    .stride(stride)
                    .dilation(dilation)
                    .padding(padding)
                    .outputPadding(outputPadding)
                    .groups(groups)
                    .bias(bias != null)
                    .build(weight, bias);
            Tensor input = draws.tensor(Shape.of(2, in, draws.between(4, 7), draws.between(4, 7)));
            int height = (input.shape().size(2) - 1) * stride[0]
                    - 2 * padding[0]
                    + dilation[0] * (kernel[0] - 1)
                    + outputPadding[0]
                    + 1;
            int width = (input.shape().size(3) - 1) * stride[1]
                    - 2 * padding[1]
                    + dilation[1] * (kernel[1] - 1)
                    + outputPadding[1]
                    + 1;
            if (height < 1 || width < 1) {
                assertThatThrownBy(() -> conv.forward(input)).isInstanceOf(ShapeException.class);
                continue;
            }

            Tensor output = conv.forward(input);

            assertThat(output.shape()).isEqualTo(Shape.of(2, out, height, width));
            double[] expected = scattered(input, weight, bias, groups, stride, dilation, padding, output.shape());
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) output.array()[i])
                        .as("%s of %s, [%d]", conv, input.shape(), i)
                        .isCloseTo(expected[i], within(3e-5));
            }
            for (Kernel other : Kernels.available()) {
                assertThat(conv.forward(input, other).sameBits(output))
                        .as(other.description())
                        .isTrue();
            }
            Draws.expectSameBitsAlone(conv, input);
        }
    }

    private static double[] scattered(
            Tensor x, Tensor w, Tensor bias, int groups, int[] stride, int[] dilation, int[] padding, Shape shape) {
        double[] y = new double[shape.elements()];
        int channels = x.shape().size(1) / groups;
        int filters = w.shape().size(1);
        int area = shape.size(2) * shape.size(3);
        for (int i = 0; i < y.length; i++) {
            y[i] = bias == null ? 0 : bias.at(i / area % shape.size(1));
        }
        for (int n = 0; n < shape.size(0); n++) {
            for (int c = 0; c < x.shape().size(1); c++) {
                for (int f = 0; f < filters; f++) {
                    int plane = (n * shape.size(1) + c / channels * filters + f) * area;
                    for (int h = 0; h < x.shape().size(2) * w.shape().size(2); h++) {
                        for (int v = 0; v < x.shape().size(3) * w.shape().size(3); v++) {
                            int kh = h % w.shape().size(2);
                            int kw = v % w.shape().size(3);
                            int row = h / w.shape().size(2);
                            int column = v / w.shape().size(3);
                            int i = row * stride[0] - padding[0] + kh * dilation[0];
                            int j = column * stride[1] - padding[1] + kw * dilation[1];
                            if (i >= 0 && i < shape.size(2) && j >= 0 && j < shape.size(3)) {
                                y[plane + i * shape.size(3) + j] +=
                                        (double) x.at(n, c, row, column) * w.at(c, f, kh, kw);
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    @Test
    void aPixelStampsTheKernelAtItsStride() {
        ConvTranspose2d conv = ConvTranspose2d.builder(1, 1, 2)
                .stride(3)
                .outputPadding(1)
                .build(Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4), Tensor.of(Shape.of(1), 0.5f));
        Tensor output = conv.forward(Tensor.of(Shape.of(1, 1, 2), 1, 10));
        assertThat(output.shape()).isEqualTo(Shape.of(1, 3, 6));
        assertThat(output.array())
                .containsExactly(
                        1.5f, 2.5f, 0.5f, 10.5f, 20.5f, 0.5f, 3.5f, 4.5f, 0.5f, 30.5f, 40.5f, 0.5f, 0.5f, 0.5f, 0.5f,
                        0.5f, 0.5f, 0.5f);
    }

    @Test
    void itUndoesTheShapeOfAConvolution() {
        Conv2d down = Conv2d.builder(16, 16, 3).stride(2).padding(1).build();
        ConvTranspose2d up =
                ConvTranspose2d.builder(16, 16, 3).stride(2).padding(1).build();
        assertThat(down.outputShape(Shape.of(1, 16, 12, 12))).isEqualTo(Shape.of(1, 16, 6, 6));
        assertThat(up.outputShape(Shape.of(1, 16, 6, 6))).isEqualTo(Shape.of(1, 16, 11, 11));
        assertThat(ConvTranspose2d.builder(16, 33, 3, 5)
                        .stride(2, 1)
                        .padding(4, 2)
                        .build()
                        .outputShape(Shape.of(20, 16, 50, 100)))
                .isEqualTo(Shape.of(20, 33, 93, 100));
    }

    @Test
    void reprNamesCountsAndInitialisationAreTorchs() {
        ConvTranspose2d conv = ConvTranspose2d.builder(4, 6, 3)
                .stride(2)
                .padding(1)
                .outputPadding(1)
                .groups(2)
                .bias(false)
                .dilation(2)
                .build();
        assertThat(conv)
                .hasToString("ConvTranspose2d(4, 6, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1),"
                        + " dilation=(2, 2), output_padding=(1, 1), groups=2, bias=False)");
        assertThat(conv.parameterShapes()).containsOnlyKeys("weight").containsEntry("weight", Shape.of(4, 3, 3, 3));
        assertThat(conv.multiplyAdds(Shape.of(2, 4, 5, 5))).isEqualTo(2L * 4 * 25 * 3 * 9);

        ConvTranspose2d drawn = ConvTranspose2d.builder(4, 6, 3).groups(2).build(Generator.manualSeed(3));
        Generator generator = Generator.manualSeed(3);
        float bound = (float) (1 / Math.sqrt(3 * 9));
        assertThat(drawn.weight().sameBits(generator.uniform(-bound, bound, Shape.of(4, 3, 3, 3))))
                .isTrue();
        assertThat(drawn.bias().sameBits(generator.uniform(-bound, bound, Shape.of(6))))
                .isTrue();
        assertThat(drawn.state()).containsOnlyKeys("weight", "bias");
    }

    @Test
    void whatTorchRefusesIsRefused() {
        refused(
                () -> ConvTranspose2d.builder(1, 1, 3)
                        .stride(2)
                        .outputPadding(2)
                        .build(),
                "ConvTranspose2d expects output_padding to be less than the stride 2 or the dilation 1, but it is 2");
        refused(
                () -> ConvTranspose2d.builder(1, 1, 3).paddingMode("reflect").build(),
                "ConvTranspose2d expects padding_mode to be 'zeros', but it is 'reflect'");
        refused(
                () -> ConvTranspose2d.builder(3, 4, 3).groups(2).build(),
                "ConvTranspose2d expects in_channels to be divisible by groups = 2, but it is 3");
        refused(
                () -> ConvTranspose2d.builder(1, 1, 1).padding(1).build().outputShape(Shape.of(1, 1, 1)),
                "ConvTranspose2d would give an output of (-1 x -1), from the input [1, 1, 1]");
        refused(
                () -> ConvTranspose2d.builder(2, 1, 1).build().outputShape(Shape.of(1, 1, 1)),
                "ConvTranspose2d expects 2 input channels but receives 1, from the input [1, 1, 1]");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
