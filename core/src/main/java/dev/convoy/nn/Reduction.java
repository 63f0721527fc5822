package dev.convoy.nn;

import dev.convoy.kernel.Fold;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Dimensions reduced to one element, as torch's functions {@code sum}, {@code mean}, {@code amax} and {@code amin}.
 *
 * <p>The output has the input's shape without the reduced dimensions or, where dimensions are kept, with a size of 1
 * there. Elements are taken in the order of the input's array, in double precision. A NaN gives one. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/torch.html#reduction-ops">torch, reduction ops</a>
 */
public final class Reduction implements Layer {

    private final String type;
    private final DoubleBinaryOperator function;
    private final double start;
    private final boolean keepdim;
    private final int[] dims;

    private Reduction(String type, DoubleBinaryOperator function, double start, boolean keepdim, int[] dims) {
        this.type = type;
        this.function = function;
        this.start = start;
        this.keepdim = keepdim;
        this.dims = dims.clone();
    }

    /** The sum over these dimensions, over all if there are none; 0 of no elements. */
    public static Reduction sum(boolean keepdim, int... dims) {
        return new Reduction("sum", Double::sum, 0, keepdim, dims);
    }

    /** The mean over these dimensions, over all if there are none; NaN of no elements. */
    public static Reduction mean(boolean keepdim, int... dims) {
        return new Reduction("mean", Double::sum, 0, keepdim, dims);
    }

    /** The largest element over these dimensions, over all if there are none. */
    public static Reduction amax(boolean keepdim, int... dims) {
        return new Reduction("amax", Math::max, Double.NEGATIVE_INFINITY, keepdim, dims);
    }

    /** The smallest element over these dimensions, over all if there are none. */
    public static Reduction amin(boolean keepdim, int... dims) {
        return new Reduction("amin", Math::min, Double.POSITIVE_INFINITY, keepdim, dims);
    }

    /** Whether this is the mean over the pixels of a batch of images. */
    boolean isMeanOfPixels() {
        int[] sorted = dims.clone();
        Arrays.sort(sorted);
        return type.equals("mean")
                && (Arrays.equals(sorted, new int[] {2, 3}) || Arrays.equals(sorted, new int[] {-2, -1}));
    }

    /** Which dimensions of an input are reduced. */
    boolean[] reduced(Shape input) {
        return Dimensions.set(this, dims, input);
    }

    /** Whether the output has the reduced dimensions, with a size of 1. */
    boolean keepdim() {
        return keepdim;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Shape outputShape(Shape input) {
        boolean[] reduced = reduced(input);
        int[] sizes = new int[input.rank()];
        int rank = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (reduced[i] && input.size(i) == 0 && Double.isInfinite(start)) {
                throw ShapeException.of(this, "expects elements in dimension " + i + " but it has none", input);
            }
            if (!reduced[i]) {
                sizes[rank++] = input.size(i);
            } else if (keepdim) {
                sizes[rank++] = 1;
            }
        }
        return Shape.of(Arrays.copyOf(sizes, rank));
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = input.shape();
        Tensor output = Tensor.zeros(outputShape(shape));
        boolean[] reduced = reduced(shape);
        int[] steps = new int[shape.rank()];
        int step = 1;
        int count = 1;
        for (int i = steps.length - 1; i >= 0; i--) {
            steps[i] = reduced[i] ? 0 : step;
            step *= reduced[i] ? 1 : shape.size(i);
            count *= reduced[i] ? shape.size(i) : 1;
        }
        double[] values = new double[output.array().length];
        Fold.apply(function, start, shape.toArray(), input.array(), steps, values);
        for (int i = 0; i < values.length; i++) {
            output.array()[i] = (float) (type.equals("mean") ? values[i] / count : values[i]);
        }
        return output;
    }

    @Override
    public String toString() {
        return type + "(dim=" + Arrays.toString(dims) + ", keepdim=" + Arguments.bool(keepdim) + ")";
    }
}
