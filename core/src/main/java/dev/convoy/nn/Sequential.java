package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Layers one after the other, as {@code torch.nn.Sequential}: each takes what the one before it gives. The name of a
 * layer's state is the layer's, a dot and its own: {@code conv1.weight}. Immutable.
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

    @Override
    public Shape outputShape(Shape input) {
        String last = "";
        ShapeTrace trace = new ShapeTrace(last, input);
        for (Map.Entry<String, Layer> leaf : leaves().entrySet()) {
            trace.through(leaf.getKey(), leaf.getValue(), List.of(last));
            last = leaf.getKey();
        }
        return trace.shape(last);
    }

    @Override
    public Tensor forward(Tensor input) {
        outputShape(input.shape());
        Tensor last = input;
        for (Layer layer : leaves().values()) {
            last = layer.forward(last);
        }
        return last;
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return qualified(Operator::parameterShapes);
    }

    @Override
    public Map<String, Shape> bufferShapes() {
        return qualified(Operator::bufferShapes);
    }

    /** Layer by layer, each layer's parameters before its buffers. */
    @Override
    public Map<String, Shape> stateShapes() {
        return qualified(Operator::stateShapes);
    }

    @Override
    public Map<String, Tensor> state() {
        return qualified(Operator::state);
    }

    private <T> Map<String, T> qualified(Function<Layer, Map<String, T>> ofLayer) {
        Map<String, T> all = new LinkedHashMap<>();
        layers.forEach((name, layer) -> ofLayer.apply(layer).forEach((key, value) -> all.put(name + "." + key, value)));
        return Collections.unmodifiableMap(all);
    }

    @Override
    public Sequential withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return mapped((name, layer) -> {
            Map<String, Tensor> own = new LinkedHashMap<>();
            layer.stateShapes().keySet().forEach(key -> own.put(key, state.get(name + "." + key)));
            return layer.withState(own);
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
}
