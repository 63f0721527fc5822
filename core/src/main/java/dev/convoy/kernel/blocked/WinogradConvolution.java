package dev.convoy.kernel.blocked;

import static dev.convoy.kernel.Kernel.BLOCK;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Products;
import dev.convoy.kernel.Transforms;
import java.util.Arrays;

/**
 * A 3x3 convolution of stride 1 by Winograd's algorithm: tiles of the output are computed from the products of
 * transformed tiles of the input and transformed weights, one matrix product a component.
 *
 * <p>The tiles of all images are counted through and taken in groups. A group's tiles are transformed, then multiplied
 * component by component, so that what one component needs stays in the L2 cache and the weights are read once, then
 * transformed back. What is computed for a tile does not depend on the group that it is in, nor is anything computed
 * that only pixels beyond the border need.
 */
public final class WinogradConvolution implements BlockedFilter {

    /** So many tiles are transformed at a time: their rows stay in the first cache. */
    private static final int RUN = 14;

    /** The most tiles of a group: so many that reading the weights costs little beside multiplying by them. */
    private static final int GROUP = 12 * Products.TILE;

    /** As many of a part's input blocks as leave room for tiles beside a panel of their weights in the first cache. */
    private static final int PART = 8;

    /** How many multiply-adds of vectors take as long as what a component of a block costs besides its products. */
    private static final double TRANSFORM = 40;

    private final Grid input;
    private final Grid output;
    private final int paddingTop;
    private final int paddingLeft;
    private final int tile;
    private final WinogradTiles tiling;
    private final int components;
    private final int group;
    private final float[] weight;
    private final float[] bias;
    private final float[] zeros = new float[Kernel.PANEL];

    /**
     * @param shape one that {@link #suits}
     * @param tile the side of an output tile: 2 or 4
     * @param weight {@code [outChannels, inChannels, 3, 3]}
     * @param bias {@code [outChannels]}, null for none
     */
    public WinogradConvolution(ConvolutionShape shape, int tile, float[] weight, float[] bias) {
        this(shape, tile, weight, bias, GROUP);
    }

    WinogradConvolution(ConvolutionShape shape, int tile, float[] weight, float[] bias, int group) {
        if (!suits(shape) || tile != 2 && tile != 4) {
            throw new IllegalArgumentException("no convolution by Winograd tiles of " + tile + ": " + shape);
        }
        this.input = shape.input();
        this.output = shape.output();
        this.paddingTop = shape.paddingTop();
        this.paddingLeft = shape.paddingLeft();
        this.tile = tile;
        this.tiling = new WinogradTiles(output, tile);
        this.components = (tile + 2) * (tile + 2);
        this.group = group;
        this.weight = WinogradWeights.pack(weight, shape.outChannels(), input.channels(), tile);
        this.bias = Arrays.copyOf(bias == null ? new float[0] : bias, output.blocks() * BLOCK);
    }

    /** Whether a convolution can be computed so: 3x3, dense, of stride 1 and with at most two zeros on a side. */
    public static boolean suits(ConvolutionShape shape) {
        return shape.groups() == 1
                && shape.kernelHeight() == 3
                && shape.kernelWidth() == 3
                && shape.strideHeight() == 1
                && shape.strideWidth() == 1
                && shape.dilationHeight() == 1
                && shape.dilationWidth() == 1
                && Math.max(shape.paddingTop(), shape.paddingBottom()) <= 2
                && Math.max(shape.paddingLeft(), shape.paddingRight()) <= 2;
    }

