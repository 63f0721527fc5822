package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;

/**
 * A convolution as the sum that defines it, of any kernel size, stride, dilation and groups.
 *
 * <p>An output is its bias, then the products in the order input block, kernel row, kernel column, channel of the
 * block.
 *
 * <p>Work goes by units of some hundred pixels: images, or rows of one. A part of a unit's input channels stays in the
 * L2 cache while it meets all filters; a part of a panel's weights stays in the L1 cache while it meets all pixels of
 * the unit. (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.)
 */
public final class DirectConvolution implements BlockedFilter {

    /** The output pixels of a unit: as many as make reading the weights from memory cheap. */
    private static final int UNIT_PIXELS = 256;

    /** The floats of a unit's input that stay in the L2 cache. */
    private static final int CACHED_INPUT = 96 * 1024;

    /** The steps of 16 products between two readings of the sums; their weights, 64 KB, meet all pixels of the unit. */
    private static final int CACHED_STEPS = 32;

    /** The pixels between products and the function of their results, which then stay in the L1 cache. */
    private static final int SEGMENT = 84;

    /** What comes before a convolution: a function of each channel's affine one. */
    private record Before(ChannelAffine affine, ElementFunction function) {}

    private final ConvolutionShape shape;
    private final Grid input;
    private final Grid output;
    private final Panels panels;
    private final int unitImages;
    private final int unitRows;
    private final Patches patches;
    private final int[] offsets;
    private final int inputParts;
    private final Before before;

    /**
     * A convolution with these filters.
     *
     * @param weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}
     */
    public DirectConvolution(ConvolutionShape shape, FilterWeights weights) {
        this(shape, new Panels(shape, weights, "direct"), null);
    }

    private DirectConvolution(ConvolutionShape shape, Panels panels, Before before) {
        this.shape = shape;
        this.input = shape.input();
        this.output = shape.output();
        this.panels = panels;
        this.before = before;
        this.unitImages = Math.max(1, UNIT_PIXELS / output.pixels());
        int bands = Math.max(1, output.pixels() / UNIT_PIXELS);
        this.unitRows = (output.height() + bands - 1) / bands;
        this.patches = new Patches(shape, unitRows, before != null);
        this.offsets = patches.offsets();
        long inputPixels = (long) unitImages * unitRows * shape.strideHeight() * output.width() * shape.strideWidth();
        int cachedBlocks = (int) Math.max(1, CACHED_INPUT / (inputPixels * Kernel.BLOCK));
        this.inputParts = (input.blocks() + cachedBlocks - 1) / cachedBlocks;
    }

    /** Whether {@link #behind} can be asked for. */
    public boolean isPointwise() {
        return shape.isPointwise();
    }

    /**
     * The same convolution of what a function of an affine one makes of its input, with the same bits: a unit of it at
     * a time, which stays in the cache.
     */
    public DirectConvolution behind(ChannelAffine affine, ElementFunction function) {
        return new DirectConvolution(shape, panels, new Before(affine, function));
    }

    @Override
    public String algorithm() {
        return shape.groups() != 1 ? "grouped" : shape.taps() == 1 ? "1x1" : "direct";
    }

    @Override
    public Grid input() {
        return input;
    }

    @Override
    public Grid output() {
        return output;
    }

    @Override
    public long scratch(int images) {
        return patches.copied() ? Kernel.LINE_START + Math.min(images, unitImages) * patches.imageFloats() : 0;
    }

