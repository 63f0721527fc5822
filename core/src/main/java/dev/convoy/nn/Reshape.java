package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * The same elements under another shape, as {@code torch.reshape}: one size may be -1, which stands for what the others
 * leave. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.reshape.html">torch.reshape</a>
 */
public final class Reshape implements Layer {

    private final int[] sizes;
    private final boolean keepZeros;

    /**
     * To this shape.
     *
     * @throws IllegalArgumentException if a size is below -1, or more than one is -1
     */
    public Reshape(int... shape) {
        this(shape, false);
    }

    private Reshape(int[] shape, boolean keepZeros) {
        this.sizes = shape.clone();
        this.keepZeros = keepZeros;
        int open = 0;
        for (int size : sizes) {
            Arguments.atLeast("reshape", "a size", size, -1);
            open += size == -1 ? 1 : 0;
        }
        if (open > 1) {
            throw new IllegalArgumentException(
                    "reshape expects at most one size to be -1, but they are " + Arguments.tuple(sizes));
        }
    }

    /** To this shape, in which a 0 keeps the input's size in the same place, as in ONNX. */
    public static Reshape keepingZeros(int... shape) {
        return new Reshape(shape, true);
    }

    @Override
    public String type() {
        return "reshape";
    }

    @Override
    public Shape outputShape(Shape input) {
        int[] output = sizes.clone();
        long product = 1;
        int open = -1;
        for (int i = 0; i < output.length; i++) {
            if (output[i] == 0 && keepZeros) {
                if (i >= input.rank()) {
                    throw ShapeException.of(this, "keeps size " + i + " of an input that has no such", input);
                }
                output[i] = input.size(i);
            }
            if (output[i] == -1) {
                open = i;
            } else {
                product = Math.min(product * output[i], Integer.MAX_VALUE + 1L);
            }
        }
        if (open >= 0 && product > 0 && input.elements() % product == 0) {
            output[open] = (int) (input.elements() / product);
            return Shape.of(output);
        }
        if (open >= 0 || product != input.elements()) {
            throw ShapeException.of(
                    this, "has " + input.elements() + " elements for the shape " + Arguments.tuple(sizes), input);
        }
        return Shape.of(output);
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.reshape(outputShape(input.shape()));
    }

    @Override
    public String toString() {
        return "reshape(shape=" + Arguments.tuple(sizes) + ")";
    }
}
