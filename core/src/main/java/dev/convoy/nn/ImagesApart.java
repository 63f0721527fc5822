package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Follows the images of a batch through operators: each one's rule says where its output holds them, or that it mixes
 * them. An operator that has no rule here is taken to work on each image by itself if its output holds the images in
 * the dimension in which its input does.
 */
public final class ImagesApart {

    private final Operator operator;
    private final List<BatchLayout> inputs;

    private ImagesApart(Operator operator, List<BatchLayout> inputs) {
        this.operator = operator;
        this.inputs = inputs;
    }

    /**
     * The layout of an operator's output.
     *
     * @throws MixedImagesException if one image's part of the output depends on other images, or on its place
     * @throws ShapeException if the operator does not take such inputs
     */
    public static BatchLayout through(Operator operator, List<BatchLayout> inputs) {
        return new ImagesApart(operator, inputs).output();
    }

    private BatchLayout output() {
        if (inputs.stream().allMatch(BatchLayout::isFree)) {
            return BatchLayout.free(
                    operator.outputShape(inputs.stream().map(BatchLayout::one).toList()));
        }
        if (operator instanceof Arithmetic) {
            return broadcast();
        }
        if (operator instanceof MatMul) {
            return product();
        }
        if (operator instanceof Concat concat) {
            return joined(concat);
        }
        BatchLayout input = held();
        if (keepsOrder()) {
            return ordered(input.before());
        }
        int axis = axis(input);
        Shape shape = input.one();
        if (operator instanceof Squeeze squeeze) {
            if (squeeze.squeezed(shape)[axis] && input.outer() * input.inner() == 1) {
                throw new MixedImagesException("leaves out the dimension of the batch where that is one image");
            }
            return ordered(input.before());
        }
        return moved(input, outputAxis(input, axis, shape));
    }

    /** Whether the output has the input's elements in their order, or each element's function. */
    private boolean keepsOrder() {
        return operator instanceof Pointwise
                || operator instanceof Elementwise
                || operator instanceof Identity
                || operator instanceof Dropout
                || operator instanceof Reshape
                || operator instanceof Flatten
                || operator instanceof Unsqueeze
                || (operator instanceof PReLU prelu && prelu.parameterCount() == 1)
                || (operator instanceof Slice slice && slice.isWhole());
    }

    /** Where an operator with one input has the dimension of the batch. */
    private int outputAxis(BatchLayout input, int axis, Shape shape) {
        if (operator instanceof Permute permute) {
            int[] order = permute.order(shape);
            return IntStream.range(0, order.length)
                    .filter(i -> order[i] == axis)
                    .findFirst()
                    .orElseThrow();
        }
        if (operator instanceof Transpose transpose) {
            int first = Dimensions.index(operator, "dim0", transpose.dim0(), shape);
            int second = Dimensions.index(operator, "dim1", transpose.dim1(), shape);
            return axis == first ? second : axis == second ? first : axis;
        }
        if (operator instanceof Expand expand) {
            int place = axis + expand.sizes().length - shape.rank();
            if (expand.sizes()[place] != -1) {
                throw new MixedImagesException("makes a batch of " + expand.sizes()[place] + " of a batch of any size");
            }
            return place;
        }
        if (operator instanceof Reduction reduction) {
            boolean[] reduced = reduction.reduced(shape);
            if (reduced[axis]) {
                throw new MixedImagesException("takes the " + operator.type() + " over the batch");
            }
            return reduction.keepdim()
                    ? axis
                    : (int) IntStream.range(0, axis).filter(i -> !reduced[i]).count();
        }
        requireApart(input, axis, shape);
        return axis;
    }

    /** Refuses an operator that leaves the dimensions where they are if it works along that of the batch. */
    private void requireApart(BatchLayout input, int axis, Shape shape) {
        OptionalInt picked = picked();
        if (picked.isPresent()) {
            if (Dimensions.index(operator, "dim", picked.getAsInt(), shape) == axis) {
                throw new MixedImagesException("takes images of the batch by their place");
            }
        } else if (operator instanceof SoftmaxBase softmax) {
            if (softmax.dimension(shape) == axis) {
                throw new MixedImagesException("normalises over the batch");
            }
        } else if (axis >= shape.rank() - lookedOver(shape)) {
            throw new MixedImagesException(
                    "works over dimension " + axis + " of its input " + shape + ", which is the batch of images");
        }
    }

    /** The dimension of which an operator takes some indices, whatever stands there; none for any other operator. */
    private OptionalInt picked() {
        if (operator instanceof Slice slice) {
            return OptionalInt.of(slice.dim());
        }
        if (operator instanceof Chunk chunk) {
            return OptionalInt.of(chunk.dim());
        }
        if (operator instanceof Split split) {
            return OptionalInt.of(split.dim());
        }
        return operator instanceof IndexSelect select ? OptionalInt.of(select.dim()) : OptionalInt.empty();
    }

