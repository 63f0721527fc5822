package dev.convoy.jobs.feature;

import dev.convoy.tensor.Shape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A column of one layer's outputs. */
public final class TensorColumn implements Serializable {

    private static final long serialVersionUID = 1;

    private final String layer;
    private final int[] sizes;

    private TensorColumn(String layer, int[] sizes) {
        this.layer = layer;
        this.sizes = sizes;
    }

    /** A column whose every value has this shape. */
    static TensorColumn fixed(String layer, Shape shape) {
        return new TensorColumn(layer, shape.toArray());
    }

    /** A column whose values bring a shape each. */
    static TensorColumn varying(String layer) {
        return new TensorColumn(layer, null);
    }

    public String layer() {
        return layer;
    }

    /** An image's output, without the batch dimension; none where it varies from image to image. */
    public Optional<Shape> shape() {
        return Optional.ofNullable(sizes).map(Shape::of);
    }

    /** The column's name: the layer's, with {@code .} written as {@code _}. */
    public String name() {
        return layer.replace('.', '_');
    }

    static List<String> layers(List<TensorColumn> columns) {
        return columns.stream().map(TensorColumn::layer).toList();
    }

    @Override
    public String toString() {
        return name() + (sizes == null ? "" : " " + Arrays.toString(sizes));
    }
}