    /**
     * The tile that computes a convolution fastest: 4, 2, or 0 for none, which is when {@link DirectConvolution} is as
     * fast. Decided by shapes alone, by a count of operations that agrees with what was measured for 8 images on
     * Cascade Lake. Speed over that of the direct convolution, channels at the side of the image:
     *
     * <pre>
     *               tile 4   tile 2
     *  16 at 28      1.3      0.8
     *  32 at 28      2.1      1.3
     *  64 at  7      1.9
     *  64 at  5      1.4      1.3
     * 512 at  2      1.0      2.2
     * </pre>
     */
    public static int tile(ConvolutionShape shape) {
        if (!suits(shape) || shape.input().channels() < BLOCK || shape.outChannels() < BLOCK) {
            return 0;
        }
        double direct = 9.0
                * BLOCK
                * shape.output().pixels()
                * shape.input().blocks()
                * shape.output().blocks();
        double large = cost(shape, 4);
        double small = cost(shape, 2);
        return Math.min(large, small) > direct ? 0 : large <= small ? 4 : 2;
    }

    /** In fused multiply-adds of vectors; a tile's transforms take the time of so many. */
    private static double cost(ConvolutionShape shape, int tile) {
        int n = tile + 2;
        double tiles = Math.ceil(shape.output().height() / (double) tile)
                * Math.ceil(shape.output().width() / (double) tile);
        double transforms =
                TRANSFORM * n * n * (shape.input().blocks() + shape.output().blocks());
        return tiles
                * (n
                                * n
                                * BLOCK
                                * (double) shape.input().blocks()
                                * shape.output().blocks()
                        + transforms);
    }

    @Override
    public String algorithm() {
        return "winograd " + tile + "x" + tile;
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
    public long packedFloats() {
        return weight.length;
    }

    @Override
    public int scratch(int images) {
        return new Pass(images).scratch();
    }

    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        new Pass(images).run(kernel, x, new Finish(kernel.elements(), bias, residual, function, y), scratch);
    }

    /** Where things are in the scratch of one call. */
    private final class Pass {

        private final int n = tile + 2;
        private final int tiles;
        private final int units;
        private final int groups;
        private final int blockStep;
        private final int inputStep;
        private final int productStep;
        private final int[] offsets = new int[input.blocks()];
        private final int products;
        private final int strip;
        private final int patch;
        private final int pixels;
        private final int end;

        Pass(int images) {
            tiles = images * tiling.ofImage();
            units = (tiles + Products.TILE - 1) / Products.TILE;
            groups = (units * Products.TILE + group - 1) / group;
            int most = Math.min(tiles, groups == 0 ? 0 : (units + groups - 1) / groups * Products.TILE);
            blockStep = most * BLOCK;
            inputStep = (input.blocks() * most | 1) * BLOCK;
            productStep = (output.blocks() * most | 1) * BLOCK;
            for (int b = 0; b < offsets.length; b++) {
                offsets[b] = Kernel.LINE_START + b * blockStep;
            }
            products = Kernel.LINE_START + components * inputStep;
            strip = products + components * productStep;
            patch = strip + (RUN * tile + 2) * n * BLOCK;
            pixels = patch + (RUN * tile + 2) * n * BLOCK;
            end = pixels + RUN * tile * (tile + n) * BLOCK;
        }

        int scratch() {
            return end;
        }

        void run(Kernel kernel, Images x, Finish finish, float[] scratch) {
            for (int g = 0, from = 0; g < groups; g++) {
                int to = Math.min(tiles, (int) ((g + 1L) * units / groups) * Products.TILE);
                WinogradTiles.Group group = tiling.group(from, to, RUN);
                spread(kernel.transforms(), x, group, scratch);
                multiply(kernel.products(), group, scratch);
                gather(kernel.transforms(), group, scratch, finish);
                from = to;
            }
        }

        private void spread(Transforms transforms, Images x, WinogradTiles.Group group, float[] scratch) {
            for (int block = 0; block < input.blocks(); block++) {
                for (WinogradTiles.Run run : group.runs()) {
                    int plane = x.at(run.image()) + block * input.blockStep();
                    int top = run.row() * tile - paddingTop;
                    int left = run.column() * tile - paddingLeft;
                    strip(transforms, x.array(), plane, top, left, run.tiles(), scratch);
                    int to = Kernel.LINE_START + block * blockStep;
                    transforms.rows(tile, scratch, strip, run.count(), scratch, to + run.place() * BLOCK, inputStep);
                    transforms.rows(
                            tile,
                            scratch,
                            strip + run.count() * tile * n * BLOCK,
                            run.last(),
                            scratch,
                            to + run.lastPlace() * BLOCK,
                            inputStep);
                }
            }
        }