    /** How many of an input's last dimensions one element of the output may depend on. */
    private int lookedOver(Shape input) {
        if (operator instanceof ConvNd<?> conv) {
            return conv.arguments().dimensions() + 1;
        }
        if (operator instanceof PoolNd pool) {
            return pool.dimensions();
        }
        if (operator instanceof PadNd pad) {
            return pad.dimensions();
        }
        if (operator instanceof LayerNorm norm) {
            return norm.normalizedShape().rank();
        }
        if (operator instanceof Linear) {
            return 1;
        }
        if (operator instanceof PixelShuffle) {
            return 3;
        }
        return operator instanceof Upsample ? input.rank() - 2 : input.rank() - 1;
    }

    private BatchLayout broadcast() {
        BatchLayout held = held();
        if (inputs.stream().allMatch(input -> input.isFree() ? input.one().elements() == 1 : isLike(input, held))) {
            return ordered(held.before());
        }
        int rank = Math.max(inputs.get(0).one().rank(), inputs.get(1).one().rank());
        int axis = axis(held) + rank - held.one().rank();
        for (BatchLayout input : inputs) {
            requireSameImages(input, axis - (rank - input.one().rank()), held);
        }
        return moved(held, axis);
    }

    private static boolean isLike(BatchLayout a, BatchLayout b) {
        return a.one().equals(b.one()) && a.two().equals(b.two()) && a.before() == b.before();
    }

    /** The first input that holds images. */
    private BatchLayout held() {
        return inputs.stream().filter(input -> !input.isFree()).findFirst().orElseThrow();
    }

    /**
     * Refuses an input that meets the batch of another one with something else than the same images.
     *
     * @param axis the dimension of the input that is repeated over or goes along with the batch; negative for none
     */
    private static void requireSameImages(BatchLayout input, int axis, BatchLayout held) {
        if (input.isFree()) {
            if (axis >= 0 && input.one().size(axis) != 1) {
                throw new MixedImagesException("takes a tensor of "
                        + input.one().size(axis) + " along the batch, another value for every place");
            }
        } else if (axis(input) != axis || input.outer() != held.outer() || input.inner() != held.inner()) {
            throw new MixedImagesException("takes images of the batch together with others");
        }
    }

    private BatchLayout joined(Concat concat) {
        BatchLayout held = held();
        int axis = axis(held);
        for (BatchLayout input : inputs) {
            if (input.isFree()) {
                throw new MixedImagesException("joins a tensor of one size with a batch, which has any");
            }
            requireSameImages(input, axis, held);
        }
        if (Dimensions.index(operator, "dim", concat.dim(), held.one()) == axis) {
            throw new MixedImagesException("joins tensors along the batch");
        }
        return moved(held, axis);
    }

    /**
     * Of a product of matrices. Dimensions are counted in the product before those of vectors are dropped: the last but
     * one are the rows, the last the columns; the first input's last and the second's last but one are summed over.
     */
    private BatchLayout product() {
        Shape first = inputs.get(0).one();
        Shape second = inputs.get(1).one();
        int columns = Math.max(2, Math.max(first.rank(), second.rank())) - 1;
        int rows = columns - 1;
        OptionalInt firstAxis = productAxis(0, columns, columns);
        OptionalInt secondAxis = productAxis(1, columns, rows);
        boolean both = firstAxis.isPresent() && secondAxis.isPresent();
        int axis = firstAxis.isPresent() ? firstAxis.getAsInt() : secondAxis.getAsInt();
        if (both && (axis >= rows || secondAxis.getAsInt() >= rows)) {
            throw new MixedImagesException("multiplies images of the batch with each other");
        }
        if (axis < rows) {
            for (BatchLayout input : inputs) {
                requireSameImages(input, axis - (columns + 1 - input.one().rank()), held());
            }
        }
        return moved(held(), axis == columns && first.rank() == 1 ? rows : axis);
    }

    /**
     * The dimension of the product in which an input has the batch, if it has any.
     *
     * @param summed the dimension that an input's own is summed over in; a vector's only one is
     */
    private OptionalInt productAxis(int input, int columns, int summed) {
        BatchLayout layout = inputs.get(input);
        if (layout.isFree()) {
            return OptionalInt.empty();
        }
        int rank = layout.one().rank();
        int axis = rank == 1 ? summed : axis(layout) + columns + 1 - rank;
        if (axis == summed) {
            throw new MixedImagesException("sums over the batch");
        }
        return OptionalInt.of(axis);
    }

    private static int axis(BatchLayout layout) {
        return layout.axis()
                .orElseThrow(() ->
                        new MixedImagesException("works on dimensions over which the images of the batch are spread: "
                                + layout.two() + " for two of them"));
    }

    /** An output that holds the images in this dimension, as often and as far apart as an input. */
    private BatchLayout moved(BatchLayout input, int axis) {
        BatchLayout made = ordered(0);
        int front = axis < made.one().rank() ? made.one().elements(0, axis) : 0;
        BatchLayout output = new BatchLayout(made.one(), made.two(), input.outer() * front);
        if (front == 0 || output.axis().isEmpty() || output.axis().getAsInt() != axis) {
            throw new MixedImagesException("makes " + made.one() + " of one image and " + made.two()
                    + " of two, in which none has a part of its own");
        }
        return output;
    }

    /** An output of so many elements before each image's part. */
    private BatchLayout ordered(int before) {
        return new BatchLayout(
                operator.outputShape(inputs.stream().map(BatchLayout::one).toList()),
                operator.outputShape(inputs.stream().map(BatchLayout::two).toList()),
                before);
    }
}
