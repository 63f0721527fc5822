package dev.convoy.jobs.feature;

import dev.convoy.tensor.Shape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A column of one layer's outputs. */
public final class TensorColumn implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int UNKNOWN = -1;

    private final String layer;
    private final int[] sizes;
    private final int rank;

    private TensorColumn(String layer, int[] sizes, int rank) {
        this.layer = layer;
        this.sizes = sizes;
        this.rank = rank;
    }

    /** A column whose every value has this shape. */
    static TensorColumn fixed(String layer, Shape shape) {
        return new TensorColumn(layer, shape.toArray(), shape.rank());
    }

    /** A column whose values bring a shape each, of this many dimensions where that is known. */
    static TensorColumn varying(String layer, OptionalInt rank) {
        return new TensorColumn(layer, null, rank.orElse(UNKNOWN));
    }

    public String layer() {
        return layer;
    }

    /** An image's output, without the batch dimension; none where it varies from image to image. */
    public Optional<Shape> shape() {
        return Optional.ofNullable(sizes).map(Shape::of);
    }

    /** An image's output's number of dimensions, without the batch dimension, where it is known. */
    public OptionalInt rank() {
        return rank == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(rank);
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