        private void strip(Transforms transforms, float[] x, int plane, int top, int left, int count, float[] scratch) {
            int columns = count * tile + 2;
            int firstColumn = Math.min(Math.max(-left, 0), columns);
            int lastColumn = Math.max(Math.min(input.width() - left, columns), firstColumn);
            int width = (lastColumn - firstColumn) * BLOCK;
            int first = plane + (top * input.width() + left + firstColumn) * BLOCK;
            int inner = strip + firstColumn * n * BLOCK;
            Arrays.fill(scratch, strip, inner, 0);
            Arrays.fill(scratch, inner + width * n, strip + columns * n * BLOCK, 0);
            if (top >= 0 && top + n <= input.height()) {
                transforms.columns(tile, x, first, input.width() * BLOCK, width / BLOCK, scratch, inner);
                return;
            }
            for (int i = 0; i < n; i++) {
                if (top + i >= 0 && top + i < input.height()) {
                    System.arraycopy(x, first + i * input.width() * BLOCK, scratch, patch + i * width, width);
                } else {
                    Arrays.fill(scratch, patch + i * width, patch + (i + 1) * width, 0);
                }
            }
            transforms.columns(tile, scratch, patch, width, width / BLOCK, scratch, inner);
        }

        private void multiply(Products kernel, WinogradTiles.Group group, float[] scratch) {
            int w = Kernel.LINE_START;
            for (int i = 0; i < components; i++) {
                boolean lastRow = i / n == n - 1;
                int first = group.from(lastRow, i % n == n - 1);
                int count = group.to(lastRow) - first;
                int x = i * inputStep + first * BLOCK;
                for (int block = 0, panel; block < output.blocks(); block += panel) {
                    panel = output.panel(block);
                    int y = products + i * productStep + block * blockStep + first * BLOCK;
                    for (int from = 0, part; from < offsets.length; from += part) {
                        part = Math.min(offsets.length - from, PART);
                        float[] start = from == 0 ? zeros : null;
                        kernel.blocks(
                                scratch, x, offsets, from, part, weight, w, start, 0, scratch, y, blockStep, panel,
                                count);
                        w += part * BLOCK * panel * BLOCK;
                    }
                }
            }
        }

        private void gather(Transforms transforms, WinogradTiles.Group group, float[] scratch, Finish finish) {
            for (int block = 0; block < output.blocks(); block++) {
                for (WinogradTiles.Run run : group.runs()) {
                    int width = run.tiles() * tile * BLOCK;
                    outputs(transforms, block, run.place(), run.count(), width, pixels, scratch);
                    int behind = pixels + run.count() * tile * BLOCK;
                    outputs(transforms, block, run.lastPlace(), run.last(), width, behind, scratch);
                    int rows = Math.min(output.height() - run.row() * tile, tile);
                    int length = Math.min(output.width() - run.column() * tile, run.tiles() * tile) * BLOCK;
                    int place = block * output.blockStep() + (run.row() * output.width() + run.column()) * tile * BLOCK;
                    for (int i = 0; i < rows; i++, place += output.width() * BLOCK) {
                        finish.store(scratch, pixels + i * width, run.image(), place, length);
                    }
                }
            }
        }

        private void outputs(
                Transforms transforms, int block, int place, int count, int width, int to, float[] scratch) {
            transforms.outputs(
                    tile,
                    scratch,
                    products + block * blockStep + place * BLOCK,
                    productStep,
                    count,
                    bias,
                    block * BLOCK,
                    scratch,
                    to,
                    width,
                    scratch,
                    pixels + RUN * tile * tile * BLOCK);
        }
    }
}
