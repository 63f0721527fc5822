package dev.convoy.kernel.blocked;

import static dev.convoy.kernel.Kernel.BLOCK;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Products;
import dev.convoy.kernel.Transforms;
import dev.convoy.kernel.WinogradTile;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A 3x3 convolution of stride 1 or 2 by Winograd's algorithm: tiles of the output are computed from the products of
 * transformed tiles of the input and transformed weights, one matrix product a point.
 *
 * <p>The tiles of all images are counted through and taken in groups. A group's tiles are transformed, then multiplied
 * point by point, so that what one point needs stays in the L2 cache and the weights are read once, then transformed
 * back. What is computed for a tile does not depend on the group that it is in, nor is anything computed that only
 * pixels beyond the border need.
 */
public final class WinogradConvolution implements BlockedFilter {

    /** So many tiles are transformed at a time: their rows stay in the first cache. */
    private static final int RUN = 14;

    /** The most tiles of a group: so many that reading the weights costs little beside multiplying by them. */
    private static final int GROUP = 12 * Products.TILE;

    /** As many of a part's input blocks as leave room for tiles beside a panel of their weights in the first cache. */
    private static final int PART = 8;

    private final Grid input;
    private final Grid output;
    private final int paddingTop;
    private final int paddingLeft;
    private final WinogradTile tile;
    private final WinogradTiles tiling;
    private final int group;
    private final Packing weight;
    private final float[] bias;
    private final float[] zeros = new float[Kernel.PANEL];

    /**
     * @param shape one that {@link WinogradChoice#suits}
     * @param tile of the shape's stride
     * @param weights {@code [outChannels, inChannels, 3, 3]}
     */
    public WinogradConvolution(ConvolutionShape shape, WinogradTile tile, FilterWeights weights) {
        this(shape, tile, weights, GROUP);
    }

    WinogradConvolution(ConvolutionShape shape, WinogradTile tile, FilterWeights weights, int group) {
        if (!WinogradChoice.suits(shape) || tile.stride() != shape.strideHeight()) {
            throw new IllegalArgumentException("no convolution by Winograd's tiles " + tile + ": " + shape);
        }
        this.input = shape.input();
        this.output = shape.output();
        this.paddingTop = shape.paddingTop();
        this.paddingLeft = shape.paddingLeft();
        this.tile = tile;
        this.tiling = new WinogradTiles(output, tile.outputs());
        this.group = group;
        this.weight = weights.packing(
                tile, filters -> WinogradWeights.pack(filters, output.channels(), input.channels(), tile));
        this.bias = weights.bias(output.blocks());
    }

    @Override
    public String algorithm() {
        return "winograd " + tile.outputs() + "x" + tile.outputs() + (tile.stride() == 1 ? "" : " of stride 2");
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
        return WinogradWeights.floats(output.channels(), input.channels(), tile);
    }

    /** Groups share the tiles evenly: those of more images may be smaller. */
    @Override
    public long scratch(int images) {
        return IntStream.rangeClosed(1, images)
                .map(count -> new Pass(count).scratch())
                .max()
                .orElse(0);
    }

    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        new Pass(images).run(kernel, x, new Finish(kernel.elements(), bias, residual, function, y), scratch);
    }

    /** Where things are in the scratch of one call. */
    private final class Pass {

        private final int n = tile.inputs();
        private final int values = n * n;
        private final int points = tile.points() * tile.points();
        private final int tiles;
        private final int units;
        private final int groups;
        private final int blockStep;
        private final int inputStep;
        private final int productStep;
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
            products = Kernel.LINE_START + values * inputStep;
            strip = products + points * productStep;
            patch = strip + columns(RUN) * n * BLOCK;
            pixels = patch + columns(RUN) * n * BLOCK;
            end = pixels + RUN * tile.outputs() * (tile.outputs() + tile.points()) * BLOCK;
        }

        /** The columns of inputs that neighbouring tiles see. */
        private int columns(int count) {
            return (count - 1) * tile.step() + n;
        }

        /** Where the values of each block are that belong to a point. */
        private int[] offsets(int row, int column) {
            int[] offsets = new int[tile.values(row) * tile.values(column) * input.blocks()];
            int at = 0;
            for (int i = row; i < n; i += tile.points()) {
                for (int j = column; j < n; j += tile.points()) {
                    for (int block = 0; block < input.blocks(); block++) {
                        offsets[at++] = Kernel.LINE_START + (i * n + j) * inputStep + block * blockStep;
                    }
                }
            }
            return offsets;
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
                    int top = run.row() * tile.step() - paddingTop;
                    int left = run.column() * tile.step() - paddingLeft;
                    strip(transforms, x.array(), plane, top, left, run.tiles(), scratch);
                    int to = Kernel.LINE_START + block * blockStep;
                    transforms.rows(tile, scratch, strip, run.count(), scratch, to + run.place() * BLOCK, inputStep);
                    transforms.rows(
                            tile,
                            scratch,
                            strip + run.count() * tile.step() * n * BLOCK,
                            run.last(),
                            scratch,
                            to + run.lastPlace() * BLOCK,
                            inputStep);
                }
            }
        }

        private void strip(Transforms transforms, float[] x, int plane, int top, int left, int count, float[] scratch) {
            int columns = columns(count);
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
            int w = weight.offset();
            int last = tile.points() - 1;
            for (int i = 0; i <= last; i++) {
                for (int j = 0; j <= last; j++) {
                    int[] offsets = offsets(i, j);
                    int first = group.from(i == last, j == last);
                    int count = group.to(i == last) - first;
                    int to = products + (i * tile.points() + j) * productStep + first * BLOCK;
                    for (int block = 0, panel; block < output.blocks(); block += panel) {
                        panel = output.panel(block);
                        int y = to + block * blockStep;
                        for (int from = 0, part; from < offsets.length; from += part) {
                            part = Math.min(offsets.length - from, PART);
                            float[] start = from == 0 ? zeros : null;
                            kernel.blocks(
                                    scratch,
                                    first * BLOCK,
                                    offsets,
                                    from,
                                    part,
                                    weight.array(),
                                    w,
                                    start,
                                    0,
                                    scratch,
                                    y,
                                    blockStep,
                                    panel,
                                    count);
                            w += part * BLOCK * panel * BLOCK;
                        }
                    }
                }
            }
        }

        private void gather(Transforms transforms, WinogradTiles.Group group, float[] scratch, Finish finish) {
            int side = tile.outputs();
            for (int block = 0; block < output.blocks(); block++) {
                for (WinogradTiles.Run run : group.runs()) {
                    int width = run.tiles() * side * BLOCK;
                    outputs(transforms, block, run.place(), run.count(), width, pixels, scratch);
                    int behind = pixels + run.count() * side * BLOCK;
                    outputs(transforms, block, run.lastPlace(), run.last(), width, behind, scratch);
                    int rows = Math.min(output.height() - run.row() * side, side);
                    int length = Math.min(output.width() - run.column() * side, run.tiles() * side) * BLOCK;
                    int place = block * output.blockStep() + (run.row() * output.width() + run.column()) * side * BLOCK;
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
                    pixels + RUN * tile.outputs() * tile.outputs() * BLOCK);
        }
    }
}