    @Override
    public long packedFloats() {
        return panels.floats() + (before == null ? 0 : before.affine.packedFloats());
    }

    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        Finish finish = new Finish(kernel.elements(), panels.bias(), residual, function, y);
        for (int image = 0; image < images; image += unitImages) {
            int count = Math.min(unitImages, images - image);
            for (int row = 0; row < output.height(); row += unitRows) {
                int rows = Math.min(unitRows, output.height() - row);
                Images in = patches.copied()
                        ? new Images(scratch, Kernel.LINE_START, patches.imageStep())
                        : new Images(x.array(), x.at(image) + row * patches.rowStep(), x.step());
                if (patches.copied() && before == null) {
                    for (int i = 0; i < count; i++) {
                        patches.copy(x.array(), x.at(image + i), row, rows, scratch, in.at(i));
                    }
                }
                compute(kernel, x, unit(image, count, row, rows, in), finish);
            }
        }
    }

    /**
     * Lines of neighbouring outputs whose inputs are neighbours, in some images.
     *
     * @param first the first of the images
     * @param row the first line's row
     * @param width the pixels of a line
     * @param x holds the inputs of the first image's first output at its offset
     */
    private record Unit(int first, int images, int row, int lines, int width, Images x) {}

    private Unit unit(int first, int images, int row, int rows, Images x) {
        return patches.rowsContinue()
                ? new Unit(first, images, row, 1, rows * output.width(), x)
                : new Unit(first, images, row, rows, output.width(), x);
    }

    private void compute(Kernel kernel, Images x, Unit unit, Finish finish) {
        for (int part = 0; part < inputParts; part++) {
            int from = part * input.blocks() / inputParts;
            int to = (part + 1) * input.blocks() / inputParts;
            if (before != null) {
                prepare(kernel, x, unit, from, to);
            }
            for (int p = 0; p < panels.count(); p++) {
                Panels.Panel panel = panels.get(p);
                int first = Math.max(from, panel.fromInput()) * shape.taps();
                int end = Math.min(to, panel.toInput()) * shape.taps();
                for (int step = first; step < end; step += CACHED_STEPS) {
                    products(kernel, unit, panel, step, Math.min(CACHED_STEPS, end - step), finish);
                }
            }
        }
    }

    /** Computes some blocks of a unit's inputs. */
    private void prepare(Kernel kernel, Images x, Unit unit, int fromBlock, int toBlock) {
        for (int i = 0; i < unit.images; i++) {
            int line = x.at(unit.first + i) + unit.row * input.width() * Kernel.BLOCK;
            for (int block = fromBlock; block < toBlock; block++) {
                int from = line + block * input.blockStep();
                int to = unit.x.at(i) + block * patches.blockStep();
                before.affine.pixels(kernel, before.function, block, x.array(), from, unit.x.array(), to, unit.width);
            }
        }
    }

    /** Some steps of a panel's sums, for all pixels of the unit. */
    private void products(Kernel kernel, Unit unit, Panels.Panel panel, int step, int steps, Finish finish) {
        boolean first = step == panel.fromInput() * shape.taps();
        boolean last = step + steps == panel.toInput() * shape.taps();
        Packing weights = panels.weights();
        int w = weights.offset() + panel.offset(step);
        Images y = finish.sums();
        for (int i = 0; i < unit.images; i++) {
            int image = unit.first + i;
            for (int line = 0; line < unit.lines; line++) {
                int from = unit.x.at(i) + line * patches.rowStep();
                int to = y.at(image)
                        + panel.firstBlock() * output.blockStep()
                        + (unit.row + line) * output.width() * Kernel.BLOCK;
                for (int pixel = 0; pixel < unit.width; pixel += SEGMENT) {
                    int pixels = Math.min(SEGMENT, unit.width - pixel);
                    int at = to + pixel * Kernel.BLOCK;
                    float[] bias = first
                            ? finish.start(image, at, output.blockStep(), panel.firstBlock(), panel.blocks(), pixels)
                            : null;
                    kernel.products()
                            .blocks(
                                    unit.x.array(),
                                    from + pixel * Kernel.BLOCK,
                                    offsets,
                                    step,
                                    steps,
                                    weights.array(),
                                    w,
                                    bias,
                                    panel.firstBlock() * Kernel.BLOCK,
                                    y.array(),
                                    at,
                                    output.blockStep(),
                                    panel.blocks(),
                                    pixels);
                    if (last) {
                        finish.apply(at, output.blockStep(), panel.blocks(), pixels);
                    }
                }
            }
        }
    }
}
