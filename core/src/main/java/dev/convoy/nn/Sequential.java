package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Layers one after the other, as {@code torch.nn.Sequential}: each takes what the one before it gives. A parameter's
 * name is its layer's, a dot and its own: {@code conv1.weight}. Immutable.
 */
public final class Sequential implements Layer {

    private final Map<String, Layer> layers;

    private Sequential(Map<String, Layer> layers) {
        this.layers = Collections.unmodifiableMap(layers);
    }

    /** Layers named by their places, as in torch: {@code "0"}, {@code "1"} and so on. */
    public static Sequential of(Layer... layers) {
        Map<String, Layer> named = new LinkedHashMap<>();
        for (Layer layer : layers) {
            named.put(Integer.toString(named.size()), layer);
        }
        return new Sequential(named);
    }

    /**
     * Layers with names, in the map's order.
     *
     * @throws IllegalArgumentException if a name is empty or contains a dot
     */
    public static Sequential of(Map<String, Layer> layers) {
        for (String name : layers.keySet()) {
            if (name.isEmpty() || name.contains(".")) {
                throw new IllegalArgumentException(
                        "a layer's name is not empty and has no dot, but one is '" + name + "'");
            }
        }
        return new Sequential(new LinkedHashMap<>(layers));
    }

    /** The layers themselves, those of inner sequences in their place, by their full names: {@code "features.0"}. */
    public Map<String, Layer> leaves() {
        Map<String, Layer> leaves = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            if (layer instanceof Sequential inner) {
                inner.leaves().forEach((child, leaf) -> leaves.put(name + "." + child, leaf));
            } else {
                leaves.put(name, layer);
            }
        });
        return leaves;
    }

    /**
     * The output shape of every leaf, by its full name.
     *
     * @throws ShapeException that names the layer that fails and the one that made its input
     */
    public Map<String, Shape> outputShapes(Shape input) {
        Map<String, Layer> leaves = leaves();
        return shapes(input, leaves.keySet(), leaves);
    }

    /**
     * The output shapes of the leaves up to the last of these, by their full names.
     *
     * @throws ShapeException that names the layer that fails and the one that made its input
     * @throws IllegalArgumentException if there is no leaf of a name
     */
    public Map<String, Shape> outputShapes(Shape input, Collection<String> names) {
        Map<String, Layer> leaves = leaves();
        return shapes(input, pathTo(names, leaves), leaves);
    }

    private static Map<String, Shape> shapes(Shape input, Collection<String> path, Map<String, Layer> leaves) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Trace trace = new Trace(input);
        path.forEach(name -> shapes.put(name, trace.through(name, leaves.get(name))));
        return shapes;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape last = input;
        for (Shape shape : outputShapes(input).values()) {
            last = shape;
        }
        return last;
    }

    @Override
    public Tensor forward(Tensor input) {
        outputShapes(input.shape());
        Tensor last = input;
        for (Layer layer : leaves().values()) {
            last = layer.forward(last);
        }
        return last;
    }

    /**
     * The outputs of the leaves of these full names, in the network's order. Layers behind the last of them are not
     * run.
     *
     * @throws IllegalArgumentException if there is no leaf of a name
     */
    public Map<String, Tensor> forward(Tensor input, Collection<String> names) {
        Map<String, Layer> leaves = leaves();
        List<String> path = pathTo(names, leaves);
        shapes(input.shape(), path, leaves);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        Tensor last = input;
        for (String name : path) {
            last = leaves.get(name).forward(last);
            if (names.contains(name)) {
                outputs.put(name, last);
            }
        }
        return outputs;
    }

    /** The leaves up to the last one that is asked for. */
    private static List<String> pathTo(Collection<String> names, Map<String, Layer> leaves) {
        for (String name : names) {
            if (!leaves.containsKey(name)) {
                throw new IllegalArgumentException(
                        "there is no layer '" + name + "'; the layers are " + String.join(", ", leaves.keySet()));
            }
        }
        List<String> all = List.copyOf(leaves.keySet());
        int last = names.stream().mapToInt(all::indexOf).max().orElse(-1);
        return all.subList(0, last + 1);
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return qualified(Layer::parameterShapes);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return qualified(Layer::parameters);
    }

    private <T> Map<String, T> qualified(Function<Layer, Map<String, T>> ofLayer) {
        Map<String, T> all = new LinkedHashMap<>();
        layers.forEach((name, layer) -> ofLayer.apply(layer).forEach((key, value) -> all.put(name + "." + key, value)));
        return Collections.unmodifiableMap(all);
    }

    @Override
    public Sequential withParameters(Map<String, Tensor> parameters) {
        Parameters.check(this, parameters);
        return mapped((name, layer) -> {
            Map<String, Tensor> own = new LinkedHashMap<>();
            layer.parameterShapes().keySet().forEach(key -> own.put(key, parameters.get(name + "." + key)));
            return layer.withParameters(own);
        });
    }

    @Override
    public Sequential initialised(Generator generator) {
        return mapped((name, layer) -> layer.initialised(generator));
    }

    private Sequential mapped(BiFunction<String, Layer, Layer> change) {
        Map<String, Layer> changed = new LinkedHashMap<>();
        layers.forEach((name, layer) -> changed.put(name, change.apply(name, layer)));
        return new Sequential(changed);
    }

    @Override
    public long multiplyAdds(Shape input) {
        long sum = 0;
        Shape shape = input;
        for (Layer layer : leaves().values()) {
            sum += layer.multiplyAdds(shape);
            shape = layer.outputShape(shape);
        }
        return sum;
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Sequential(");
        layers.forEach((name, layer) -> text.append("\n  (")
                .append(name)
                .append("): ")
                .append(layer.toString().replace("\n", "\n  ")));
        return text.append(layers.isEmpty() ? ")" : "\n)").toString();
    }

    /** Follows a shape through the layers and remembers where it came from. */
    private static final class Trace {

        private final Shape input;
        private Shape shape;
        private String producer;
        private String flattened = "";

        Trace(Shape input) {
            this.input = input;
            this.shape = input;
        }

        Shape through(String name, Layer layer) {
            String title = name + " (" + layer.type() + ")";
            Shape output;
            try {
                output = layer.outputShape(shape);
            } catch (ShapeException e) {
                throw e.in(title, origin());
            }
            if (layer instanceof Flatten flatten) {
                flattened = ", flattened from " + flatten.merged(shape) + " of " + maker();
            } else if (!output.equals(shape)) {
                flattened = "";
            }
            shape = output;
            producer = title;
            return output;
        }

        private String maker() {
            return producer == null ? "the input" : producer;
        }

        private String origin() {
            String rest = producer == null ? "" : "; the network's input is " + input;
            return maker() + " " + shape + flattened + rest;
        }
    }
}
