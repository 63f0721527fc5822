package dev.convoy.jobs.feature;

import dev.convoy.jobs.parquet.ElementType;
import dev.convoy.tensor.Shape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A column of one layer's outputs. */
public final class TensorColumn implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int UNKNOWN = -1;

    private final String layer;
    private final int[] sizes;
    private final int rank;
    private final ElementType elements;

    private TensorColumn(String layer, int[] sizes, int rank, ElementType elements) {
        this.layer = layer;
        this.sizes = sizes;
        this.rank = rank;
        this.elements = elements;
    }

    /** A column whose every value has this shape. */
    static TensorColumn fixed(String layer, Shape shape, ElementType elements) {
        return new TensorColumn(layer, shape.toArray(), shape.rank(), elements);
    }

    /** A column whose values bring a shape each, of this many dimensions where that is known. */
    static TensorColumn varying(String layer, OptionalInt rank, ElementType elements) {
        return new TensorColumn(layer, null, rank.orElse(UNKNOWN), elements);
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

    /** What its tensors' elements are in the files. */
    public ElementType elements() {
        return elements;
    }

    /** The bytes of a tensor in the files, before compression; none where they vary from image to image. */
    public OptionalLong bytes() {
        return sizes == null
                ? OptionalLong.empty()
                : OptionalLong.of((long) elements.bytes() * Shape.of(sizes).elements());
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
