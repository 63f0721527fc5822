package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.graph.Graph.Node;
import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.blocked.BlockedFilter;
import dev.convoy.kernel.blocked.ChannelAffine;
import dev.convoy.kernel.blocked.Concatenation;
import dev.convoy.kernel.blocked.DirectConvolution;
import dev.convoy.kernel.blocked.Grid;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.BatchLayout;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Constant;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Fusion;
import dev.convoy.nn.Identity;
import dev.convoy.nn.Linear;
import dev.convoy.nn.Lowering;
import dev.convoy.nn.MixedImagesException;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Precision;
import dev.convoy.nn.ShapeException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes a plan's steps of a graph, node by node, each with what can be computed where it is stored. */
final class Compiler {

    private final Graph graph;
    private final List<String> outputs;
    private final Precision precision;
    private final Shape image;
    private final Map<String, Shape> shapes;
    private final Map<String, List<Node>> users = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> merged = new HashSet<>();
    private final Map<String, Value> values = new HashMap<>();
    private final Map<Value, Value> otherLayouts = new HashMap<>();
    private final Map<String, FilterStep> normalisations = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    Compiler(Graph graph, List<String> outputs, Shape image, Precision precision) {
        this.graph = graph;
        this.outputs = outputs;
        this.image = image;
        this.precision = precision;
        this.shapes = this.graph.outputShapes(OperatorStep.batch(1, image));
        requireArrays("the network's input", image);
        shapes.keySet().forEach(node -> requireArrays(node, shape(node)));
        for (Node node : this.graph.nodes().values()) {
            node.inputs()
                    .forEach(input -> users.computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
        outputs.forEach(name -> wanted.add(this.graph.resolve(name)));
    }

    /** What a layer makes of an image has to fit an array, in blocks too. */
    private static void requireArrays(String layer, Shape shape) {
        try {
            Value.grid(shape);
        } catch (IllegalArgumentException e) {
            throw ShapeException.at(layer, "is too large: " + e.getMessage());
        }
    }

    Plan plan() {
        values.put(Graph.INPUT, new Value(image, null, Storage.input(image.elements())));
        for (Node node : graph.nodes().values()) {
            if (!merged.contains(node.name()) && !(node.operator() instanceof Constant)) {
                add(node);
                results(node.name());
            }
        }
        Map<String, Shape> results = new LinkedHashMap<>();
        outputs.forEach(name -> results.put(name, shape(graph.resolve(name))));
        return new Plan(image, steps, results);
    }

    /** Whether every node's output holds the images one behind the other, each made of the image in its place alone. */
    static boolean suits(Graph graph, List<String> outputs, Shape image) {
        Map<String, BatchLayout> layouts;
        try {
            layouts = graph.batchLayouts(image, graph.nodes().keySet());
        } catch (MixedImagesException e) {
            return false;
        }
        Set<String> wanted = outputs.stream().map(graph::resolve).collect(Collectors.toSet());
        return graph.nodes().values().stream()
                .allMatch(node -> node.operator() instanceof Constant
                        ? !wanted.contains(node.name())
                        : layouts.get(node.name()).isFirst());
    }

    /** The shape of an image's part of a node's output. */
    private Shape shape(String node) {
        Shape shape = shapes.get(node);
        return shape.slice(1, shape.rank());
    }

    private void results(String node) {
        for (String name : outputs) {
            if (graph.resolve(name).equals(node)) {
                steps.add(new ResultStep(name, values.get(node)));
            }
        }
    }

    private void add(Node node) {
        Operator operator = node.operator();
        Value input = values.get(node.inputs().get(0));
        boolean alone = node.inputs().size() == 1;
        if (alone && (operator instanceof Identity || operator instanceof Dropout || operator instanceof Flatten)) {
            values.put(node.name(), input.reshaped(shape(node.name())));
        } else if (alone && Fusion.elementFunction(operator).isPresent()) {
            ElementFunction function = Fusion.elementFunction(operator).get();
            put(node.name(), ElementStep.Operation.FUNCTION, List.of(input), function);
        } else if (!(alone && filtered(node, input)) && !joined(node)) {
            general(node);
        }
    }

    /** A filter with all that can be done where it stores its output. */
    private boolean filtered(Node node, Value input) {
        boolean isImage = input.shape().rank() == 3;
        if (input.shape().rank() != (node.operator() instanceof Linear ? 1 : 3)) {
            return false;
        }
        Optional<BlockedFilter> filter = Optional.empty();
        Value from = input;
        if (isImage && !input.isBlocked()) {
            filter = Lowering.first(node.operator(), Value.grid(input.shape()), precision);
        }
        if (filter.isEmpty()) {
            Grid grid = isImage || !input.isBlocked() ? Value.grid(input.shape()) : input.grid();
            filter = Lowering.filter(node.operator(), grid, precision);
            if (filter.isEmpty()) {
                return false;
            }
            from = inBlocks(input, grid);
        }
        Tail tail = new Tail(node.name());
        tail.addition(filter.get().output());
        tail.function();
        Value output = Value.blocked(shape(tail.last), filter.get().output());
        FilterStep step = new FilterStep(
                tail.names(),
                filter.get(),
                from,
                tail.residual,
                tail.function,
                output,
                Lowering.packedFloats(node.operator(), filter.get(), precision),
                node.operator().multiplyAdds(List.of(shapes(node).get(0))));
        steps.add(withNormalisation(node, step));
        if (filter.get() instanceof ChannelAffine && tail.residual == null) {
            normalisations.put(tail.last, step);
        }
        values.put(tail.last, output);
        results(tail.last, node.name());
        return true;
    }

    /** A pointwise convolution's step with that of the normalisation before it, if nothing else needs the latter. */
    private FilterStep withNormalisation(Node node, FilterStep step) {
        String input = node.inputs().get(0);
        FilterStep before = normalisations.get(input);
        if (before == null
                || wanted.contains(input)
                || users.get(input).size() != 1
                || !(step.filter() instanceof DirectConvolution convolution)
                || !convolution.isPointwise()) {
            return step;
        }
        steps.remove(before);
        return step.behind(before, convolution.behind((ChannelAffine) before.filter(), before.function()));
    }

    private void results(String last, String node) {
        if (!last.equals(node)) {
            results(last);
        }
    }

    private List<Shape> shapes(Node node) {
        return node.inputs().stream()
                .map(name -> name.equals(Graph.INPUT) ? OperatorStep.batch(1, image) : shapes.get(name))
                .toList();
    }

    /** The nodes behind a node whose work is done where it stores its output. */
    private final class Tail {

        final List<String> nodes = new ArrayList<>();
        String last;
        Value residual;
        ElementFunction function = ElementFunction.IDENTITY;

        Tail(String node) {
            nodes.add(node);
            last = node;
        }

        /** The one user of the last node, if nothing else needs its output. */
        private Optional<Node> next() {
            List<Node> all = users.getOrDefault(last, List.of());
            return wanted.contains(last) || all.size() != 1 ? Optional.empty() : Optional.of(all.get(0));
        }

        void addition(Grid grid) {
            Optional<Node> next = next();
            if (next.isEmpty() || next.get().operator() != Arithmetic.ADD) {
                return;
            }
            List<String> both = next.get().inputs();
            String other = both.get(both.get(0).equals(last) ? 1 : 0);
            Value value = values.get(other);
            if (value != null
                    && value.shape().equals(shape(last))
                    && value.shape().rank() == 3) {
                residual = inBlocks(value, grid);
                take(next.get());
            }
        }

        void function() {
            Optional<Node> next = next();
            Optional<ElementFunction> found = next.flatMap(node -> Fusion.elementFunction(node.operator()));
            if (found.isPresent()) {
                function = found.get();
                take(next.get());
            }
        }

        private void take(Node node) {
            merged.add(node.name());
            nodes.add(node.name());
            last = node.name();
        }

        String names() {
            return String.join(" + ", nodes);
        }
    }

    /** Sums, products and concatenations. */
    private boolean joined(Node node) {
        List<Value> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Value value = values.get(name);
            if (value == null || Value.grid(value.shape()) == null) {
                return false;
            }
            inputs.add(value);
        }
        Operator operator = node.operator();
        if (operator instanceof Concat concat) {
            int rank = inputs.get(0).shape().rank() + 1;
            if ((concat.dim() + rank) % rank != 1) {
                return false;
            }
            List<Value> blocks = inputs.stream().map(this::inBlocks).toList();
            Concatenation joined =
                    new Concatenation(blocks.stream().map(Value::grid).toList());
            Value output = Value.blocked(shape(node.name()), joined.output());
            InPlace places = new InPlace(joined, blocks, output.storage());
            places.move();
            if (!IntStream.range(0, blocks.size()).allMatch(places::isMoved)) {
                steps.add(new ConcatenationStep(node.name(), joined, blocks, output));
            }
            values.put(node.name(), output);
            return true;
        }
        if (inputs.size() != 2 || (operator != Arithmetic.ADD && operator != Arithmetic.MUL)) {
            return false;
        }
        List<Value> blocks = inputs.stream().map(this::inBlocks).toList();
        Shape a = inputs.get(0).shape();
        Shape b = inputs.get(1).shape();
        ElementStep.Operation operation;
        if (a.equals(b)) {
            operation = operator == Arithmetic.ADD ? ElementStep.Operation.ADD : ElementStep.Operation.MULTIPLY;
        } else if (operator == Arithmetic.MUL && isScale(a, b)) {
            operation = ElementStep.Operation.SCALE;
        } else if (operator == Arithmetic.MUL && isScale(b, a)) {
            operation = ElementStep.Operation.SCALE;
            blocks = List.of(blocks.get(1), blocks.get(0));
        } else {
            return false;
        }
        Tail tail = new Tail(node.name());
        tail.function();
        put(tail.last, tail.names(), operation, blocks, tail.function);
        results(tail.last, node.name());
        return true;
    }

    private static boolean isScale(Shape images, Shape scale) {
        return images.rank() == 3 && scale.equals(Shape.of(images.size(0), 1, 1));
    }

    private void put(String node, ElementStep.Operation operation, List<Value> inputs, ElementFunction function) {
        put(node, node, operation, inputs, function);
    }

    private void put(
            String node, String names, ElementStep.Operation operation, List<Value> inputs, ElementFunction function) {
        Value first = inputs.get(0);
        Value output = new Value(shape(node), first.grid(), new Storage(first.storage().floats));
        steps.add(new ElementStep(names, operation, inputs, function, output));
        values.put(node, output);
    }

    /** Any operator, on tensors. */
    private void general(Node node) {
        List<Object> operands = new ArrayList<>();
        for (String name : node.inputs()) {
            Value value = values.get(name);
            operands.add(value == null ? constant(name) : asTensor(value));
        }
        Value output = Value.plain(shape(node.name()));
        long multiplyAdds = node.operator().multiplyAdds(shapes(node));
        steps.add(new OperatorStep(node.name(), node.operator(), operands, output, multiplyAdds));
        values.put(node.name(), output);
    }

    private Tensor constant(String name) {
        return ((Constant) graph.nodes().get(name).operator()).value();
    }

    private Value inBlocks(Value value) {
        return inBlocks(value, Value.grid(value.shape()));
    }

    private Value inBlocks(Value value, Grid grid) {
        if (grid.equals(value.grid())) {
            return value;
        }
        Value plain = asTensor(value);
        return otherLayouts.computeIfAbsent(
                new Value(plain.shape(), grid, plain.storage()),
                key -> converted(plain, Value.blocked(plain.shape(), grid)));
    }

    private Value asTensor(Value value) {
        return value.isBlocked()
                ? otherLayouts.computeIfAbsent(value, key -> converted(value, Value.plain(value.shape())))
                : value;
    }

    private Value converted(Value from, Value to) {
        steps.add(new LayoutStep("", from, to));
        return to;
    }
}
