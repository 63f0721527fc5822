package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NormArgumentsTest {

    @Test
    void normalisationsAndActivationsPrintAsTorchPrintsThem() {
        assertThat(BatchNorm2d.builder(64).build())
                .hasToString("BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)");
        assertThat(BatchNorm1d.builder(3)
                        .eps(0.001)
                        .momentum(null)
                        .affine(false)
                        .build())
                .hasToString("BatchNorm1d(3, eps=0.001, momentum=None, affine=False, track_running_stats=True)");
        assertThat(BatchNorm3d.builder(3).momentum(0.01).build())
                .hasToString("BatchNorm3d(3, eps=1e-05, momentum=0.01, affine=True, track_running_stats=True)");
        assertThat(InstanceNorm2d.builder(3).build())
                .hasToString("InstanceNorm2d(3, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)");
        assertThat(new GroupNorm(3, 6)).hasToString("GroupNorm(3, 6, eps=1e-05, affine=True)");
        assertThat(new LayerNorm(Shape.of(10, 12)))
                .hasToString("LayerNorm((10, 12), eps=1e-05, elementwise_affine=True)");
        assertThat(new LayerNorm2d(96)).hasToString("LayerNorm2d((96,), eps=1e-06, elementwise_affine=True)");
        assertThat(new LocalResponseNorm(5)).hasToString("LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=1.0)");
        assertThat(new ReLU6()).hasToString("ReLU6()");
        assertThat(new LeakyReLU(0.2)).hasToString("LeakyReLU(negative_slope=0.2)");
        assertThat(new PReLU()).hasToString("PReLU(num_parameters=1)");
        assertThat(new ELU()).hasToString("ELU(alpha=1.0)");
        assertThat(new GELU()).hasToString("GELU(approximate='none')");
        assertThat(new Hardtanh(-2, 1e20)).hasToString("Hardtanh(min_val=-2.0, max_val=1e+20)");
        assertThat(new Clamp(0, Double.POSITIVE_INFINITY)).hasToString("clamp(min=0.0, max=inf)");
        assertThat(new Softplus()).hasToString("Softplus(beta=1.0, threshold=20.0)");
        assertThat(new Softmax(1)).hasToString("Softmax(dim=1)");
        assertThat(new LogSoftmax(-1)).hasToString("LogSoftmax(dim=-1)");
        assertThat(new Dropout(0.5)).hasToString("Dropout(p=0.5, inplace=False)");
        assertThat(new Identity()).hasToString("Identity()");
        assertThat(Elementwise.EXP).hasToString("exp()");
        assertThat(new MatMul()).hasToString("matmul()");
    }

    @Test
    void numbersPrintAsPythonPrintsThem() {
        assertThat(Arguments.number(0)).isEqualTo("0.0");
        assertThat(Arguments.number(100)).isEqualTo("100.0");
        assertThat(Arguments.number(-0.25)).isEqualTo("-0.25");
        assertThat(Arguments.number(0.0001)).isEqualTo("0.0001");
        assertThat(Arguments.number(1.5e-5)).isEqualTo("1.5e-05");
        assertThat(Arguments.number(-1e-100)).isEqualTo("-1e-100");
        assertThat(Arguments.number(123456789012345.0)).isEqualTo("123456789012345.0");
        assertThat(Arguments.number(1.25e16)).isEqualTo("1.25e+16");
        assertThat(Arguments.number(Double.NaN)).isEqualTo("nan");
        assertThat(Arguments.number(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
    }

    @Test
    void argumentsThatTorchRefusesAreRefusedWithTheirNames() {
        refused(() -> BatchNorm2d.builder(0).build(), "BatchNorm2d expects num_features to be 1 or more, but it is 0");
        refused(
                () -> BatchNorm2d.builder(4).trackRunningStats(false).build(),
                "BatchNorm2d without track_running_stats normalises by the statistics of the batch, so that an image's"
                        + " features would depend on the other images in it; train the network with"
                        + " track_running_stats, or use GroupNorm or InstanceNorm2d");
        refused(
                () -> new GroupNorm(4, 6),
                "GroupNorm expects num_channels to be divisible by num_groups = 4, but it is 6");
        refused(() -> new GroupNorm(0, 6), "GroupNorm expects num_groups to be 1 or more, but it is 0");
        refused(
                () -> new LayerNorm(Shape.of()),
                "LayerNorm expects the dimensions of normalized_shape to be 1 or more, but it is 0");
        refused(() -> new LocalResponseNorm(0), "LocalResponseNorm expects size to be 1 or more, but it is 0");
        refused(() -> new GELU("erf"), "GELU expects approximate to be 'none' or 'tanh', but it is 'erf'");
        refused(() -> new Hardtanh(1, 1), "Hardtanh expects max_val to be above min_val, but they are 1.0 and 1.0");
    }

    @Test
    void inputsThatTorchRefusesAreRefusedWithTheirShapes() {
        refused(
                BatchNorm2d.builder(64).build(),
                Shape.of(1, 32, 56, 56),
                "BatchNorm2d expects 64 input channels but receives 32, from the input [1, 32, 56, 56]");
        refused(
                BatchNorm2d.builder(3).build(),
                Shape.of(3, 8, 8),
                "BatchNorm2d expects [N, C, H, W] but receives 3 dimensions, from the input [3, 8, 8]");
        refused(
                BatchNorm1d.builder(3).build(),
                Shape.of(3),
                "BatchNorm1d expects [N, C] or [N, C, L] but receives 1 dimensions, from the input [3]");
        refused(
                BatchNorm3d.builder(3).build(),
                Shape.of(3, 3),
                "BatchNorm3d expects [N, C, D, H, W] but receives 2 dimensions, from the input [3, 3]");
        refused(
                InstanceNorm2d.builder(3).build(),
                Shape.of(3, 3),
                "InstanceNorm2d expects [N, C, H, W] or [C, H, W] but receives 2 dimensions, from the input [3, 3]");
        refused(
                InstanceNorm2d.builder(3).affine(true).build(),
                Shape.of(1, 4, 2, 2),
                "InstanceNorm2d expects 3 input channels but receives 4, from the input [1, 4, 2, 2]");
        refused(
                InstanceNorm2d.builder(3).build(),
                Shape.of(1, 3, 1, 1),
                "InstanceNorm2d expects more than 1 element in a channel, from the input [1, 3, 1, 1]");
        assertThat(InstanceNorm2d.builder(3).build().outputShape(Shape.of(1, 4, 2, 2)))
                .isEqualTo(Shape.of(1, 4, 2, 2));
        refused(
                new GroupNorm(1, 4),
                Shape.of(4),
                "GroupNorm expects [N, C, *] but receives 1 dimensions, from the input [4]");
        refused(
                new GroupNorm(1, 4),
                Shape.of(2, 3),
                "GroupNorm expects 4 input channels but receives 3, from the input [2, 3]");
        refused(
                new LayerNorm(Shape.of(3, 4)),
                Shape.of(2, 4, 3),
                "LayerNorm expects [*, 3, 4] but receives [2, 4, 3], from the input [2, 4, 3]");
        refused(
                new LayerNorm2d(3),
                Shape.of(1, 4, 2, 2),
                "LayerNorm2d expects 3 input channels but receives 4, from the input [1, 4, 2, 2]");
        refused(
                new LayerNorm2d(3),
                Shape.of(1, 3),
                "LayerNorm2d expects [N, C, H, W] but receives 2 dimensions, from the input [1, 3]");
        refused(
                new LocalResponseNorm(3),
                Shape.of(1, 3),
                "LocalResponseNorm expects [N, C, *] of 3 dimensions or more but receives 2, from the input [1, 3]");
    }

    @Test
    void aLayerWithoutValuesTellsHowToGetThem() {
        Tensor input = Tensor.zeros(Shape.of(1, 3, 2, 2));
        for (Layer layer : new Layer[] {
            BatchNorm2d.builder(3).build(),
            BatchNorm2d.builder(3).affine(false).build(),
            InstanceNorm2d.builder(3).affine(true).build(),
            new GroupNorm(1, 3),
            new LayerNorm2d(3),
            new LayerNorm(Shape.of(2, 2))
        }) {
            assertThatThrownBy(() -> layer.forward(input))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(layer + " has no values for its state: make one with initialised(…) or withState(…)");
        }
    }

    private static void refused(Layer layer, Shape input, String message) {
        assertThatThrownBy(() -> layer.outputShape(input))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
