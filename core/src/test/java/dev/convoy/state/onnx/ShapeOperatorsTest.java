package dev.convoy.state.onnx;

import static dev.convoy.state.onnx.SmallModel.counting;
import static dev.convoy.state.onnx.SmallModel.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.nn.MixedImagesException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeOperatorsTest {

    private static final Shape CUBE = Shape.of(1, 2, 3);

    private static SmallModel cube(int opset) {
        return SmallModel.of(opset, -1, 2, 3);
    }

    private static Tensor run(SmallModel cube) throws IOException {
        return cube.run(CUBE, counting(6));
    }

    @Test
    void shapesChange() throws IOException {
        assertThat(run(cube(9).node("Flatten x -> y")).shape()).isEqualTo(Shape.of(1, 6));
        assertThat(run(cube(9).node("Flatten x -> y", "axis", 0)).shape()).isEqualTo(Shape.of(1, 6));
        assertThat(run(cube(11).node("Flatten x -> y", "axis", -1)).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(run(cube(7).node("Transpose x -> y")).shape()).isEqualTo(Shape.of(3, 2, 1));
        assertThat(run(cube(7).node("Transpose x -> y", "perm", ints(0, 2, 1))).array())
                .containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(run(cube(7).node("Unsqueeze x -> y", "axes", ints(4, 1))).shape())
                .isEqualTo(Shape.of(1, 1, 2, 3, 1));
        assertThat(run(cube(13).integers("a", -1).node("Unsqueeze x a -> y")).shape())
                .isEqualTo(Shape.of(1, 2, 3, 1));
        assertThat(run(SmallModel.of(7, -1, 2, 3)
                                .node("Unsqueeze x -> u", "axes", ints(1))
                                .node("Squeeze u -> y", "axes", ints(1)))
                        .shape())
                .isEqualTo(CUBE);
        assertThat(run(cube(13).integers("a", 1).node("Unsqueeze x a -> u").node("Squeeze u -> y"))
                        .shape())
                .isEqualTo(CUBE);
        assertThat(run(cube(8).integers("s", 2, 1, 2, 3).node("Expand x s -> y"))
                        .shape())
                .isEqualTo(Shape.of(2, 1, 2, 3));
    }

    @Test
    void partsAreTaken() throws IOException {
        assertThat(run(cube(9).node("Slice x -> y", "starts", ints(1, -2), "ends", ints(2, 1000), "axes", ints(1, 2)))
                        .array())
                .containsExactly(5, 6);
        assertThat(run(cube(13).integers("s", 0)
                                .integers("e", Long.MAX_VALUE)
                                .integers("a", 2)
                                .integers("t", 2)
                                .node("Slice x s e a t -> y"))
                        .array())
                .containsExactly(1, 3, 4, 6);
        assertThat(run(cube(11).node("Split x -> a y", "axis", 2, "split", ints(1, 2)))
                        .array())
                .containsExactly(2, 3, 5, 6);
        assertThat(run(cube(13).integers("s", 2, 1).node("Split x s -> y b", "axis", 2))
                        .array())
                .containsExactly(1, 2, 4, 5);
        assertThat(run(cube(18).node("Split x -> a y", "axis", 2, "num_outputs", 2))
                        .array())
                .containsExactly(3, 6);
        assertThat(run(cube(13).integers("i", Shape.of(), -1).node("Gather x i -> y", "axis", 2))
                        .array())
                .containsExactly(3, 6);
        assertThat(run(cube(13).integers("i", 1, 0).node("Gather x i -> y", "axis", 1))
                        .array())
                .containsExactly(4, 5, 6, 1, 2, 3);
        assertThat(run(cube(13).node("Concat x x -> y", "axis", 1)).shape()).isEqualTo(Shape.of(1, 4, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "ReduceMean, 2, 5",
        "ReduceSum, 6, 15",
        "ReduceMax, 3, 6",
        "ReduceMin, 1, 4",
        "ReduceL2, 3.7416575, 8.774964"
    })
    void reductionsHaveTheirAxesInAttributesOrInputs(String operator, float first, float second) throws IOException {
        Tensor old = run(cube(11).node(operator + " x -> y", "axes", ints(-1), "keepdims", 0));
        assertThat(old.array()).containsExactly(first, second);
        assertThat(old.shape()).isEqualTo(Shape.of(1, 2));
        Tensor recent = run(cube(18).integers("a", 2).node(operator + " x a -> y"));
        assertThat(recent.array()).containsExactly(first, second);
        assertThat(recent.shape()).isEqualTo(Shape.of(1, 2, 1));
        Tensor nothing = run(cube(18).node(operator + " x -> y", "noop_with_empty_axes", 1));
        assertThat(nothing.array()).containsExactly(counting(6));
    }

    @Test
    void imagesDoNotMix() throws IOException {
        OnnxModel mean = cube(13).node("ReduceMean x -> y").read();
        assertThatThrownBy(() -> mean.graph().requireIndependentImages(Shape.of(2, 3), mean.outputs()))
                .isInstanceOf(MixedImagesException.class)
                .hasMessage("y (mean) takes the mean over the batch");
        assertThatThrownBy(() ->
                        cube(13).integers("s", 3, -1).node("Reshape x s -> y").read())
                .hasMessageContaining("Reshape (node 'node_0') mixes the images of a batch");
    }

    @Test
    void windowsAreFoldedIntoTheBatchAndBack() throws IOException {
        for (long back : new long[] {-1, 2}) {
            OnnxModel model = SmallModel.of(13, 2, 2, 3)
                    .integers("w", 4, 3)
                    .integers("b", back, 2, 3)
                    .node("Reshape x w -> r")
                    .node("Softmax r -> s", "axis", 1)
                    .node("Reshape s b -> y")
                    .read();
            model.graph().requireIndependentImages(Shape.of(2, 3), model.outputs());
            Tensor images = Tensor.zeros(Shape.of(5, 2, 3));
            assertThat(model.graph().forward(images, model.outputs()).get("y").shape())
                    .isEqualTo(images.shape());
        }
    }

    @Test
    void aReshapeKeepsOrWorksOutSizes() throws IOException {
        assertThat(run(cube(7).integers("s", 0, -1).node("Reshape x s -> y")).shape())
                .isEqualTo(Shape.of(1, 6));
        assertThat(run(cube(14).integers("s", -1, 3, 2).node("Reshape x s -> y", "allowzero", 1))
                        .shape())
                .isEqualTo(Shape.of(1, 3, 2));
    }

    @Test
    void aBatchThatTheExporterHasFixedIsOpened() throws IOException {
        for (long[] shape : new long[][] {{2, 3, 2}, {2, 6}, {2, -1}, {-1, 6}, {2, 1, 6}}) {
            OnnxModel model = SmallModel.of(13, 2, 2, 3)
                    .integers("s", shape)
                    .node("Reshape x s -> y")
                    .read();
            Tensor y = model.graph()
                    .forward(Tensor.zeros(Shape.of(5, 2, 3)), List.of("y"))
                    .get("y");
            assertThat(y.shape().size(0)).isEqualTo(5);
            assertThat(model.inputShape()).containsExactly(2, 2, 3);
        }
    }

    @Test
    void arithmeticOnShapesIsDoneWhenTheModelIsRead() throws IOException {
        SmallModel model = SmallModel.of(9, -1, 4, 2, 3)
                .integers("zero", Shape.of(), 0)
                .integers("one", Shape.of(), 1)
                .integers("two", Shape.of(), 2)
                .integers("rest", 2, 3)
                .node("Shape x -> shape")
                .node("Gather shape zero -> n", "axis", 0)
                .node("Gather shape one -> c", "axis", 0)
                .node("Div c two -> half")
                .node("Cast half -> half64", "to", 7)
                .node("Unsqueeze n -> n1", "axes", ints(0))
                .node("Unsqueeze two -> two1", "axes", ints(0))
                .node("Unsqueeze half64 -> half1", "axes", ints(0))
                .node("Concat n1 two1 half1 rest -> groups", "axis", 0)
                .node("Reshape x groups -> grouped")
                .node("Transpose grouped -> shuffled", "perm", ints(0, 2, 1, 3, 4))
                .node("Slice shape -> images", "starts", ints(2), "ends", ints(4))
                .integers("minus", -1)
                .node("Concat n1 minus images -> back", "axis", 0)
                .node("Reshape shuffled back -> y");
        OnnxModel read = model.read();
        assertThat(read.graph().nodes().keySet()).containsExactly("grouped", "shuffled", "y");
        Tensor y = read.graph()
                .forward(Tensor.of(Shape.of(3, 4, 2, 3), counting(72)), List.of("y"))
                .get("y");
        assertThat(y.shape()).isEqualTo(Shape.of(3, 4, 2, 3));
        assertThat(y.at(2, 1, 0, 0)).isEqualTo(48 + 2 * 6 + 1);
    }

    @Test
    void sizesThatTheModelLeavesOpenStayOpen() throws IOException {
        SmallModel model = SmallModel.of(13, -1, 1, -1, -1)
                .integers("two", 2)
                .integers("s", 2)
                .integers("e", 4)
                .integers("none", 0)
                .integers("start", 0)
                .node("Shape x -> shape")
                .node("Slice shape s e -> image")
                .node("Mul image two -> twice")
                .node("Slice shape none two -> front")
                .node("Concat front twice -> sizes", "axis", 0)
                .node(
                        "Resize x _ _ sizes -> y",
                        "coordinate_transformation_mode",
                        "asymmetric",
                        "nearest_mode",
                        "floor");
        assertThat(model.run(Shape.of(1, 1, 1, 3), 1, 2, 3).array())
                .containsExactly(1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3);
        Tensor flat = SmallModel.of(13, -1, 1, -1, -1)
                .integers("s", 0, -1)
                .node("Reshape x s -> y")
                .run(Shape.of(2, 1, 1, 3), counting(6));
        assertThat(flat.shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void weightsMayBeMadeByOtherNodes() throws IOException {
        SmallModel model = SmallModel.of(13, -1, 2)
                .integers("shape", 2)
                .integers("first", Shape.of(), 0)
                .integers("limit", Shape.of(), 2)
                .integers("step", Shape.of(), 1)
                .node("ConstantOfShape shape -> zeros")
                .node("Range first limit step -> range")
                .node("Equal range first -> isFirst")
                .node("Constant -> ones", "value_floats", new float[] {1, 1})
                .node("Where isFirst ones zeros -> w")
                .node("Mul x w -> y");
        assertThat(model.run(Shape.of(1, 2), 5, 7).array()).containsExactly(5, 0);
    }
}
