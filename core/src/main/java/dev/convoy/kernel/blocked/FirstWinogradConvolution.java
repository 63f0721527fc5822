package dev.convoy.kernel.blocked;

import static dev.convoy.kernel.Kernel.BLOCK;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Products;
import dev.convoy.kernel.RowTransform;
import dev.convoy.kernel.Transforms;
import java.util.Arrays;
import java.util.Collections;

/**
 * A convolution of images of few channels as they come, by rows of 7 taps and stride 2, such as a residual network's
 * first: {@link FirstConvolution} by Winograd's algorithm in one dimension, with 13 multiplications for each 28.
 *
 * <p>A row of inputs is split, every other pixel one part, and both parts are transformed; four neighbouring outputs
 * are made of the products of their transforms with those of the filters' rows, summed over channels and rows, one
 * matrix product a component.
 */
public final class FirstWinogradConvolution implements BlockedFilter {

    private static final int TAPS = 7;
    private static final int STRIDE = 2;
    /** In fewer tiles there are too few products for each reading of the weights. */
    private static final int FEWEST_COLUMNS = 8 * RowTransform.TILE;

    /** So many tiles of a row are computed together: their components stay in the first caches. */
    private static final int SEGMENT = 3 * Products.TILE;

    private static final int COMPONENTS = RowTransform.EVEN + RowTransform.ODD;

    private final ConvolutionShape shape;
    private final Grid output;
    private final float[] bias;
    private final float[] zeros = new float[Kernel.PANEL];
    private final Packing weights;
    private final int tiles;
    private final int bandRows;
    /** From a component of a band's inputs to the next one. */
    private final int planeStep;

    /** From a component of an output row's first input to all that are multiplied for it. */
    private final int[] offsets;
    /** As that, for the component that only inputs of even place have. */
    private final int[] evenOffsets;

    /** Whether this is an algorithm for a convolution, and a fast one. */
    public static boolean suits(ConvolutionShape shape) {
        return FirstConvolution.suits(shape)
                && shape.kernelWidth() == TAPS
                && shape.strideWidth() == STRIDE
                && shape.dilationWidth() == 1
                && shape.output().width() >= FEWEST_COLUMNS;
    }

    /**
     * A convolution with these filters.
     *
     * @param shape one that {@link #suits}
     * @param weights {@code [outChannels, inChannels, kernelHeight, 7]}
     */
    public FirstWinogradConvolution(ConvolutionShape shape, FilterWeights weights) {
        this.shape = shape;
        this.output = shape.output();
        this.bias = weights.bias(output.blocks());
        this.tiles = (output.width() + RowTransform.TILE - 1) / RowTransform.TILE;
        this.bandRows = FirstConvolution.bandRows(output);
        this.planeStep = shape.inputRows(bandRows) * tiles;
        int depth = shape.input().channels() * shape.kernelHeight();
        this.offsets = new int[2 * depth];
        this.evenOffsets = new int[depth];
        for (int k = 0; k < depth; k++) {
            int channel = k / shape.kernelHeight();
            int row = k % shape.kernelHeight() * shape.dilationHeight();
            evenOffsets[k] = channel * COMPONENTS * planeStep + row * tiles;
            offsets[2 * k] = evenOffsets[k];
            offsets[2 * k + 1] = evenOffsets[k] + RowTransform.EVEN * planeStep;
        }
        this.weights = weights.packing("first winograd", this::packed);
    }

    /** {@code [panel][component][filter row][even, odd][panel * 16]}, the last component, at 1, of even place alone. */
    private Packed packed(float[] weight) {
        int depth = evenOffsets.length;
        Packed room = Packed.allocate(Math.multiplyExact(COMPONENTS * depth, output.blocks() * BLOCK));
        double[][] even = WinogradWeights.matrix(4, 0, Transforms.A, -Transforms.A, Transforms.B, -Transforms.B, 1);
        double[][] odd = WinogradWeights.matrix(3, 0, Transforms.A, -Transforms.A, Transforms.B, -Transforms.B);
        Collections.swap(Arrays.asList(even), RowTransform.EVEN - 2, RowTransform.EVEN - 1);
        for (int filter = 0; filter < shape.outChannels(); filter++) {
            int first = filter / Kernel.PANEL * 2;
            int width = output.panel(first) * BLOCK;
            int at = room.offset() + panel(first) + filter % Kernel.PANEL;
            for (int i = 0; i < RowTransform.EVEN; i++) {
                for (int k = 0; k < depth; k++) {
                    int from = (filter * depth + k) * TAPS;
                    room.array()[at] = component(even[i], weight, from);
                    at += width;
                    if (i < RowTransform.ODD) {
                        room.array()[at] = component(odd[i], weight, from + 1);
                        at += width;
                    }
                }
            }
        }
        return room;
    }

    private static float component(double[] powers, float[] weight, int from) {
        double sum = 0;
        for (int tap = 0; tap < powers.length; tap++) {
            sum += powers[tap] * weight[from + STRIDE * tap];
        }
        return (float) sum;
    }

