package dev.convoy.graph;

import dev.convoy.nn.BatchLayout;
import dev.convoy.nn.ImagesApart;
import dev.convoy.nn.MixedImagesException;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Sequential;
import dev.convoy.nn.ShapeException;
import dev.convoy.nn.ShapeTrace;
import dev.convoy.nn.StateCheck;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.NearestNames;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A network: named operators that take the network's input or what earlier ones made, in an order in which they can be
 * computed. Immutable, and safe for use by several threads.
 *
 * <p>Besides its nodes a graph knows the names of modules, such as {@code layer1}, whose output is a node's. The state
 * of a node is named after it: {@code layer1.0.conv1.weight}.
 */
public final class Graph {

    /** The name of the network's input among the tensors. */
    public static final String INPUT = "input";

    /**
     * An operator in its place.
     *
     * @param name unique in the graph; also that of its output
     * @param operator what it computes
     * @param inputs the names of nodes before it, or {@link #INPUT}
     */
    public record Node(String name, Operator operator, List<String> inputs) {

        /** Copies the inputs. */
        public Node {
            inputs = List.copyOf(inputs);
        }

        Node with(Operator other) {
            return new Node(name, other, inputs);
        }
    }

    private final Map<String, Node> nodes;
    private final Map<String, String> modules;
    private final String output;

    Graph(Map<String, Node> nodes, Map<String, String> modules, String output) {
        this.nodes = Collections.unmodifiableMap(nodes);
        this.modules = Collections.unmodifiableMap(modules);
        this.output = output;
    }

    /** An empty graph to add to. */
    public static GraphBuilder builder() {
        return new GraphBuilder();
    }

    /** A chain of layers, those of inner sequences in their place. */
    public static Graph of(Sequential layers) {
        GraphBuilder builder = builder();
        String[] last = {INPUT};
        layers.leaves().forEach((name, layer) -> last[0] = builder.add(name, layer, last[0]));
        return builder.build(last[0]);
    }

    /** The nodes by name, each behind the ones it needs. */
    public Map<String, Node> nodes() {
        return nodes;
    }

    /** The names of modules that are not nodes themselves, with the nodes that make their outputs. */
    public Map<String, String> modules() {
        return modules;
    }

    /** The node whose output is the network's. */
    public String output() {
        return output;
    }

    /**
     * The node that makes the output of a node or module of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest names there are
     */
    public String resolve(String name) {
        if (nodes.containsKey(name)) {
            return name;
        }
        String node = modules.get(name);
        if (node == null) {
            List<String> names = Stream.concat(nodes.keySet().stream(), modules.keySet().stream())
                    .toList();
            throw new IllegalArgumentException(NearestNames.missing("layer", name, names));
        }
        return node;
    }

