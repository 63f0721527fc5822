package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/**
 * A convolution of images of few channels, such as a network's first: it reads them as they come, {@code [channels,
 * height, width]}, and makes blocked ones.
 *
 * <p>An output is its bias, with the residual if there is one, then the products in the order channel, kernel row,
 * kernel column. Bands of rows are copied to scratch with their padding, the columns of each remainder by the stride
 * together, so that neighbouring outputs read neighbouring inputs.
 */
public final class FirstConvolution implements BlockedFilter {

    /** With so few channels, blocks of 16 would be mostly empty. */
    private static final int MOST_CHANNELS = 8;

    /** The output pixels of a band. */
    private static final int BAND_PIXELS = 1792;

    private static final int SEGMENT = 84;

    private final ConvolutionShape shape;
    private final Grid output;
    private final Packing weights;
    private final float[] bias;
    private final int bandRows;
    private final int planeRows;
    private final int planeWidth;
    private final int[] offsets;

    /** Whether a convolution is one of those that this does best. */
    public static boolean suits(ConvolutionShape shape) {
        return shape.groups() == 1 && shape.input().channels() <= MOST_CHANNELS;
    }

    /**
     * A convolution with these filters.
     *
     * @param weights {@code [outChannels, inChannels, kernelHeight, kernelWidth]}
     */
    public FirstConvolution(ConvolutionShape shape, FilterWeights weights) {
        this.shape = shape;
        this.output = shape.output();
        this.bias = weights.bias(output.blocks());
        this.bandRows = bandRows(output);
        this.planeRows = shape.inputRows(bandRows);
        int seen = (output.width() - 1) * shape.strideWidth() + (shape.kernelWidth() - 1) * shape.dilationWidth() + 1;
        this.planeWidth = (seen + shape.strideWidth() - 1) / shape.strideWidth();
        int depth = shape.input().channels() * shape.taps();
        this.offsets = offsets(depth);
        this.weights = weights.packing("first", this::packed);
    }

    private Packed packed(float[] weight) {
        int depth = offsets.length;
        Packed room = Packed.allocate(Math.multiplyExact(depth, output.blocks() * Kernel.BLOCK));
        for (int filter = 0; filter < shape.outChannels(); filter++) {
            int first = firstBlock(filter / Kernel.BLOCK);
            int width = output.panel(first) * Kernel.BLOCK;
            int to = room.offset() + first * Kernel.BLOCK * depth + filter - first * Kernel.BLOCK;
            for (int k = 0; k < depth; k++) {
                room.array()[to + k * width] = weight[filter * depth + k];
            }
        }
        return room;
    }

    /** The first block of the panel that has this one: panels are of two blocks, the last one may have one. */
    private static int firstBlock(int block) {
        return block / 2 * 2;
    }

    /** The rows of outputs that are computed of one copy of their inputs. */
    static int bandRows(Grid output) {
        return Math.min(output.height(), Math.max(1, BAND_PIXELS / output.width()));
    }

    private int lineStep() {
        return shape.strideWidth() * planeWidth;
    }

    private int[] offsets(int depth) {
        int[] table = new int[depth];
        int k = 0;
        for (int channel = 0; channel < shape.input().channels(); channel++) {
            for (int row = 0; row < shape.kernelHeight(); row++) {
                int line = (channel * planeRows + row * shape.dilationHeight()) * lineStep();
                for (int column = 0; column < shape.kernelWidth(); column++) {
                    int at = column * shape.dilationWidth();
                    table[k++] = line + at % shape.strideWidth() * planeWidth + at / shape.strideWidth();
                }
            }
        }
        return table;
    }

    @Override
    public String algorithm() {
        return "first";
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
        return (long) shape.input().channels() * planeRows * shape.strideWidth() * planeWidth;
    }

    @Override
    public long packedFloats() {
        return (long) offsets.length * output.blocks() * Kernel.BLOCK + bias.length;
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
        Grid input = shape.input();
        for (int image = 0; image < images; image++) {
            for (int row = 0; row < output.height(); row += bandRows) {
                int rows = Math.min(bandRows, output.height() - row);
                for (int channel = 0; channel < input.channels(); channel++) {
                    int from = x.at(image) + channel * input.pixels();
                    copy(x.array(), from, row, rows, scratch, channel * planeRows * lineStep());
                }
                for (int block = 0; block < output.blocks(); block += 2) {
                    for (int r = 0; r < rows; r++) {
                        int from = r * shape.strideHeight() * lineStep();
                        int to = y.at(image) + block * output.blockStep() + (row + r) * output.width() * Kernel.BLOCK;
                        line(kernel, scratch, from, block, image, to, finish);
                    }
                }
            }
        }
    }

    private void line(Kernel kernel, float[] scratch, int from, int block, int image, int to, Finish finish) {
        for (int pixel = 0; pixel < output.width(); pixel += SEGMENT) {
            int pixels = Math.min(SEGMENT, output.width() - pixel);
            int at = to + pixel * Kernel.BLOCK;
            float[] start = finish.start(image, at, output.blockStep(), block, output.panel(block), pixels);
            kernel.products()
                    .planes(
                            scratch,
                            from + pixel,
                            offsets,
                            offsets.length,
                            weights.array(),
                            weights.offset() + block * Kernel.BLOCK * offsets.length,
                            start,
                            block * Kernel.BLOCK,
                            finish.sums().array(),
                            at,
                            output.blockStep(),
                            output.panel(block),
                            pixels);
            finish.apply(at, output.blockStep(), output.panel(block), pixels);
        }
    }

    /** Copies the rows of a channel that rows of outputs see. */
    private void copy(float[] x, int xOffset, int row, int rows, float[] scratch, int to) {
        int height = shape.input().height();
        int width = shape.input().width();
        int step = shape.strideWidth();
        int at = to;
        for (int r = 0; r < shape.inputRows(rows); r++) {
            int from = row * shape.strideHeight() + r - shape.paddingTop();
            if (from < 0 || from >= height) {
                Arrays.fill(scratch, at, at + lineStep(), 0);
                at += lineStep();
                continue;
            }
            for (int phase = 0; phase < step; phase++, at += planeWidth) {
                int left = shape.paddingLeft() - phase;
                int before = Math.min(Math.max((left + step - 1) / step, 0), planeWidth);
                int behind = Math.min(Math.max((width + left + step - 1) / step, before), planeWidth);
                Arrays.fill(scratch, at, at + before, 0);
                int first = xOffset + from * width - left;
                for (int column = before; column < behind; column++) {
                    scratch[at + column] = x[first + column * step];
                }
                Arrays.fill(scratch, at + behind, at + planeWidth, 0);
            }
        }
    }
}
