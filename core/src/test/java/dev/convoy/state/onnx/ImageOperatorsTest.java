package dev.convoy.state.onnx;

import static dev.convoy.state.onnx.ConvolutionOperatorsTest.numbers;
import static dev.convoy.state.onnx.SmallModel.counting;
import static dev.convoy.state.onnx.SmallModel.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageOperatorsTest {

    private static final Shape ROW = Shape.of(1, 1, 4);

    private static SmallModel row(int opset) {
        return SmallModel.of(opset, -1, 1, 4);
    }

    private static SmallModel square(int opset) {
        return SmallModel.of(opset, -1, 1, 2, 2);
    }

    private static Tensor run(SmallModel square) throws IOException {
        return square.run(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    }

    @Test
    void maxPoolPadsWithNothing() throws IOException {
        SmallModel model =
                row(12).node("MaxPool x -> y", "kernel_shape", ints(2), "strides", ints(2), "pads", ints(1, 1));
        assertThat(model.run(ROW, -1, -2, -3, -4).array()).containsExactly(-1, -2, -4);
        model = row(7).node("MaxPool x -> y", "kernel_shape", ints(2), "pads", ints(0, 1));
        assertThat(model.run(ROW, -1, -2, -3, -4).array()).containsExactly(-1, -2, -3, -4);
        model = row(10).node(
                        "MaxPool x -> y",
                        "kernel_shape",
                        ints(3),
                        "strides",
                        ints(2),
                        "ceil_mode",
                        1,
                        "dilations",
                        ints(1));
        assertThat(model.run(ROW, 1, 2, 3, 4).array()).containsExactly(3, 4);
        model = row(11).node("MaxPool x -> y", "kernel_shape", ints(3), "strides", ints(2), "auto_pad", "SAME_UPPER");
        assertThat(model.run(ROW, 1, 2, 3, 4).array()).containsExactly(3, 4);
    }

    @Test
    void averagePoolCountsThePaddingIfAskedTo() throws IOException {
        SmallModel model =
                row(7).node("AveragePool x -> y", "kernel_shape", ints(2), "pads", ints(1, 1), "strides", ints(2));
        assertThat(model.run(ROW, 2, 4, 6, 8).array()).containsExactly(2, 5, 8);
        model = row(19).node(
                        "AveragePool x -> y",
                        "kernel_shape",
                        ints(2),
                        "pads",
                        ints(1, 1),
                        "strides",
                        ints(2),
                        "count_include_pad",
                        1);
        assertThat(model.run(ROW, 2, 4, 6, 8).array()).containsExactly(1, 5, 4);
    }

    @ParameterizedTest
    @CsvSource({"0, 3 5 7 8", "1, 3 5 7 4"})
    void averagePoolPadsOneSideMore(int counted, String expected) throws IOException {
        SmallModel model = row(11).node(
                        "AveragePool x -> y",
                        "kernel_shape",
                        ints(2),
                        "pads",
                        ints(0, 1),
                        "count_include_pad",
                        counted);
        assertThat(model.run(ROW, 2, 4, 6, 8).array()).containsExactly(numbers(expected));
    }

    @Test
    void globalPoolingTakesAllOfAChannel() throws IOException {
        assertThat(run(square(7).node("GlobalAveragePool x -> y")).array()).containsExactly(2.5f);
        assertThat(run(square(7).node("GlobalMaxPool x -> y")).shape()).isEqualTo(Shape.of(1, 1, 1, 1));
        assertThat(row(7).node("GlobalMaxPool x -> y").run(ROW, 1, 4, 2, 3).array())
                .containsExactly(4);
    }

    @Test
    void padHasItsPadsInAttributesOrInputs() throws IOException {
        SmallModel old = row(7).node("Pad x -> y", "pads", ints(0, 0, 1, 0, 0, 2), "value", 9f);
        assertThat(old.run(ROW, 1, 2, 3, 4).array()).containsExactly(9, 1, 2, 3, 4, 9, 9);
        SmallModel recent = row(11).integers("p", 0, 0, 1, 0, 0, 0)
                .floats("v", Shape.of(), 7)
                .node("Pad x p v -> y", "mode", "constant");
        assertThat(recent.run(ROW, 1, 2, 3, 4).array()).containsExactly(7, 1, 2, 3, 4);
        SmallModel axes = row(18).integers("p", 1, -1).integers("a", -1).node("Pad x p _ a -> y", "mode", "constant");
        assertThat(axes.run(ROW, 1, 2, 3, 4).array()).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({"reflect, 3 2 1 2 3 4 3", "edge, 1 1 1 2 3 4 4", "wrap, 3 4 1 2 3 4 1"})
    void padRepeatsTheImage(String mode, String expected) throws IOException {
        SmallModel model = row(19).integers("p", 0, 0, 2, 0, 0, 1).node("Pad x p -> y", "mode", mode);
        assertThat(model.run(ROW, 1, 2, 3, 4).array()).containsExactly(numbers(expected));
    }

    @Test
    void channelsCanBePadded() throws IOException {
        SmallModel model = square(13).integers("p", 0, 1, 0, 0, 0, 0, 0, 0).node("Pad x p -> y");
        assertThat(run(model).array()).containsExactly(0, 0, 0, 0, 1, 2, 3, 4);
        assertThatThrownBy(() -> square(13)
                        .integers("p", 1, 0, 0, 0, 0, 0, 0, 0)
                        .node("Pad x p -> y")
                        .read())
                .hasMessageContaining("never the images of a batch");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 9, 14, 15})
    void batchNormalizationUsesTheStatisticsOfTraining(int opset) throws IOException {
        SmallModel model = SmallModel.of(opset, -1, 2, 1, 1)
                .floats("scale", 2, 3)
                .floats("bias", 1, 0)
                .floats("mean", 1, 2)
                .floats("var", 4, 1)
                .node("BatchNormalization x scale bias mean var -> y", "epsilon", 0f, "momentum", 0.9f);
        assertThat(model.run(Shape.of(1, 2, 1, 1), 5, 4).array()).containsExactly(5, 6);
    }

    @Test
    void normalisationsOfAnImageByItself() throws IOException {
        float[] halves = {-1, 1, -2, 2};
        SmallModel instance =
                square(7).floats("s", 2).floats("b", 1).node("InstanceNormalization x s b -> y", "epsilon", 0f);
        assertThat(instance.run(Shape.of(1, 1, 2, 2), 1, -1, 1, -1).array()).containsExactly(3, -1, 3, -1);
        SmallModel layer = SmallModel.of(17, -1, 2)
                .floats("s", 2, 3)
                .floats("b", 0, 1)
                .node("LayerNormalization x s b -> y", "epsilon", 0f);
        assertThat(layer.run(Shape.of(2, 2), halves).array()).containsExactly(-2, 4, -2, 4);
    }

    @Test
    void groupNormalizationScalesGroupsAndLaterChannels() throws IOException {
        float[] x = {-1, 1, -2, 2};
        SmallModel old = SmallModel.of(18, -1, 4, 1)
                .floats("s", 2, 3)
                .floats("b", 0, 1)
                .node("GroupNormalization x s b -> y", "num_groups", 2, "epsilon", 0f);
        assertThat(old.run(Shape.of(1, 4, 1), x).array()).containsExactly(-2, 2, -2, 4);
        SmallModel recent = SmallModel.of(21, -1, 4, 1)
                .floats("s", 1, 2, 3, 4)
                .floats("b", 0, 0, 0, 1)
                .node("GroupNormalization x s b -> y", "num_groups", 2, "epsilon", 0f);
        assertThat(recent.run(Shape.of(1, 4, 1), x).array()).containsExactly(-1, 2, -3, 5);
    }

    @Test
    void lrnDividesByTheNeighbours() throws IOException {
        SmallModel model =
                SmallModel.of(13, -1, 3, 1).node("LRN x -> y", "size", 3, "alpha", 3f, "beta", 1f, "bias", 1f);
        float[] y = model.run(Shape.of(1, 3, 1), 1, 2, 3).array();
        assertThat(y[0]).isCloseTo(1 / 6f, within(1e-6f));
        assertThat(y[1]).isCloseTo(2 / 15f, within(1e-6f));
        assertThat(y[2]).isCloseTo(3 / 14f, within(1e-6f));
        assertThatThrownBy(() -> SmallModel.of(13, -1, 3, 1)
                        .node("LRN x -> y", "size", 2)
                        .read())
                .hasMessageContaining("LRN (node 'node_0') has size = 2; odd sizes are supported");
    }

    @Test
    void nearestPixelsAreRepeated() throws IOException {
        float[] expected = numbers("1 1 2 2 1 1 2 2 3 3 4 4 3 3 4 4");
        float[] scales = {1, 1, 2, 2};
        assertThat(run(square(7).node("Upsample x -> y", "scales", scales)).array())
                .containsExactly(expected);
        assertThat(run(square(9).floats("s", scales).node("Upsample x s -> y")).array())
                .containsExactly(expected);
        assertThat(run(square(10).floats("s", scales).node("Resize x s -> y", "mode", "nearest"))
                        .array())
                .containsExactly(expected);
        assertThat(run(square(13).floats("s", scales).node("Resize x _ s -> y")).array())
                .containsExactly(expected);
        assertThat(run(square(19)
                                .integers("s", 4, 4)
                                .node(
                                        "Resize x _ _ s -> y",
                                        "axes",
                                        ints(2, 3),
                                        "coordinate_transformation_mode",
                                        "asymmetric",
                                        "nearest_mode",
                                        "floor"))
                        .array())
                .containsExactly(expected);
    }

    @Test
    void sizesForAFixedBatchAreWholeFactors() throws IOException {
        SmallModel model =
                SmallModel.of(13, 1, 1, 2, 2).integers("s", 1, 1, 2, 4).node("Resize x _ _ s -> y", "mode", "nearest");
        assertThat(run(model).array()).containsExactly(1, 1, 2, 2, 3, 3, 4, 4);
    }

    @Test
    void linearPixelsAreBetween() throws IOException {
        SmallModel half = square(11).floats("s", 1, 1, 1, 2).node("Resize x _ s -> y", "mode", "linear");
        assertThat(run(half).array()).containsExactly(1, 1.25f, 1.75f, 2, 3, 3.25f, 3.75f, 4);
        SmallModel corners = SmallModel.of(11, 1, 1, 2, 2)
                .integers("s", 1, 1, 2, 3)
                .node("Resize x _ _ s -> y", "mode", "linear", "coordinate_transformation_mode", "align_corners");
        assertThat(run(corners).array()).containsExactly(1, 1.5f, 2, 3, 3.5f, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "cubic, half_pixel, has mode = 'cubic'",
        "linear, asymmetric, has coordinate_transformation_mode = 'asymmetric'",
        "nearest, align_corners, resizes by the nearest pixel with coordinate_transformation_mode = 'align_corners'"
    })
    void whatTorchDoesNotDoIsRefused(String mode, String places, String message) {
        assertThatThrownBy(() -> square(13)
                        .floats("s", 1, 1, 2, 2)
                        .node("Resize x _ s -> y", "mode", mode, "coordinate_transformation_mode", places)
                        .read())
                .hasMessageContaining("Resize (node 'node_0') " + message);
    }

    @ParameterizedTest
    @CsvSource({"CRD, 1 2 3 4 5 6 7 8", "DCR, 1 3 5 7 2 4 6 8"})
    void channelsBecomePixels(String mode, String expected) throws IOException {
        Tensor y = SmallModel.of(11, -1, 8, 1, 1)
                .node("DepthToSpace x -> y", "blocksize", 2, "mode", mode)
                .run(Shape.of(1, 8, 1, 1), counting(8));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 2, 2));
        assertThat(y.array()).containsExactly(numbers(expected));
    }
}
