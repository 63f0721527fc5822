package dev.convoy.graph;

import dev.convoy.graph.Graph.Node;
import dev.convoy.nn.Constant;
import dev.convoy.nn.Fusion;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites a graph to one that computes the same outputs with less work. The outputs keep their names; nodes that are
 * merged into others lose theirs.
 */
public final class Optimizer {

    /** A rewriting, done in this order. */
    public enum Pass {
        /** Leaves out what the outputs do not need. */
        CUT,
        /** Computes once what does not depend on the network's input. */
        FOLD_CONSTANTS,
        /** Multiplies the weights of a convolution by the scale of the batch normalisation behind it. */
        FOLD_BATCH_NORM
    }

    private final Set<String> outputs = new HashSet<>();
    private Map<String, Node> nodes;

    private Optimizer(Graph graph, Collection<String> names) {
        names.forEach(name -> outputs.add(graph.resolve(name)));
        nodes = new LinkedHashMap<>(graph.nodes());
    }

    /**
     * The rewritten graph; its output is the last of the names.
     *
     * @param names the nodes and modules whose outputs will be asked for, one or more
     * @throws IllegalArgumentException if there is no node or module of a name
     */
    public static Graph optimize(Graph graph, List<String> names, Set<Pass> passes) {
        Optimizer optimizer = new Optimizer(graph, names);
        for (Pass pass : Pass.values()) {
            if (passes.contains(pass)) {
                switch (pass) {
                    case CUT -> optimizer.cut(graph, names);
                    case FOLD_CONSTANTS -> optimizer.foldConstants();
                    case FOLD_BATCH_NORM -> optimizer.merge(Optimizer::foldedBatchNorm);
                }
            }
        }
        Map<String, String> modules = new LinkedHashMap<>(graph.modules());
        modules.values().retainAll(optimizer.nodes.keySet());
        return new Graph(optimizer.nodes, modules, graph.resolve(names.get(names.size() - 1)));
    }

    private void cut(Graph graph, Collection<String> names) {
        nodes = new LinkedHashMap<>();
        graph.needed(names).forEach(node -> nodes.put(node.name(), node));
    }

    private void foldConstants() {
        for (Node node : List.copyOf(nodes.values())) {
            List<Tensor> values = new ArrayList<>();
            for (String input : node.inputs()) {
                if (nodes.containsKey(input) && nodes.get(input).operator() instanceof Constant constant) {
                    values.add(constant.value());
                }
            }
            if (!node.inputs().isEmpty() && values.size() == node.inputs().size()) {
                Constant folded = new Constant(node.operator().forward(values));
                nodes.put(node.name(), new Node(node.name(), folded, List.of()));
            }
        }
        Map<String, Integer> uses = uses();
        nodes.values()
                .removeIf(node -> node.operator() instanceof Constant
                        && !uses.containsKey(node.name())
                        && !outputs.contains(node.name()));
    }

    /** A node that does the work of {@code before}, whose only user is {@code node}, and of {@code node}. */
    private interface Merge {
        Optional<Node> merged(Node before, Node node);
    }

    private void merge(Merge merge) {
        Map<String, Integer> uses = uses();
        for (Node node : List.copyOf(nodes.values())) {
            for (String input : node.inputs()) {
                Node before = nodes.get(input);
                if (before == null || outputs.contains(input) || uses.get(input) != 1) {
                    continue;
                }
                Optional<Node> merged = merge.merged(before, node);
                if (merged.isPresent()) {
                    nodes.remove(input);
                    nodes.put(node.name(), merged.get());
                    break;
                }
            }
        }
    }

    private static Optional<Node> foldedBatchNorm(Node convolution, Node norm) {
        return replaced(norm, Fusion.batchNorm(convolution.operator(), norm.operator()), convolution.inputs());
    }

    private static Optional<Node> replaced(Node node, Optional<Operator> operator, List<String> inputs) {
        return operator.map(merged -> new Node(node.name(), merged, inputs));
    }

    /** How many inputs of nodes each node's output is. */
    private Map<String, Integer> uses() {
        Map<String, Integer> uses = new HashMap<>();
        nodes.values().forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
        return uses;
    }
}
