package dev.convoy.state.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.convoy.state.MalformedFileException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleNamesTest {

    /** The modules of a chain of operators that have these names. */
    private static Map<String, String> named(String... names) throws MalformedFileException {
        SmallModel model = chain(names.length);
        for (int i = 0; i < names.length; i++) {
            model.graph.setNode(i, model.graph.getNode(i).toBuilder().setName(names[i]));
        }
        return model.read().graph().modules();
    }

    private static SmallModel chain(int length) {
        SmallModel model = SmallModel.of(13, -1, 2);
        for (int i = 0; i < length; i++) {
            model.node("Relu " + (i == 0 ? "x" : "t" + i) + " -> " + (i == length - 1 ? "y" : "t" + (i + 1)));
        }
        return model;
    }

    @Test
    void sequencesInSequencesAreNamedByTheirPath() throws MalformedFileException {
        Map<String, String> modules = named(
                "/features/features.0/features.0.0/Conv",
                "/features/features.1/conv/conv.0/conv.0.1/Relu",
                "/classifier/classifier.1/Gemm");
        assertThat(modules)
                .containsEntry("features", "t2")
                .containsEntry("features.0", "t1")
                .containsEntry("features.0.0", "t1")
                .containsEntry("features.1.conv", "t2")
                .containsEntry("features.1.conv.0.1", "t2")
                .containsEntry("classifier.1", "y");
    }

    @Test
    void aSecondCallOfAModuleIsItsOutput() throws MalformedFileException {
        Map<String, String> modules = named("/block/relu/Relu", "/block/relu_1/Relu", "/norm_1/Relu");
        assertThat(modules)
                .containsEntry("block.relu", "t2")
                .containsEntry("block.relu_1", "t2")
                .containsEntry("block", "t2")
                .containsEntry("norm_1", "y")
                .doesNotContainKey("norm");
    }

    @Test
    void namesOfOtherToolsAreThoseOfNodesAlone() throws MalformedFileException {
        assertThat(named("resnet/conv/Relu", "", "last"))
                .containsOnly(Map.entry("resnet/conv/Relu", "t1"), Map.entry("last", "y"));
    }

    @Test
    void theNamespaceTellsTheModulesWhereTheScopesAreNotWritten() throws MalformedFileException {
        SmallModel model = chain(2);
        NodeProto.Builder node = model.graph.getNodeBuilder(0);
        node.addMetadataProps(StringStringEntryProto.newBuilder()
                .setKey("namespace")
                .setValue(
                        ": __main__.Tiny/layer1: torch.nn.Sequential/layer1.0: torch.nn.ReLU/relu: aten.relu.default"));
        assertThat(model.read().graph().modules())
                .containsEntry("layer1", "t1")
                .containsEntry("layer1.0", "t1")
                .doesNotContainKey("relu");
    }
}
