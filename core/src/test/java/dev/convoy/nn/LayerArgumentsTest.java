package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LayerArgumentsTest {

    @Test
    void argumentsThatTorchRefusesAreRefusedWithTheirNames() {
        refused(() -> Conv2d.builder(0, 1, 3).build(), "Conv2d expects in_channels to be 1 or more, but it is 0");
        refused(() -> Conv2d.builder(1, -2, 3).build(), "Conv2d expects out_channels to be 1 or more, but it is -2");
        refused(() -> Conv2d.builder(1, 1, 3, 0).build(), "Conv2d expects kernel_size to be 1 or more, but it is 0");
        refused(
                () -> Conv2d.builder(1, 1, 3, 3, 3).build(),
                "Conv2d expects kernel_size to be one number or 2, but it is [3, 3, 3]");
        refused(
                () -> Conv1d.builder(1, 1, 3).stride(1, 1).build(),
                "Conv1d expects stride to be one number, but it is [1, 1]");
        refused(() -> Conv2d.builder(1, 1, 3).stride(0).build(), "Conv2d expects stride to be 1 or more, but it is 0");
        refused(
                () -> Conv2d.builder(1, 1, 3).padding(-1).build(),
                "Conv2d expects padding to be 0 or more, but it is -1");
        refused(
                () -> Conv2d.builder(1, 1, 3).dilation(0).build(),
                "Conv2d expects dilation to be 1 or more, but it is 0");
        refused(
                () -> Conv2d.builder(4, 6, 3).groups(3).build(),
                "Conv2d expects in_channels to be divisible by groups = 3, but it is 4");
        refused(
                () -> Conv2d.builder(6, 4, 3).groups(3).build(),
                "Conv2d expects out_channels to be divisible by groups = 3, but it is 4");
        refused(
                () -> Conv2d.builder(1, 1, 3).stride(2).padding("same").build(),
                "Conv2d expects stride to be 1 where padding is 'same', but it is (2, 2)");
        refused(
                () -> Conv2d.builder(1, 1, 3).padding("full").build(),
                "Conv2d expects padding to be numbers, 'same' or 'valid', but it is 'full'");
        refused(
                () -> Conv2d.builder(1, 1, 3).paddingMode("mirror").build(),
                "Conv2d expects padding_mode to be 'zeros', 'reflect', 'replicate' or 'circular', but it is 'mirror'");
        refused(
                () -> MaxPool2d.builder(3).padding(2).build(),
                "MaxPool2d expects padding to be at most half of the kernel, 1 here, but it is 2");
        refused(() -> new Linear(0, 3), "Linear expects in_features to be 1 or more, but it is 0");
    }

    @Test
    void inputsThatTorchRefusesAreRefusedWithTheirShapes() {
        refused(
                () -> Conv2d.builder(1, 1, 3).build().outputShape(Shape.of(5, 5)),
                "Conv2d expects [N, C, H, W] or [C, H, W] but receives 2 dimensions, from the input [5, 5]");
        refused(
                () -> Conv1d.builder(1, 1, 3).build().outputShape(Shape.of(1, 1, 5, 5)),
                "Conv1d expects [N, C, L] or [C, L] but receives 4 dimensions, from the input [1, 1, 5, 5]");
        refused(
                () -> Conv2d.builder(1, 1, 3)
                        .padding(5)
                        .paddingMode("reflect")
                        .build()
                        .outputShape(Shape.of(1, 5, 5)),
                "Conv2d pads 5 by padding_mode 'reflect', but its input of 5 there allows at most 4,"
                        + " from the input [1, 5, 5]");
        refused(
                () -> Conv2d.builder(1, 1, 3)
                        .padding(6)
                        .paddingMode("circular")
                        .build()
                        .outputShape(Shape.of(1, 5, 5)),
                "Conv2d pads 6 by padding_mode 'circular', but its input of 5 there allows at most 5,"
                        + " from the input [1, 5, 5]");
        refused(
                () -> Conv2d.builder(1, 1, 3).dilation(1_000_000_000).build().outputShape(Shape.of(1, 5, 5)),
                "Conv2d has a kernel of (3 x 3) with a dilation of (1000000000 x 1000000000), larger than its padded"
                        + " input of (5 x 5), from the input [1, 5, 5]");
        refused(
                () -> MaxPool2d.builder(3).build().outputShape(Shape.of(1, 2, 5)),
                "MaxPool2d has a kernel of (3 x 3), larger than its padded input of (2 x 5), from the input [1, 2, 5]");
        refused(
                () -> new Flatten(1, 4).outputShape(Shape.of(2, 3)),
                "Flatten has end_dim 4, which an input of 2 dimensions has not, from the input [2, 3]");
    }

    @Test
    void layersPrintAsTorchPrintsThem() {
        assertThat(Conv2d.builder(3, 64, 7).stride(2).padding(3).bias(false).build())
                .hasToString("Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)");
        assertThat(Conv2d.builder(4, 8, 3, 5)
                        .padding("same")
                        .dilation(2)
                        .groups(2)
                        .paddingMode("reflect")
                        .build())
                .hasToString("Conv2d(4, 8, kernel_size=(3, 5), stride=(1, 1), padding=same, dilation=(2, 2), groups=2,"
                        + " padding_mode=reflect)");
        assertThat(Conv1d.builder(2, 3, 4).build()).hasToString("Conv1d(2, 3, kernel_size=(4,), stride=(1,))");
        assertThat(MaxPool2d.builder(3).stride(2).padding(1).build())
                .hasToString("MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)");
        assertThat(Sequential.of(new ReLU(), new Flatten(), new Linear(2, 3))).hasToString("""
                        Sequential(
                          (0): ReLU()
                          (1): Flatten(start_dim=1, end_dim=-1)
                          (2): Linear(in_features=2, out_features=3, bias=True)
                        )""");
    }

    @Test
    void aLayerWithoutValuesTellsHowToGetThem() {
        assertThatThrownBy(() -> Conv2d.builder(1, 1, 3).build().forward(Tensor.zeros(Shape.of(1, 3, 3))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Conv2d(1, 1, kernel_size=(3, 3), stride=(1, 1)) has no values for its state:"
                        + " make one with initialised(…) or withState(…)");
    }

    @Test
    void everyParameterThatDoesNotFitIsNamedAtOnce() {
        Sequential network = Sequential.of(Conv2d.builder(1, 2, 3).build(), new Linear(4, 5));
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("0.weight", Tensor.zeros(Shape.of(2, 1, 3, 2)));
        parameters.put("0.bias", Tensor.zeros(Shape.of(2)));
        parameters.put("1.weight", Tensor.zeros(Shape.of(5, 4)));
        parameters.put("fc.bias", Tensor.zeros(Shape.of(5)));

        refused(() -> network.withState(parameters), """
                the weights do not fit the network:
                  '0.weight' is expected to have shape [2, 1, 3, 3] but has [2, 1, 3, 2];
                  '1.bias' [5] is missing;
                  'fc.bias' [5] belongs to no layer""");
    }

    @Test
    void countsAreTorchs() {
        Conv2d conv = Conv2d.builder(3, 64, 7).stride(2).padding(3).bias(false).build();
        assertThat(conv.parameterCount()).isEqualTo(9408);
        assertThat(conv.multiplyAdds(Shape.of(1, 3, 224, 224))).isEqualTo(118_013_952L);
        assertThat(new Linear(512, 1000).initialised(Generator.manualSeed(0)).parameterCount())
                .isEqualTo(513_000);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