    /**
     * The output shapes of the nodes that these need, themselves included, by node.
     *
     * @throws ShapeException that names the node that fails and the ones that made its inputs
     * @throws IllegalArgumentException if there is no node or module of a name
     */
    public Map<String, Shape> outputShapes(Shape input, Collection<String> names) {
        ShapeTrace trace = new ShapeTrace(INPUT, input);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Node node : needed(names)) {
            shapes.put(node.name, trace.through(node.name, node.operator, node.inputs));
        }
        return shapes;
    }

    /** The output shapes of all nodes; it fails as the other form does. */
    public Map<String, Shape> outputShapes(Shape input) {
        return outputShapes(input, nodes.keySet());
    }

    /**
     * Where the outputs of the nodes that these need, themselves included, hold the images of a batch, by node.
     *
     * @param image the shape of an image, without the batch's dimension
     * @throws MixedImagesException that names the node whose output for one image depends on others of its batch
     * @throws ShapeException as {@link #outputShapes(Shape, Collection)}
     * @throws IllegalArgumentException if there is no node or module of a name
     */
    public Map<String, BatchLayout> batchLayouts(Shape image, Collection<String> names) {
        Map<String, BatchLayout> layouts = new HashMap<>();
        layouts.put(INPUT, BatchLayout.of(image));
        for (Node node : needed(names)) {
            String title = node.name + " (" + node.operator.type() + ") ";
            try {
                List<BatchLayout> inputs =
                        node.inputs.stream().map(layouts::get).toList();
                layouts.put(node.name, ImagesApart.through(node.operator, inputs));
            } catch (MixedImagesException e) {
                throw new MixedImagesException(title + e.getMessage());
            } catch (ShapeException e) {
                outputShapes(image.batched(1), names);
                throw new MixedImagesException(title + "takes batches of one size alone: " + e.getMessage());
            } catch (ArithmeticException | IllegalArgumentException e) {
                outputShapes(image.batched(1), names);
                throw ShapeException.at(
                        title.strip(), "makes no tensor of two images of " + image + ": " + e.getMessage());
            }
        }
        return layouts;
    }

    /**
     * Refuses a network that does not make one output of one image, whatever its batch.
     *
     * @param image the shape of an image, without the batch's dimension
     * @param names the nodes and modules whose outputs are asked for
     * @throws MixedImagesException that names the node whose output for one image depends on others of its batch
     * @throws ShapeException as {@link #outputShapes(Shape, Collection)}
     */
    public void requireIndependentImages(Shape image, Collection<String> names) {
        Map<String, BatchLayout> layouts = batchLayouts(image, names);
        for (String name : names) {
            BatchLayout layout = layouts.get(resolve(name));
            if (!layout.isFirst()) {
                throw new MixedImagesException(name + " " + layout);
            }
        }
    }

    /**
     * The outputs of nodes or modules, by the names asked for and in their order. What they share is computed once,
     * what they do not need is not computed, and a tensor is let go when its last user is done.
     *
     * @throws ShapeException that names the node that fails and the ones that made its inputs, before any is computed
     * @throws IllegalArgumentException if there is no node or module of a name
     * @throws IllegalStateException if a node has state but not its values
     */
    public Map<String, Tensor> forward(Tensor input, Collection<String> names) {
        outputShapes(input.shape(), names);
        List<Node> path = needed(names);
        Map<String, Integer> uses = new HashMap<>();
        path.forEach(node -> node.inputs.forEach(name -> uses.merge(name, 1, Integer::sum)));
        names.forEach(name -> uses.merge(resolve(name), 1, Integer::sum));
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put(INPUT, input);
        for (Node node : path) {
            List<Tensor> inputs = node.inputs.stream().map(tensors::get).toList();
            tensors.put(node.name, node.operator.forward(inputs));
            for (String name : node.inputs) {
                if (uses.merge(name, -1, Integer::sum) == 0) {
                    tensors.remove(name);
                }
            }
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        names.forEach(name -> outputs.put(name, tensors.get(resolve(name))));
        return outputs;
    }

    /** The nodes that these need, themselves included, in the graph's order. */
    List<Node> needed(Collection<String> names) {
        Set<String> wanted = new HashSet<>();
        names.forEach(name -> wanted.add(resolve(name)));
        List<Node> all = List.copyOf(nodes.values());
        for (int i = all.size() - 1; i >= 0; i--) {
            if (wanted.contains(all.get(i).name)) {
                wanted.addAll(all.get(i).inputs);
            }
        }
        return all.stream().filter(node -> wanted.contains(node.name)).toList();
    }

    /** The shapes of the state dict's entries, in its order. */
    public Map<String, Shape> stateShapes() {
        return qualified(Operator::stateShapes);
    }

    /**
     * The state, in the state dict's order.
     *
     * @throws IllegalStateException if a node has state but not its values
     */
    public Map<String, Tensor> state() {
        return qualified(Operator::state);
    }

    /**
     * The state dict's key for what the operator of a node calls so; the node's own name for what has the empty one.
     */
    public static String stateKey(String node, String key) {
        return key.isEmpty() ? node : node + "." + key;
    }

    private <T> Map<String, T> qualified(Function<Operator, Map<String, T>> ofOperator) {
        Map<String, T> all = new LinkedHashMap<>();
        nodes.values()
                .forEach(node -> ofOperator
                        .apply(node.operator)
                        .forEach((key, value) -> all.put(stateKey(node.name, key), value)));
        return Collections.unmodifiableMap(all);
    }

    /**
     * This graph with these values for all of its state.
     *
     * @throws IllegalArgumentException naming everything that is missing, unexpected or of another shape
     */
    public Graph withState(Map<String, Tensor> state) {
        Map<String, Shape> given = new LinkedHashMap<>();
        state.forEach((name, tensor) -> given.put(name, tensor.shape()));
        StateCheck.check(stateShapes(), given);
        return mapped(node -> {
            Map<String, Tensor> own = new LinkedHashMap<>();
            node.operator.stateShapes().keySet().forEach(key -> own.put(key, state.get(stateKey(node.name, key))));
            return node.operator.withState(own);
        });
    }

    /** This graph with torch's default initialisation, drawn node by node. */
    public Graph initialised(Generator generator) {
        return mapped(node -> node.operator.initialised(generator));
    }

    /**
     * This graph with another operator in a node's place.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public Graph with(String name, Operator operator) {
        String place = resolve(name);
        return mapped(node -> node.name.equals(place) ? operator : node.operator);
    }

    private Graph mapped(Function<Node, Operator> change) {
        Map<String, Node> changed = new LinkedHashMap<>();
        nodes.forEach((name, node) -> changed.put(name, node.with(change.apply(node))));
        return new Graph(changed, modules, output);
    }
}