    /** Where among all weights those of a panel begin: panels are of two blocks, the last one may have one. */
    private int panel(int firstBlock) {
        return firstBlock * BLOCK * COMPONENTS * evenOffsets.length;
    }

    @Override
    public String algorithm() {
        return "winograd 1x4";
    }

    /** Not blocked. */
    @Override
    public Grid input() {
        return shape.input();
    }

    @Override
    public Grid output() {
        return output;
    }

    @Override
    public long scratch(int images) {
        long planes = (long) shape.input().channels() * COMPONENTS * shape.inputRows(bandRows) * tiles;
        long segment = SEGMENT * (RowTransform.EVEN * Kernel.PANEL + RowTransform.TILE * BLOCK);
        return Kernel.LINE_START + planes + segment + RowTransform.SEEN + (tiles - 1L) * RowTransform.STEP;
    }

    /** Where the components of a segment are. */
    private int sums() {
        return Kernel.LINE_START + shape.input().channels() * COMPONENTS * planeStep;
    }

    /** Where a segment's outputs are. */
    private int pixels() {
        return sums() + RowTransform.EVEN * SEGMENT * Kernel.PANEL;
    }

    /** The inputs of a row's tiles, padding included. */
    private int seen() {
        return (tiles - 1) * RowTransform.STEP + RowTransform.SEEN;
    }

    /** Where a row of inputs is with its padding. */
    private int inputs() {
        return pixels() + SEGMENT * RowTransform.TILE * BLOCK;
    }

    @Override
    public long packedFloats() {
        return (long) COMPONENTS * evenOffsets.length * output.blocks() * BLOCK + bias.length;
    }

    /**
     * As all filters, but for the input.
     *
     * @param x holds images {@code [channels, height, width]}
     */
    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        Finish finish = new Finish(kernel.elements(), bias, residual, function, y);
        for (int image = 0; image < images; image++) {
            for (int row = 0; row < output.height(); row += bandRows) {
                int band = Math.min(bandRows, output.height() - row);
                transform(x.array(), x.at(image), row, band, scratch);
                for (int block = 0; block < output.blocks(); block += 2) {
                    for (int r = 0; r < band; r++) {
                        int from = Kernel.LINE_START + r * shape.strideHeight() * tiles;
                        line(kernel, from, block, image, row + r, finish, scratch);
                    }
                }
            }
        }
    }

    /** The inputs that rows of outputs see. */
    private void transform(float[] x, int image, int row, int band, float[] scratch) {
        int first = row * shape.strideHeight() - shape.paddingTop();
        for (int channel = 0; channel < shape.input().channels(); channel++) {
            int plane = image + channel * shape.input().pixels();
            int to = Kernel.LINE_START + channel * COMPONENTS * planeStep;
            for (int r = 0; r < shape.inputRows(band); r++) {
                pad(x, plane, first + r, scratch);
                RowTransform.apply(scratch, inputs(), tiles, scratch, to + r * tiles, planeStep);
            }
        }
    }

    /** A row between zeros; zeros where there is none of this number. */
    private void pad(float[] x, int plane, int row, float[] scratch) {
        int width = shape.input().width();
        int before = Math.min(shape.paddingLeft(), seen());
        int length = row < 0 || row >= shape.input().height() ? 0 : Math.min(width, seen() - before);
        Arrays.fill(scratch, inputs(), inputs() + before, 0);
        if (length > 0) {
            System.arraycopy(x, plane + row * width, scratch, inputs() + before, length);
        }
        Arrays.fill(scratch, inputs() + before + length, inputs() + seen(), 0);
    }

    private void line(Kernel kernel, int from, int block, int image, int row, Finish finish, float[] scratch) {
        for (int tile = 0; tile < tiles; tile += SEGMENT) {
            int count = Math.min(SEGMENT, tiles - tile);
            multiply(kernel.products(), from + tile, block, count, scratch);
            int column = tile * RowTransform.TILE;
            int length = Math.min(count * RowTransform.TILE, output.width() - column) * BLOCK;
            for (int b = block; b < block + output.panel(block); b++) {
                int at = sums() + (b - block) * SEGMENT * BLOCK;
                kernel.transforms()
                        .rowOutputs(scratch, at, SEGMENT * Kernel.PANEL, count, bias, b * BLOCK, scratch, pixels());
                int place = b * output.blockStep() + (row * output.width() + column) * BLOCK;
                finish.store(scratch, pixels(), image, place, length);
            }
        }
    }

    private void multiply(Products products, int from, int block, int count, float[] scratch) {
        int w = weights.offset() + panel(block);
        for (int i = 0; i < RowTransform.EVEN; i++) {
            int[] table = i < RowTransform.ODD ? offsets : evenOffsets;
            products.planes(
                    scratch,
                    from + i * planeStep,
                    table,
                    table.length,
                    weights.array(),
                    w,
                    zeros,
                    0,
                    scratch,
                    sums() + i * SEGMENT * Kernel.PANEL,
                    SEGMENT * BLOCK,
                    output.panel(block),
                    count);
            w += table.length * output.panel(block) * BLOCK;
        }
    }
}
