package dev.convoy.state.onnx;

import dev.convoy.graph.Graph;
import dev.convoy.state.StateDict;
import java.util.List;

/**
 * A network that was read from an ONNX file.
 *
 * <p>The graph's nodes are named after the ONNX tensors that they make. Where one ONNX operator takes several of
 * Convoy's, the ones before the last are named after that tensor, a slash and what they do. The graph's modules are the
 * names of the ONNX nodes and, as far as the exporter tells them, the paths of the torch modules:
 *
 * <ul>
 *   <li>the TorchScript-based exporter names a node {@code /layer1/layer1.0/relu_1/Relu}, which gives the modules
 *       {@code layer1}, {@code layer1.0}, {@code layer1.0.relu_1} and, as a second call of a module ends in {@code _1},
 *       {@code layer1.0.relu};
 *   <li>the exporter of {@code torch.export} writes the modules into the metadata of a node.
 * </ul>
 *
 * <p>A module's output is that of its last node. Where the TorchScript-based exporter has folded a batch normalisation
 * into a convolution, no module whose last node is that convolution is known, as its output is another one's.
 *
 * @param graph the network with its values; its input is {@link Graph#INPUT}, its output the first of the outputs
 * @param stateDict the initialisers, as they are stored
 * @param input the input's name in the model
 * @param inputShape the input's declared sizes, -1 where one is symbolic or absent; empty if no shape is declared. The
 *     graph takes any batch, also where the model declares a fixed one
 * @param outputs the names of the outputs, each of which is a node of the graph
 * @param opset the version of the ONNX operators
 * @param producer the tool that wrote the file and its version
 */
public record OnnxModel(
        Graph graph,
        StateDict stateDict,
        String input,
        List<Integer> inputShape,
        List<String> outputs,
        int opset,
        String producer) {

    /** Copies the lists. */
    public OnnxModel {
        inputShape = List.copyOf(inputShape);
        outputs = List.copyOf(outputs);
    }
}
