package dev.convoy.state.onnx;

import static dev.convoy.state.onnx.SmallModel.counting;
import static dev.convoy.state.onnx.SmallModel.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionOperatorsTest {

    private static final Shape ROW = Shape.of(1, 1, 5);

    private static SmallModel row(int opset) {
        return SmallModel.of(opset, -1, 1, 5).floats("w", Shape.of(1, 1, 3), 1, 10, 100);
    }

    @Test
    void convTakesPadsStridesDilationsAndABias() throws IOException {
        Tensor y = row(7).floats("b", 0.5f)
                .node("Conv x w b -> y", "pads", ints(1, 1), "strides", ints(2), "kernel_shape", ints(3))
                .run(ROW, counting(5));
        assertThat(y.array()).containsExactly(210.5f, 432.5f, 54.5f);
        y = row(22).node("Conv x w -> y", "dilations", ints(2)).run(ROW, counting(5));
        assertThat(y.array()).containsExactly(531);
    }

    @Test
    void convPadsOneSideMore() throws IOException {
        Tensor y = row(11).node("Conv x w -> y", "pads", ints(0, 1)).run(ROW, counting(5));
        assertThat(y.array()).containsExactly(321, 432, 543, 54);
    }

    @ParameterizedTest
    @CsvSource({"SAME_UPPER, 210 432 54", "SAME_LOWER, 210 432 54", "VALID, 321 543"})
    void convPadsByItself(String auto, String expected) throws IOException {
        Tensor y = row(11).node("Conv x w -> y", "auto_pad", auto, "strides", ints(2))
                .run(ROW, counting(5));
        assertThat(y.array()).containsExactly(numbers(expected));
    }

    @ParameterizedTest
    @CsvSource({"SAME_UPPER, 21 43", "SAME_LOWER, 10 32"})
    void whatIsOddOfThePaddingLiesBehindOrBefore(String auto, String expected) throws IOException {
        Tensor y = SmallModel.of(13, -1, 1, 4)
                .floats("w", Shape.of(1, 1, 3), 1, 10, 0)
                .node("Conv x w -> y", "auto_pad", auto, "strides", ints(2))
                .run(Shape.of(1, 1, 4), 1, 2, 3, 4);
        assertThat(y.array()).containsExactly(numbers(expected));
    }

    static float[] numbers(String text) {
        String[] parts = text.split(" ", -1);
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Float.parseFloat(parts[i]);
        }
        return numbers;
    }

    @Test
    void convHasGroupsAndTwoOrThreeDimensions() throws IOException {
        Tensor y = SmallModel.of(9, -1, 2, 2, 2)
                .floats("w", Shape.of(2, 1, 1, 1), 3, 5)
                .node("Conv x w -> y", "group", 2)
                .run(Shape.of(1, 2, 2, 2), counting(8));
        assertThat(y.array()).containsExactly(3, 6, 9, 12, 25, 30, 35, 40);
        y = SmallModel.of(9, -1, 1, 2, 2, 2)
                .floats("w", Shape.of(1, 1, 2, 2, 2), 1, 1, 1, 1, 1, 1, 1, 1)
                .node("Conv x w -> y")
                .run(Shape.of(1, 1, 2, 2, 2), counting(8));
        assertThat(y.array()).containsExactly(36);
    }

    @Test
    void weightsMayPassThroughOtherNodes() throws IOException {
        Tensor y = SmallModel.of(13, -1, 1, 3)
                .floats("stored", Shape.of(3, 1), 1, 10, 100)
                .integers("shape", 1, 1, 3)
                .node("Identity stored -> same")
                .node("Transpose same -> turned", "perm", ints(1, 0))
                .node("Reshape turned shape -> w")
                .node("Conv x w -> y")
                .run(Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6);
        assertThat(y.array()).containsExactly(321, 654);
    }

    @Test
    void convTransposeHasOneOrTwoDimensions() throws IOException {
        Tensor y = SmallModel.of(11, -1, 1, 2)
                .floats("w", Shape.of(1, 1, 2), 1, 10)
                .node("ConvTranspose x w -> y", "strides", ints(2), "output_padding", ints(1))
                .run(Shape.of(1, 1, 2), 1, 2);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 5));
        assertThat(y.array()).containsExactly(1, 10, 2, 20, 0);
        y = SmallModel.of(11, -1, 1, 1, 2)
                .floats("w", Shape.of(1, 1, 1, 2), 1, 10)
                .floats("b", 0.5f)
                .node("ConvTranspose x w b -> y", "pads", ints(0, 1, 0, 0))
                .run(Shape.of(1, 1, 1, 2), 1, 2);
        assertThat(y.array()).containsExactly(12.5f, 20.5f);
    }

    @Test
    void gemmScalesAndTransposes() throws IOException {
        SmallModel model = SmallModel.of(13, -1, 2)
                .floats("w", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
                .floats("c", Shape.of(1, 3), 10, 20, 30)
                .node("Gemm x w c -> y", "alpha", 2f, "beta", 0.5f);
        assertThat(model.run(Shape.of(1, 2), 1, 2).array()).containsExactly(23, 34, 45);
        Tensor y = SmallModel.of(7, -1, 2)
                .floats("w", Shape.of(3, 2), 1, 2, 3, 4, 5, 6)
                .floats("c", Shape.of(), 1)
                .node("Gemm x w c -> y", "transB", 1)
                .run(Shape.of(2, 2), 1, 2, 3, 4);
        assertThat(y.array()).containsExactly(6, 12, 18, 12, 26, 40);
        y = SmallModel.of(11, -1, 2)
                .floats("w", Shape.of(2, 1), 1, 10)
                .node("Gemm x w -> y")
                .run(Shape.of(1, 2), 1, 2);
        assertThat(y.array()).containsExactly(21);
    }

    @Test
    void gemmAndMatMulTakeWhatIsComputed() throws IOException {
        Tensor y = SmallModel.of(13, -1, 2)
                .floats("w", Shape.of(2, 2), 1, 2, 3, 4)
                .node("MatMul x w -> a")
                .floats("row", Shape.of(2), 1, 1)
                .node("MatMul a row -> y")
                .run(Shape.of(1, 2), 1, 2);
        assertThat(y.array()).containsExactly(17);
        y = SmallModel.of(13, -1, 1, 2)
                .node("Transpose x -> t", "perm", ints(0, 2, 1))
                .node("MatMul x t -> y")
                .run(Shape.of(1, 1, 2), 3, 4);
        assertThat(y.array()).containsExactly(25);
    }

    @Test
    void weightsFromTheImagesAreRefused() {
        assertThatThrownBy(() -> SmallModel.of(13, -1, 1, 3)
                        .node("Relu x -> w")
                        .node("Conv x w -> y")
                        .read())
                .hasMessageContaining("Conv (node 'node_1') computes its input 1 'w' from the images");
    }

    @Test
    void argumentsThatDoNotFitAreRefused() {
        assertThatThrownBy(() ->
                        row(11).node("Conv x w -> y", "kernel_shape", ints(2)).read())
                .hasMessageContaining("Conv (node 'node_0') has kernel_shape = [2], but a weight of shape [1, 1, 3]");
        assertThatThrownBy(() -> row(11).node("Conv x w -> y", "pads", ints(1)).read())
                .hasMessageContaining("has pads = [1] in place of 2 numbers");
        assertThatThrownBy(() -> row(11).node("Conv x w -> y", "group", 2).read())
                .hasMessageContaining("Conv (node 'node_0')")
                .hasMessageContaining("groups = 2");
    }
}
