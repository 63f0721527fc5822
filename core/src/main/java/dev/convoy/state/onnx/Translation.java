package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.convoy.graph.Graph;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a graph of a model, node by node, and collects what is not supported. */
final class Translation {

    private static final int OLDEST_OPSET = 7;
    private static final int NEWEST_OPSET = 28;

    /** What any model may make of constants, 256 MB of floats; a larger one may make a multiple of what it stores. */
    private static final long LEAST_ELEMENTS = 1 << 26;

    private static final int MOST_PROBLEMS = 50;

    private final String file;
    private final ModelProto model;
    private final GraphProto graph;
    private final TensorReader tensors;
    private final Map<String, Value> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Translation(String file, ModelProto model, TensorReader tensors) {
        this.file = file;
        this.model = model;
        this.graph = model.getGraph();
        this.tensors = tensors;
    }

    OnnxModel model() throws IOException {
        int opset = opset();
        StateDict state = initialisers();
        ModelInput input = ModelInput.of(file, graph, state.names());
        input.problem().ifPresent(problems::add);
        graph.getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !state.contains(name))
                .forEach(name -> values.put(name, new Value.Refused()));
        values.put(input.name(), input.value());
        if (!model.getFunctionsList().isEmpty()) {
            problems.add("functions of the model's own, such as "
                    + Names.quoted(model.getFunctions(0).getName())
                    + "; replace them by what they do, in Python: onnx.inliner.inline_local_functions(model)");
        }
        if (graph.getSparseInitializerCount() > 0) {
            problems.add("sparse tensors");
        }
        long stored = model.getSerializedSize() / Float.BYTES;
        for (StateDict.Entry entry : state.entries().values()) {
            stored += entry.shape().elements();
        }
        Assembly assembly = new Assembly(input.sizesAreDeclared(), LEAST_ELEMENTS + 4 * stored);
        ModuleNames modules = new ModuleNames();
        Set<String> needed = needed(state);
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                translate(node, opset, state, assembly);
                modules.add(node, assembly.builder(), values);
            }
        }
        List<String> outputs = outputs();
        refuse();
        modules.finish(assembly.builder());
        String first = ((Value.Computed) values.get(outputs.get(0))).node();
        return new OnnxModel(
                assembly.builder().build(first),
                state,
                input.name(),
                input.sizes(),
                outputs,
                opset,
                (model.getProducerName() + " " + model.getProducerVersion()).strip());
    }

    private int opset() throws MalformedFileException {
        for (OperatorSetIdProto imported : model.getOpsetImportList()) {
            if (isDefault(imported.getDomain())) {
                long version = imported.getVersion();
                if (version < OLDEST_OPSET || version > NEWEST_OPSET) {
                    throw malformed("the model uses opset " + version + "; opsets " + OLDEST_OPSET + " to "
                            + NEWEST_OPSET + " are supported: convert it, in Python, by onnx.version_converter");
                }
                return (int) version;
            }
        }
        throw malformed("the model does not say which version of the ONNX operators it uses");
    }

    private static boolean isDefault(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private StateDict initialisers() throws IOException {
        StateDict.Builder state = StateDict.builder().source(file);
        Set<String> names = new HashSet<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (tensor.getName().isEmpty() || !names.add(tensor.getName())) {
                throw malformed("an initialiser's name is unique and not empty, but " + Names.quoted(tensor.getName())
                        + " is not");
            }
            tensors.read(state, tensor.getName(), tensor);
        }
        return state.build();
    }

    /** The tensors that the outputs are made of, themselves included. */
    private Set<String> needed(StateDict state) throws MalformedFileException {
        Set<String> made = new HashSet<>(state.names());
        made.addAll(values.keySet());
        for (NodeProto node : graph.getNodeList()) {
            for (String input : node.getInputList()) {
                if (!input.isEmpty() && !made.contains(input)) {
                    throw malformed(describe(node) + " takes " + Names.quoted(input)
                            + ", which is neither an input or initialiser nor made by a node before it");
                }
            }
            for (String output : node.getOutputList()) {
                if (!output.isEmpty() && !made.add(output)) {
                    throw malformed(describe(node) + " makes " + Names.quoted(output) + ", which there is already");
                }
            }
        }
        Set<String> needed = new HashSet<>();
        for (ValueInfoProto output : graph.getOutputList()) {
            if (!made.contains(output.getName())) {
                throw malformed("no node makes the output " + Names.quoted(output.getName()));
            }
            needed.add(output.getName());
        }
        for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
            if (graph.getNode(i).getOutputList().stream().anyMatch(needed::contains)) {
                needed.addAll(graph.getNode(i).getInputList());
            }
        }
        needed.remove("");
        return needed;
    }

    private static String describe(NodeProto node) {
        String name = node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
        String domain = isDefault(node.getDomain()) ? "" : Names.printable(node.getDomain()) + ".";
        return domain + Names.printable(node.getOpType()) + " (node " + Names.quoted(name) + ")";
    }

    private void translate(NodeProto node, int opset, StateDict state, Assembly assembly) {
        Value[] outputs = new Value[node.getOutputCount()];
        try {
            Rule rule = isDefault(node.getDomain()) ? Rules.named(node.getOpType()) : null;
            if (rule == null) {
                problems.add(describe(node));
            } else {
                Call call = new Call(node, opset, inputs(node, state), assembly);
                rule.apply(call);
                call.attributes().requireAllRead();
                outputs = call.outputs();
            }
        } catch (Undecided e) {
            // The node that cannot be judged is made of one that is listed.
        } catch (Unsupported | IllegalArgumentException e) {
            problems.add(describe(node) + " " + e.getMessage());
        } catch (RuntimeException e) {
            problems.add(describe(node) + " is malformed: " + e.getMessage());
        }
        for (int i = 0; i < outputs.length; i++) {
            String name = node.getOutput(i);
            values.put(name, outputs[i] == null ? new Value.Refused() : outputs[i]);
            if (outputs[i] instanceof Value.Computed computed && !name.equals(computed.node()) && !name.isEmpty()) {
                assembly.builder().module(name, computed.node());
            }
            if (outputs[i] == null && i > 0 && outputs[0] != null && isUsed(name)) {
                problems.add(describe(node) + " makes " + Names.quoted(name) + ", its output " + i
                        + ", which is used but not supported");
            }
        }
    }

    private boolean isUsed(String name) {
        return !name.isEmpty()
                && (graph.getNodeList().stream()
                                .anyMatch(node -> node.getInputList().contains(name))
                        || graph.getOutputList().stream()
                                .anyMatch(output -> output.getName().equals(name)));
    }

    private List<Value> inputs(NodeProto node, StateDict state) {
        List<Value> inputs = new ArrayList<>();
        for (String name : node.getInputList()) {
            if (!name.isEmpty() && !values.containsKey(name)) {
                values.put(name, Value.Known.of(TensorReader.literal(state, name)));
            }
            inputs.add(name.isEmpty() ? null : values.get(name));
        }
        return inputs;
    }

    private List<String> outputs() throws MalformedFileException {
        List<String> outputs = new ArrayList<>();
        for (ValueInfoProto output : graph.getOutputList()) {
            String name = output.getName();
            Value value = values.get(name);
            if (value instanceof Value.Refused) {
                continue;
            }
            if (!(value instanceof Value.Computed computed) || computed.node().equals(Graph.INPUT)) {
                problems.add("the output " + Names.quoted(name) + ", which is not computed from the input");
            }
            outputs.add(name);
        }
        if (graph.getOutputCount() == 0) {
            throw malformed("the model has no output");
        }
        return outputs;
    }

    private void refuse() throws MalformedFileException {
        if (!problems.isEmpty()) {
            List<String> shown = problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS));
            throw malformed("the model uses what is not supported:\n  " + String.join(";\n  ", shown)
                    + (shown.size() < problems.size() ? ";\n  and " + (problems.size() - shown.size()) + " more" : ""));
        }
    }

    private MalformedFileException malformed(String reason) {
        return new MalformedFileException(file, -1, reason);
    }
}
