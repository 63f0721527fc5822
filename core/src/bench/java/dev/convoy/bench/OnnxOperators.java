package dev.convoy.bench;

import static dev.convoy.bench.OnnxExport.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.convoy.graph.Graph;
import dev.convoy.nn.Dropout;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One node of a graph in ONNX's operators, as torch's exporter writes them. */
final class OnnxOperators {

    private final OnnxExport export;
    private final String name;
    private final List<String> inputs;
    private final String type;
    private final Map<String, Tensor> state;
    private final Printed arguments;

    OnnxOperators(OnnxExport export, Graph.Node node) {
        this.export = export;
        name = node.name();
        inputs = node.inputs();
        type = node.operator() instanceof Dropout ? "Identity" : node.operator().type();
        state = node.operator().state();
        arguments = Printed.of(node.operator());
    }

    void add() {
        switch (type) {
            case "Conv2d" -> conv();
            case "BatchNorm2d" -> batchNorm();
            case "LayerNorm" -> layerNorm(inputs.get(0), name);
            case "LayerNorm2d" -> layerNorm2d();
            case "Linear" -> linear();
            case "MaxPool2d" -> maxPool();
            case "AvgPool2d" -> avgPool();
            case "AdaptiveAvgPool2d" -> adaptiveAvgPool();
            case "Identity" -> node("Identity");
            case "ReLU" -> node("Relu");
            case "ReLU6" -> clip(0, 6);
            case "Hardtanh" -> clip(arguments.number("min_val"), arguments.number("max_val"));
            case "clamp" -> clip(arguments.number("min"), arguments.number("max"));
            case "Sigmoid" -> node("Sigmoid");
            case "Tanh" -> node("Tanh");
            case "SiLU" -> silu();
            case "Hardswish" -> node("HardSwish");
            case "Hardsigmoid" -> node("HardSigmoid", attribute("alpha", 1 / 6f), attribute("beta", 0.5f));
            case "GELU" -> gelu();
            case "add" -> node("Add");
            case "sub" -> node("Sub");
            case "mul" -> node("Mul");
            case "div" -> node("Div");
            case "cat" -> node("Concat", attribute("axis", arguments.numbers("dim")[0]));
            case "mean" ->
                node(
                        "ReduceMean",
                        attribute("axes", arguments.numbers("dim")),
                        attribute("keepdims", arguments.flag("keepdim", false) ? 1 : 0));
            case "permute" -> node("Transpose", attribute("perm", arguments.numbers("dims")));
            case "Flatten", "reshape" -> reshape();
            case "ChannelShuffle" -> channelShuffle();
            case "chunk" -> chunk();
            case "Parameter" -> export.weight(name, state.get(""));
            default ->
                throw new IllegalArgumentException(
                        "the operator " + arguments.text() + " of node " + name + " is not known in ONNX here");
        }
    }

    private void node(String operator, AttributeProto... attributes) {
        export.node(operator, name, inputs, attributes);
    }

    private void node(String operator, List<String> all, AttributeProto... attributes) {
        export.node(operator, name, all, attributes);
    }

    private String weight(String key) {
        return export.weight(Graph.stateKey(name, key), state.get(key));
    }

    private String scalar(String key, double value) {
        return export.weight(name + "/" + key, Tensor.of(Shape.of(), (float) value));
    }

    private Shape inputShape() {
        return export.shape(inputs.get(0));
    }

    private static int[] bothSides(int[] padding) {
        return new int[] {padding[0], padding[1], padding[0], padding[1]};
    }

    private void conv() {
        arguments.requireDefault("padding_mode", "zeros");
        node(
                "Conv",
                state.containsKey("bias")
                        ? List.of(inputs.get(0), weight("weight"), weight("bias"))
                        : List.of(inputs.get(0), weight("weight")),
                attribute("kernel_shape", arguments.numbers("kernel_size", 2, 1)),
                attribute("strides", arguments.numbers("stride", 2, 1)),
                attribute("pads", bothSides(arguments.numbers("padding", 2, 0))),
                attribute("dilations", arguments.numbers("dilation", 2, 1)),
                attribute("group", arguments.numbers("groups", 1, 1)[0]));
    }

    private void batchNorm() {
        arguments.requireDefault("affine", "True");
        node(
                "BatchNormalization",
                List.of(inputs.get(0), weight("weight"), weight("bias"), weight("running_mean"), weight("running_var")),
                attribute("epsilon", (float) arguments.number("eps")));
    }

    /** Over the last dimensions, as many as the weight has. */
    private void layerNorm(String input, String output) {
        arguments.requireDefault("elementwise_affine", "True");
        export.node(
                "LayerNormalization",
                output,
                List.of(input, weight("weight"), weight("bias")),
                attribute("axis", -state.get("weight").shape().rank()),
                attribute("epsilon", (float) arguments.number("eps")));
    }

    private void layerNorm2d() {
        String last = export.node("Transpose", name + "/last", inputs, attribute("perm", new int[] {0, 2, 3, 1}));
        layerNorm(last, name + "/normalised");
        node("Transpose", List.of(name + "/normalised"), attribute("perm", new int[] {0, 3, 1, 2}));
    }

