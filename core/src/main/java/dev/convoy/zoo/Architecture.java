package dev.convoy.zoo;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Linear;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of the {@link Zoo} without weights. Immutable.
 *
 * <p>The state dict has torchvision's keys in torchvision's order, and the graph knows every module that torchvision
 * calls by its name: {@code layer1}, {@code layer1.0}, {@code layer1.0.relu}. A function is a node named after it in
 * its module: {@code layer1.0.add}, {@code flatten}. Of several calls of one name in a module the last has the name, as
 * a forward hook leaves it, and those before are numbered from 1: {@code layer1.0.relu.1}. The outputs of a function of
 * several are numbered from 0: {@code stage2.1.chunk.0}.
 */
public final class Architecture {

    private final String name;
    private final Graph graph;
    private final Shape inputShape;
    private final List<String> constructionOrder;
    private final Reset reset;

    Architecture(String name, Graph graph, Shape inputShape, List<String> constructionOrder, Reset reset) {
        this.name = name;
        this.graph = graph;
        this.inputShape = inputShape;
        this.constructionOrder = List.copyOf(constructionOrder);
        this.reset = reset;
    }

    /** torchvision's name of the network. */
    public String name() {
        return name;
    }

    /** The network, its state without values. */
    public Graph graph() {
        return graph;
    }

    /** One image of the size that the network was designed for: {@code [1, 3, H, W]}; it takes others as well. */
    public Shape inputShape() {
        return inputShape;
    }

    /** The network with the values that torchvision's constructor draws for it when it is given no weights. */
    public Graph initialised(Generator generator) {
        Map<String, Tensor> state = new HashMap<>();
        for (String node : constructionOrder) {
            Operator operator = graph.nodes().get(node).operator();
            operator.initialised(generator)
                    .state()
                    .forEach((key, value) -> state.put(Graph.stateKey(node, key), value));
        }
        for (Graph.Node node : graph.nodes().values()) {
            node.operator().parameterShapes().forEach((key, shape) -> {
                Draw draw = reset.draw(node, key);
                if (draw != Draw.KEEP) {
                    state.put(Graph.stateKey(node.name(), key), draw.tensor(shape, generator));
                }
            });
        }
        return graph.withState(state);
    }

    /**
     * The graph for weights of these shapes: as many classes as they have, where their last layer has another number
     * than the 1000 that it has here, as after training on other images.
     */
    public Graph graph(Map<String, Shape> state) {
        Graph.Node head = graph.nodes().values().stream()
                .filter(node -> !node.operator().parameterShapes().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
        Shape expected = head.operator().parameterShapes().get("weight");
        Shape given = state.get(Graph.stateKey(head.name(), "weight"));
        if (given == null || given.equals(expected) || given.rank() != expected.rank() || given.size(0) < 1) {
            return graph;
        }
        int inputs = expected.size(1);
        return graph.with(
                head.name(),
                head.operator() instanceof Linear
                        ? new Linear(inputs, given.size(0))
                        : Conv2d.builder(inputs, given.size(0), 1).build());
    }

    @Override
    public String toString() {
        return name;
    }
}
