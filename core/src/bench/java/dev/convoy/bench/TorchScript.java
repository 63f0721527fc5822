package dev.convoy.bench;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Dropout;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A graph with weights as the TorchScript that {@code torch.jit.script} would see: the source of a module's
 * {@code forward}, and its parameters. Nothing is folded or fused: that is torch's to do.
 */
final class TorchScript {

    private final StringBuilder source = new StringBuilder("def forward(self, x: Tensor) -> Tensor:\n");
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, Shape> shapes;

    private TorchScript(Map<String, Shape> shapes) {
        this.shapes = shapes;
    }

    /**
     * The script for inputs of this shape.
     *
     * @throws IllegalArgumentException if an operator has no counterpart here; the message names it
     */
    static TorchScript of(Graph network, Shape input) {
        Map<String, Shape> shapes = new HashMap<>(network.outputShapes(input));
        shapes.put(Graph.INPUT, input);
        TorchScript script = new TorchScript(shapes);
        script.variables.put(Graph.INPUT, "x");
        network.nodes().values().forEach(script::add);
        script.source
                .append("  return ")
                .append(script.variables.get(network.output()))
                .append('\n');
        return script;
    }

    String source() {
        return source.toString();
    }

    /** The parameters by the names that they have in the source. */
    Map<String, Tensor> parameters() {
        return parameters;
    }

    private void add(Graph.Node node) {
        String variable = "v" + variables.size();
        source.append("  ")
                .append(variable)
                .append(" = ")
                .append(expression(node))
                .append('\n');
        variables.put(node.name(), variable);
    }

    private String expression(Graph.Node node) {
        Printed p = Printed.of(node.operator());
        Weights w = new Weights(node.operator().state());
        List<String> all = node.inputs().stream().map(variables::get).toList();
        String x = all.isEmpty() ? "" : all.get(0);
        if (node.operator() instanceof Dropout) {
            return x;
        }
        return switch (node.operator().type()) {
            case "Identity" -> x;
            case "Conv2d" -> {
                p.requireDefault("padding_mode", "zeros");
                yield call(
                        "conv2d",
                        x,
                        w.get("weight"),
                        w.get("bias"),
                        pair(p, "stride", 1),
                        pair(p, "padding", 0),
                        pair(p, "dilation", 1),
                        number(p, "groups"));
            }
            case "BatchNorm2d" ->
                call(
                        "batch_norm",
                        x,
                        w.get("weight"),
                        w.get("bias"),
                        w.get("running_mean"),
                        w.get("running_var"),
                        "False",
                        "0.1",
                        eps(p),
                        "False");
            case "LayerNorm" -> layerNorm(x, p, w);
            case "LayerNorm2d" -> call("permute", layerNorm(call("permute", x, "[0, 2, 3, 1]"), p, w), "[0, 3, 1, 2]");
            case "Linear" -> call("linear", x, w.get("weight"), w.get("bias"));
            case "MaxPool2d" ->
                call(
                        "max_pool2d",
                        x,
                        pair(p, "kernel_size", 1),
                        pair(p, "stride", 1),
                        pair(p, "padding", 0),
                        pair(p, "dilation", 1),
                        p.named().get("ceil_mode"));
            case "AvgPool2d" ->
                call(
                        "avg_pool2d",
                        x,
                        pair(p, "kernel_size", 1),
                        pair(p, "stride", 1),
                        pair(p, "padding", 0),
                        "False",
                        "True",
                        "None");
            case "AdaptiveAvgPool2d" -> call("adaptive_avg_pool2d", x, pair(p, "output_size", 1));
            case "ReLU" -> call("relu", x);
            case "ReLU6" -> call("hardtanh", x, "0.", "6.");
            case "Hardtanh" ->
                call("hardtanh", x, p.named().get("min_val"), p.named().get("max_val"));
            case "Sigmoid" -> call("sigmoid", x);
            case "Tanh" -> call("tanh", x);
            case "SiLU" -> call("silu", x);
            case "Hardswish" -> call("hardswish", x);
            case "Hardsigmoid" -> call("hardsigmoid", x);
            case "GELU" -> call("gelu", x, "approximate=" + p.named().get("approximate"));
            case "add", "sub", "mul", "div" -> call(node.operator().type(), x, all.get(1));
            case "cat" -> call("cat", all.toString(), p.named().get("dim"));
            case "mean" -> call("mean", x, p.named().get("dim"), p.named().get("keepdim"));
            case "permute" -> call("permute", x, Arrays.toString(p.numbers("dims")));
            case "Flatten", "reshape" ->
                call("reshape", x, shapes.get(node.name()).toString());
            case "ChannelShuffle" -> call("channel_shuffle", x, number(p, "groups"));
            case "chunk" -> {
                OnnxOperators.Slice slice =
                        OnnxOperators.Slice.of(p, shapes.get(node.inputs().get(0)), shapes.get(node.name()));
                yield call("narrow", x, "" + slice.dim(), "" + slice.start(), "" + slice.length());
            }
            case "Parameter" -> w.get("");
            default ->
                throw new IllegalArgumentException(
                        "the operator " + p.text() + " of node " + node.name() + " is not known in TorchScript here");
        };
    }

    /** The weights of one node. */
    private final class Weights {

        private final Map<String, Tensor> state;

        Weights(Map<String, Tensor> state) {
            this.state = state;
        }

        /** The parameter of this key, {@code None} where the node has none. */
        String get(String key) {
            if (!state.containsKey(key)) {
                return "None";
            }
            String name = "p" + parameters.size();
            parameters.put(name, state.get(key));
            return "self." + name;
        }
    }

    private static String layerNorm(String x, Printed p, Weights w) {
        String shape =
                "[" + p.positional().get(0).replaceAll("[(), ]+", " ").strip().replace(' ', ',') + "]";
        return call("layer_norm", x, shape, w.get("weight"), w.get("bias"), eps(p), "False");
    }

    private static String call(String function, String... arguments) {
        return "torch." + function + Arrays.stream(arguments).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String pair(Printed p, String name, int otherwise) {
        return Arrays.toString(p.numbers(name, 2, otherwise));
    }

    private static String number(Printed p, String name) {
        return Integer.toString(p.numbers(name, 1, 1)[0]);
    }

    private static String eps(Printed p) {
        return p.named().get("eps");
    }
}
