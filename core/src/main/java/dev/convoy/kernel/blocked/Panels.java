package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/**
 * The filters of a convolution, packed for {@link dev.convoy.kernel.Products#blocks}: panels of one or two blocks of
 * filters, each with the blocks of input channels that its filters see, {@code [input block][tap][16][panel * 16]}.
 * What a filter does not see is zero.
 */
final class Panels {

    /**
     * Filters that share a reading of the input.
     *
     * @param firstBlock of the outputs
     * @param blocks how many blocks of outputs: 1 or 2
     * @param fromInput the first block of inputs they see
     * @param toInput behind the last
     * @param origin where the weights of the first tap of block 0 of the inputs would be
     */
    record Panel(int firstBlock, int blocks, int fromInput, int toInput, int origin) {

        /**
         * Where among all weights those of a step begin, a step being a tap of a block of inputs; they are counted
         * through.
         */
        int offset(int step) {
            return origin + step * Kernel.BLOCK * blocks * Kernel.BLOCK;
        }
    }

    private final Panel[] panels;
    private final int floats;
    private final Packing weights;
    private final float[] bias;

    /**
     * Divides the filters.
     *
     * @param weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}
     * @param kind tells this packing from the others of these weights
     */
    Panels(ConvolutionShape shape, FilterWeights weights, Object kind) {
        panels = panels(shape);
        Panel last = panels[panels.length - 1];
        floats = last.offset(last.toInput * shape.taps());
        this.weights = weights.packing(kind, weight -> packed(shape, weight));
        this.bias = weights.bias(shape.output().blocks());
    }

    private static Panel[] panels(ConvolutionShape shape) {
        int blocks = shape.output().blocks();
        Panel[] panels = new Panel[blocks];
        int count = 0;
        int offset = 0;
        for (int block = 0; block < blocks; ) {
            int from = firstInput(shape, block);
            int to = lastInput(shape, block);
            boolean paired =
                    block + 1 < blocks && firstInput(shape, block + 1) == from && lastInput(shape, block + 1) == to;
            int width = paired ? 2 : 1;
            int perInput = Math.multiplyExact(shape.taps(), Kernel.BLOCK * width * Kernel.BLOCK);
            panels[count++] = new Panel(block, width, from, to, offset - from * perInput);
            offset = Math.addExact(offset, Math.multiplyExact(to - from, perInput));
            block += width;
        }
        return Arrays.copyOf(panels, count);
    }

    /** The first block of inputs that a block of outputs sees. */
    private static int firstInput(ConvolutionShape shape, int block) {
        int group = block * Kernel.BLOCK / shape.groupOutputs();
        return group * shape.groupInputs() / Kernel.BLOCK;
    }

    /** Behind the last block of inputs that a block of outputs sees. */
    private static int lastInput(ConvolutionShape shape, int block) {
        int lastOutput = Math.min((block + 1) * Kernel.BLOCK, shape.outChannels()) - 1;
        int group = lastOutput / shape.groupOutputs();
        return ((group + 1) * shape.groupInputs() - 1) / Kernel.BLOCK + 1;
    }

    private Packed packed(ConvolutionShape shape, float[] weight) {
        Packed room = Packed.allocate(floats);
        for (Panel panel : panels) {
            pack(shape, panel, weight, room);
        }
        return room;
    }

    private static void pack(ConvolutionShape shape, Panel panel, float[] weight, Packed room) {
        int taps = shape.taps();
        int width = panel.blocks * Kernel.BLOCK;
        int groupInputs = shape.groupInputs();
        int filters = Math.min(width, shape.outChannels() - panel.firstBlock * Kernel.BLOCK);
        for (int f = 0; f < filters; f++) {
            int filter = panel.firstBlock * Kernel.BLOCK + f;
            int firstInput = filter / shape.groupOutputs() * groupInputs;
            for (int i = 0; i < groupInputs; i++) {
                int input = firstInput + i;
                int to = room.offset() + panel.offset(input / Kernel.BLOCK * taps) + input % Kernel.BLOCK * width + f;
                int from = (filter * groupInputs + i) * taps;
                for (int tap = 0; tap < taps; tap++) {
                    room.array()[to + tap * Kernel.BLOCK * width] = weight[from + tap];
                }
            }
        }
    }

    int count() {
        return panels.length;
    }

    Panel get(int panel) {
        return panels[panel];
    }

    Packing weights() {
        return weights;
    }

    /** A bias for every channel of every block of outputs. */
    float[] bias() {
        return bias;
    }

    long floats() {
        return (long) floats + bias.length;
    }
}
