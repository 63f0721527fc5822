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

    private final ConvolutionShape shape;
    private final Grid input;
    private final Grid output;
    private final Panels panels;
    private final int unitImages;
    private final int unitRows;
    private final Patches patches;
    private final int[] offsets;
    private final int inputParts;

    /**
     * Packs the weights.
     *
     * @param weight {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}
     * @param bias {@code [outChannels]} or null
     */
    public DirectConvolution(ConvolutionShape shape, float[] weight, float[] bias) {
        this.shape = shape;
        this.input = shape.input();
        this.output = shape.output();
        this.panels = new Panels(shape, weight, bias);
        this.unitImages = Math.max(1, UNIT_PIXELS / output.pixels());
        int bands = Math.max(1, output.pixels() / UNIT_PIXELS);
        this.unitRows = (output.height() + bands - 1) / bands;
        this.patches = new Patches(shape, unitRows);
        this.offsets = patches.offsets();
        int inputPixels = unitImages * unitRows * shape.strideHeight() * output.width() * shape.strideWidth();
        int cachedBlocks = Math.max(1, CACHED_INPUT / (inputPixels * Kernel.BLOCK));
        this.inputParts = (input.blocks() + cachedBlocks - 1) / cachedBlocks;
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
    public int scratch(int images) {
        return patches.copied()
                ? Kernel.LINE_START + Math.multiplyExact(Math.min(images, unitImages), patches.imageStep())
                : 0;
    }

    @Override
    public long packedFloats() {
        return panels.floats();
    }

    @Override
    public void apply(
            Kernel kernel,
            int images,
            float[] x,
            int xOffset,
            float[] residual,
            int residualOffset,
            ElementFunction function,
            float[] y,
            int yOffset,
            float[] scratch) {
        Finish finish = new Finish(kernel.elements(), panels.bias(), residual, residualOffset - yOffset, function);
        for (int image = 0; image < images; image += unitImages) {
            int count = Math.min(unitImages, images - image);
            int from = xOffset + image * input.elements();
            int to = yOffset + image * output.elements();
            for (int row = 0; row < output.height(); row += unitRows) {
                int rows = Math.min(unitRows, output.height() - row);
                Unit unit;
                if (patches.copied()) {
                    for (int i = 0; i < count; i++) {
                        patches.copy(
                                x,
                                from + i * input.elements(),
                                row,
                                rows,
                                scratch,
                                Kernel.LINE_START + i * patches.imageStep());
                    }
                    unit = unit(count, rows, scratch, Kernel.LINE_START, y, to + row * output.width() * Kernel.BLOCK);
                } else {
                    int at = from + row * patches.rowStep();
                    unit = unit(count, rows, x, at, y, to + row * output.width() * Kernel.BLOCK);
                }
                compute(kernel, unit, finish);
            }
        }
    }

    /**
     * Lines of neighbouring outputs whose inputs are neighbours, in some images.
     *
     * @param width the pixels of a line
     */
    private record Unit(int images, int lines, int width, float[] x, int xOffset, float[] y, int yOffset) {}

    private Unit unit(int images, int rows, float[] x, int xOffset, float[] y, int yOffset) {
        return patches.rowsContinue()
                ? new Unit(images, 1, rows * output.width(), x, xOffset, y, yOffset)
                : new Unit(images, rows, output.width(), x, xOffset, y, yOffset);
    }

    private void compute(Kernel kernel, Unit unit, Finish finish) {
        for (int part = 0; part < inputParts; part++) {
            int from = part * input.blocks() / inputParts;
            int to = (part + 1) * input.blocks() / inputParts;
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

    /** Some steps of a panel's sums, for all pixels of the unit. */
    private void products(Kernel kernel, Unit unit, Panels.Panel panel, int step, int steps, Finish finish) {
        boolean first = step == panel.fromInput() * shape.taps();
        boolean last = step + steps == panel.toInput() * shape.taps();
        int w = panel.offset(step);
        int imageStep = patches.copied() ? patches.imageStep() : input.elements();
        for (int image = 0; image < unit.images; image++) {
            for (int line = 0; line < unit.lines; line++) {
                int from = unit.xOffset + image * imageStep + line * patches.rowStep();
                int to = unit.yOffset
                        + image * output.elements()
                        + panel.firstBlock() * output.blockStep()
                        + line * output.width() * Kernel.BLOCK;
                for (int pixel = 0; pixel < unit.width; pixel += SEGMENT) {
                    int pixels = Math.min(SEGMENT, unit.width - pixel);
                    int at = to + pixel * Kernel.BLOCK;
                    float[] bias = first
                            ? finish.start(unit.y, at, output.blockStep(), panel.firstBlock(), panel.blocks(), pixels)
                            : null;
                    kernel.products()
                            .blocks(
                                    unit.x,
                                    from + pixel * Kernel.BLOCK,
                                    offsets,
                                    step,
                                    steps,
                                    panels.weights(),
                                    w,
                                    bias,
                                    panel.firstBlock() * Kernel.BLOCK,
                                    unit.y,
                                    at,
                                    output.blockStep(),
                                    panel.blocks(),
                                    pixels);
                    if (last) {
                        finish.apply(unit.y, at, output.blockStep(), panel.blocks(), pixels);
                    }
                }
            }
        }
    }
}