    private void linear() {
        boolean bias = state.containsKey("bias");
        if (inputShape().rank() == 2) {
            List<String> all = bias
                    ? List.of(inputs.get(0), weight("weight"), weight("bias"))
                    : List.of(inputs.get(0), weight("weight"));
            node("Gemm", all, attribute("transB", 1));
            return;
        }
        String transposed = export.node(
                "Transpose", name + "/transposed", List.of(weight("weight")), attribute("perm", new int[] {1, 0}));
        String product = bias ? name + "/product" : name;
        export.node("MatMul", product, List.of(inputs.get(0), transposed));
        if (bias) {
            node("Add", List.of(product, weight("bias")));
        }
    }

    private void maxPool() {
        node(
                "MaxPool",
                attribute("kernel_shape", arguments.numbers("kernel_size", 2, 1)),
                attribute("strides", arguments.numbers("stride", 2, 1)),
                attribute("pads", bothSides(arguments.numbers("padding", 2, 0))),
                attribute("dilations", arguments.numbers("dilation", 2, 1)),
                attribute("ceil_mode", arguments.flag("ceil_mode", false) ? 1 : 0));
    }

    private void avgPool() {
        node(
                "AveragePool",
                attribute("kernel_shape", arguments.numbers("kernel_size", 2, 1)),
                attribute("strides", arguments.numbers("stride", 2, 1)),
                attribute("pads", bothSides(arguments.numbers("padding", 2, 0))),
                attribute("count_include_pad", 1));
    }

    private void adaptiveAvgPool() {
        int[] from = {inputShape().size(-2), inputShape().size(-1)};
        int[] to = {export.shape(name).size(-2), export.shape(name).size(-1)};
        if (Arrays.equals(from, to)) {
            node("Identity");
        } else if (to[0] == 1 && to[1] == 1) {
            node("GlobalAveragePool");
        } else if (from[0] % to[0] == 0 && from[1] % to[1] == 0) {
            int[] window = {from[0] / to[0], from[1] / to[1]};
            node("AveragePool", attribute("kernel_shape", window), attribute("strides", window));
        } else {
            throw new IllegalArgumentException("the operator " + arguments.text() + " of node " + name
                    + " is not known in ONNX here for an input of " + inputShape());
        }
    }

    private void clip(double min, double max) {
        node("Clip", List.of(inputs.get(0), scalar("min", min), scalar("max", max)));
    }

    private void silu() {
        String gate = export.node("Sigmoid", name + "/gate", inputs);
        node("Mul", List.of(inputs.get(0), gate));
    }

    private void gelu() {
        arguments.requireDefault("approximate", "'none'");
        String x = inputs.get(0);
        String scaled = export.node("Div", name + "/scaled", List.of(x, scalar("sqrt2", Math.sqrt(2))));
        String erf = export.node("Erf", name + "/erf", List.of(scaled));
        String sum = export.node("Add", name + "/sum", List.of(erf, scalar("one", 1)));
        String product = export.node("Mul", name + "/product", List.of(x, sum));
        node("Mul", List.of(product, scalar("half", 0.5)));
    }

    private void reshape() {
        String shape = export.integers(name + "/shape", export.shape(name).toArray());
        node("Reshape", List.of(inputs.get(0), shape));
    }

    private void channelShuffle() {
        int groups = arguments.numbers("groups")[0];
        int[] sizes = inputShape().toArray();
        int[] split = new int[sizes.length + 1];
        split[0] = sizes[0];
        split[1] = groups;
        split[2] = sizes[1] / groups;
        System.arraycopy(sizes, 2, split, 3, sizes.length - 2);
        int[] order = IntStream.range(0, split.length)
                .map(i -> i == 1 ? 2 : i == 2 ? 1 : i)
                .toArray();
        String grouped = export.node(
                "Reshape", name + "/grouped", List.of(inputs.get(0), export.integers(name + "/split", split)));
        String shuffled = export.node("Transpose", name + "/shuffled", List.of(grouped), attribute("perm", order));
        node("Reshape", List.of(shuffled, export.integers(name + "/shape", sizes)));
    }

    private void chunk() {
        Slice slice = Slice.of(arguments, inputShape(), export.shape(name));
        node(
                "Slice",
                List.of(
                        inputs.get(0),
                        export.integers(name + "/start", slice.start()),
                        export.integers(name + "/end", slice.start() + slice.length()),
                        export.integers(name + "/dim", slice.dim())));
    }

    /** What a chunk is of its input. */
    record Slice(int dim, int start, int length) {

        static Slice of(Printed chunk, Shape input, Shape output) {
            int dim = chunk.numbers("dim")[0];
            int chunks = chunk.numbers("chunks")[0];
            int index = Integer.parseInt(chunk.text().replaceAll(".*\\[(\\d+)]", "$1"));
            return new Slice(dim, index * ((input.size(dim) + chunks - 1) / chunks), output.size(dim));
        }
    }
}
