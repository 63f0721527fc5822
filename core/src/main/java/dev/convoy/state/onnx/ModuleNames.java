package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.convoy.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out which torch modules the nodes of a model belong to, from what the exporters of torch write. */
final class ModuleNames {

    private static final String SCOPES = "pkg.torch.onnx.name_scopes";
    private static final String NAMESPACE = "namespace";
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern CALL = Pattern.compile("(.+)_\\d+");

    /** The nodes of the graph that make the modules' outputs; empty where that is not sure. */
    private final Map<String, String> outputs = new LinkedHashMap<>();

    /** Gives an ONNX node's name and modules to the node that makes its first output. */
    void add(NodeProto node, GraphBuilder builder, Map<String, Value> values) {
        if (node.getOutputCount() == 0 || !(values.get(node.getOutput(0)) instanceof Value.Computed computed)) {
            return;
        }
        if (!node.getName().isEmpty()) {
            builder.module(node.getName(), computed.node());
        }
        List<String> modules = fromMetadata(node);
        boolean isSure = true;
        if (modules.isEmpty()) {
            modules = fromName(node.getName());
            isSure = !isRewritten(node);
        }
        for (String module : modules) {
            outputs.put(module, isSure ? computed.node() : "");
        }
    }

    void finish(GraphBuilder builder) {
        outputs.forEach((module, node) -> {
            if (!node.isEmpty()) {
                builder.module(module, node);
            }
        });
    }

    /** {@code ['', 'layer1', 'layer1.0', 'relu']}: the whole network, its modules, and the operator. */
    private static List<String> fromMetadata(NodeProto node) {
        List<String> scopes = new ArrayList<>();
        String namespace = "";
        for (StringStringEntryProto entry : node.getMetadataPropsList()) {
            if (entry.getKey().equals(SCOPES)) {
                Matcher matcher = QUOTED.matcher(entry.getValue());
                while (matcher.find()) {
                    scopes.add(matcher.group(1));
                }
            } else if (entry.getKey().equals(NAMESPACE)) {
                namespace = entry.getValue();
            }
        }
        if (scopes.isEmpty() && namespace.contains(": ")) {
            for (String scope : namespace.split("/", -1)) {
                scopes.add(scope.split(":", 2)[0].strip());
            }
        }
        List<String> modules = scopes.isEmpty() ? scopes : scopes.subList(0, scopes.size() - 1);
        return modules.stream().filter(module -> !module.isEmpty()).toList();
    }

    /**
     * {@code /layer1/layer1.0/conv1/Conv}: the modules, each by its name in the one around it or by one that begins
     * with that one's, and the operator.
     */
    private List<String> fromName(String name) {
        List<String> modules = new ArrayList<>();
        if (!name.startsWith("/")) {
            return modules;
        }
        String[] scopes = name.substring(1).split("/", -1);
        String path = "";
        String last = "";
        for (int i = 0; i + 1 < scopes.length; i++) {
            boolean replaces = !last.isEmpty() && scopes[i].startsWith(last + ".");
            String around =
                    replaces ? path.substring(0, path.length() - last.length()) : path.isEmpty() ? "" : path + ".";
            path = around + scopes[i];
            last = scopes[i];
            modules.add(path);
            Matcher call = CALL.matcher(path);
            if (call.matches() && outputs.containsKey(call.group(1))) {
                modules.add(call.group(1));
            }
        }
        return modules;
    }

    /** Whether the exporter has made the weights of a convolution itself: they then have no name of a module. */
    private static boolean isRewritten(NodeProto node) {
        return node.getOpType().startsWith("Conv")
                && node.getInputCount() > 1
                && node.getInput(1).startsWith("onnx::");
    }
}
