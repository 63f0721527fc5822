package dev.convoy.graph;

import dev.convoy.nn.Operator;
import dev.convoy.tensor.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds nodes to a graph, each behind the ones it needs. Not safe for use by several threads. */
public final class GraphBuilder {

    private final Map<String, Graph.Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> modules = new LinkedHashMap<>();

    GraphBuilder() {}

    /**
     * Adds a node.
     *
     * @param inputs names of nodes added before, or {@link Graph#INPUT}
     * @return its name, for the nodes behind it
     * @throws IllegalArgumentException if the name is taken or empty, or an input is not there
     */
    public String add(String name, Operator operator, String... inputs) {
        if (name.isEmpty() || name.equals(Graph.INPUT) || nodes.containsKey(name)) {
            throw new IllegalArgumentException(
                    "a node's name is unique and not empty, but '" + Printable.escaped(name) + "' is not");
        }
        for (String input : inputs) {
            if (!nodes.containsKey(input) && !input.equals(Graph.INPUT)) {
                throw new IllegalArgumentException("node '" + Printable.escaped(name) + "' takes '"
                        + Printable.escaped(input) + "', which is not a node before it");
            }
        }
        nodes.put(name, new Graph.Node(name, operator, List.of(inputs)));
        return name;
    }

    /** Says that a module's output is a node's; a name that is a node's own keeps meaning the node. */
    public GraphBuilder module(String name, String node) {
        modules.put(name, node);
        return this;
    }

    /** The graph of what was added, whose output is that of this node. */
    public Graph build(String output) {
        if (!nodes.containsKey(output)) {
            throw new IllegalArgumentException(
                    "a network's output is a node, but there is none named '" + output + "'");
        }
        return new Graph(new LinkedHashMap<>(nodes), new LinkedHashMap<>(modules), output);
    }
}
