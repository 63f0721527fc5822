package dev.convoy.state.onnx;

import static dev.convoy.state.onnx.SmallModel.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Tinynet;
import dev.convoy.tensor.Shape;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private static SmallModel model() {
        return SmallModel.of(13, -1, 1, 4);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(SmallModel model) {
        return assertThat(catchThrowable(model::read))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("small.onnx: ");
    }

    @Test
    void allThatIsNotSupportedIsListedAtOnce() {
        SmallModel model = model().floats("w", Shape.of(1, 1, 1), 1)
                .node("Relu x -> a")
                .node("NonZero a -> b")
                .node("MaxPool b -> c", "kernel_shape", ints(2), "strange", 3)
                .node("Conv c w -> d", "auto_pad", "SOMETIMES")
                .node("Softmax d -> e", "axis", 1)
                .node("QLinearConv e -> y");
        assertRefused(model)
                .hasMessage("small.onnx: the model uses what is not supported:\n"
                        + "  NonZero (node 'node_1');\n"
                        + "  MaxPool (node 'node_2') has strange = 3, an attribute that is not known;\n"
                        + "  Conv (node 'node_3') has auto_pad = 'SOMETIMES';\n"
                        + "  QLinearConv (node 'node_5')");
    }

    @Test
    void otherDomainsAndFunctionsAndControlFlowAreRefused() {
        SmallModel other = model().node("FusedConv x -> y");
        other.graph.setNode(0, other.graph.getNode(0).toBuilder().setDomain("com.microsoft"));
        assertRefused(other).hasMessageContaining("  com.microsoft.FusedConv (node 'node_0')");
        SmallModel function = model().node("Relu x -> y");
        function.model.addFunctions(FunctionProto.newBuilder().setName("block"));
        assertRefused(function)
                .hasMessageContaining("functions of the model's own, such as 'block'")
                .hasMessageContaining("onnx.inliner.inline_local_functions(model)");
        SmallModel loop = model().node("If x -> y", "then_branch", GraphProto.getDefaultInstance());
        assertRefused(loop).hasMessageContaining("  If (node 'node_0')");
    }

    @Test
    void oneInputOfFloatsIsTaken() {
        SmallModel two = model().node("Add x z -> y");
        two.graph.addInput(SmallModel.input("z", SmallModel.FLOAT, 1));
        assertRefused(two).hasMessageContaining("2 inputs, ['x', 'z'], in place of one");
        SmallModel none = model().node("Relu x -> y");
        none.graph.clearInput();
        assertRefused(none).hasMessageContaining("the model has no input");
        SmallModel bytes = model().node("Relu x -> y");
        bytes.graph.setInput(0, SmallModel.input("x", 2, 1, 3));
        assertRefused(bytes).hasMessageContaining("an input of type U8 in place of floats");
    }

    @Test
    void anInitialiserMayBeListedAsAnInput() throws MalformedFileException {
        SmallModel model = model().floats("w", 1).node("Add x w -> y");
        model.graph.addInput(SmallModel.input("w", SmallModel.FLOAT, 1));
        assertThat(model.read().input()).isEqualTo("x");
    }

    @Test
    void trainingIsRefused() {
        SmallModel model = model().floats("v", 1).node("BatchNormalization x v v v v -> y", "training_mode", 1);
        assertRefused(model).hasMessageContaining("BatchNormalization (node 'node_0') has training_mode = 1");
    }

    @Test
    void outputsThatAreNotMadeHereAreRefusedWhereTheyAreUsed() throws MalformedFileException {
        SmallModel unused = model().node("MaxPool x -> y indices", "kernel_shape", ints(2));
        assertThat(unused.read().outputs()).containsExactly("y");
        SmallModel used = model().node("MaxPool x -> y indices", "kernel_shape", ints(2));
        used.graph.addOutput(ValueInfoProto.newBuilder().setName("indices"));
        assertRefused(used)
                .hasMessageContaining("MaxPool (node 'node_0') makes 'indices', its output 1, which is used but not");
    }

    @Test
    void nodesThatNoOutputNeedsAreNot() throws MalformedFileException {
        assertThat(model().node("ArgMax x -> z")
                        .node("Relu x -> y")
                        .read()
                        .graph()
                        .nodes())
                .containsOnlyKeys("y");
    }

    @Test
    void versionsAreChecked() {
        assertRefused(SmallModel.of(6, 1).node("Relu x -> y"))
                .hasMessageContaining("the model uses opset 6; opsets 7 to 28 are supported");
        assertRefused(SmallModel.of(99, 1).node("Relu x -> y")).hasMessageContaining("opset 99");
        SmallModel none = model().node("Relu x -> y");
        none.model.clearOpsetImport();
        assertRefused(none).hasMessageContaining("does not say which version");
    }

    @Test
    void aGraphThatDoesNotHoldTogetherIsMalformed() {
        assertRefused(model().node("Relu z -> y"))
                .hasMessageContaining("Relu (node 'node_0') takes 'z', which is neither an input or initialiser nor");
        assertRefused(model().node("Relu x -> y").node("Relu x -> y"))
                .hasMessageContaining("makes 'y', which there is already");
        assertRefused(model().node("Relu x -> z")).hasMessageContaining("no node makes the output 'y'");
        assertRefused(model().node("Relu x -> x")).hasMessageContaining("makes 'x', which there is already");
        assertRefused(model().floats("c", 1).node("Identity c -> y"))
                .hasMessageContaining("the output 'y', which is not computed from the input");
        assertRefused(model().floats("w", Shape.of(1, 2, 1), 1, 1).node("Conv x w -> y"))
                .hasMessageContaining("Conv (node 'node_0') does not fit the declared input")
                .hasMessageContaining("expects 2 input channels but receives 1");
    }

    @Test
    void constantsDoNotGrowBeyondReason() {
        assertRefused(model().integers("s", 40_000, 40_000)
                        .node("ConstantOfShape s -> big")
                        .node("Add x big -> y"))
                .hasMessageContaining("ConstantOfShape (node 'node_0') makes a tensor of shape [40000, 40000]");
        assertRefused(model().integers("s", Long.MAX_VALUE, 3)
                        .node("ConstantOfShape s -> big")
                        .node("Add x big -> y"))
                .hasMessageContaining("beyond 32 bits");
        SmallModel doubling = model().floats("c0", 1, 2);
        for (int i = 0; i < 60; i++) {
            doubling.node("Concat c" + i + " c" + i + " -> c" + (i + 1), "axis", 0);
        }
        assertRefused(doubling.node("Add x c60 -> y")).hasMessageContaining("far larger than the model itself");
    }

    @Test
    void storedTensorsHaveTheirElements() {
        SmallModel shorter = model().floats("c", Shape.of(3), 1, 2).node("Add x c -> y");
        assertRefused(shorter).hasMessageContaining("tensor 'c' takes 3 elements, but the model has 2 of them");
        SmallModel raw = model().node("Add x c -> y");
        raw.graph.addInitializer(
                SmallModel.tensor("c", SmallModel.FLOAT, Shape.of(2)).setRawData(ByteString.copyFrom(new byte[7])));
        assertRefused(raw).hasMessageContaining("tensor 'c' takes 8 bytes, but the model has 7 of them");
        SmallModel huge = model().node("Add x c -> y");
        huge.graph.addInitializer(TensorProto.newBuilder()
                .setName("c")
                .setDataType(1)
                .addDims(1L << 40)
                .addDims(-1));
        assertRefused(huge).hasMessageContaining("has the sizes [1099511627776, -1], of which no tensor can be");
        SmallModel text = model().node("Add x c -> y");
        text.graph.addInitializer(SmallModel.tensor("c", 8, Shape.of(1)));
        assertRefused(text).hasMessageContaining("tensor 'c' is of type 8 of TensorProto.DataType");
    }

    @Test
    void otherFilesAreToldApart() throws Exception {
        byte[] web = "<html><body>404 Not Found</body></html>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> OnnxFile.read("page.onnx", web))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("page.onnx: ")
                .hasMessageContaining("this is probably a web page");
        byte[] weights = Tinynet.bytes("state_dict.pth");
        assertThatThrownBy(() -> OnnxFile.read("weights.pth", weights))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("zip archive");
        assertThatThrownBy(() -> OnnxFile.read("empty.onnx", new byte[0]))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("it has 0 bytes");
    }
}
