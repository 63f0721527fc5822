package dev.convoy.kernel.blocked;

import static dev.convoy.kernel.Kernel.BLOCK;

import dev.convoy.kernel.WinogradTile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which convolutions go by {@link WinogradConvolution}, and by which tile. */
public final class WinogradChoice {

    /**
     * How many multiply-adds of vectors take as long as what a value or a sum of a block costs besides its products.
     */
    private static final double TRANSFORM = 40;

    /** Of the direct convolution's time at most so much for stride 2: its weights take nine times the memory. */
    private static final double OF_DIRECT = 0.9;

    private WinogradChoice() {}

    /** Whether a convolution can be computed so: 3x3, dense, of stride 1 or 2 and with at most two zeros on a side. */
    static boolean suits(ConvolutionShape shape) {
        return shape.groups() == 1
                && shape.kernelHeight() == 3
                && shape.kernelWidth() == 3
                && shape.strideHeight() == shape.strideWidth()
                && shape.strideHeight() <= 2
                && shape.dilationHeight() == 1
                && shape.dilationWidth() == 1
                && Math.max(shape.paddingTop(), shape.paddingBottom()) <= 2
                && Math.max(shape.paddingLeft(), shape.paddingRight()) <= 2;
    }

    /**
     * The tile that computes a convolution fastest; none when {@link DirectConvolution} is as fast. Decided by shapes
     * alone, by a count of operations that agrees with what was measured for 8 images on Cascade Lake. Speed over that
     * of the direct convolution, channels at the side of the image:
     *
     * <pre>
     *               tile 4   tile 2
     *  16 at 28      1.3      0.8
     *  32 at 28      2.1      1.3
     *  64 at  7      1.9
     *  64 at  5      1.4      1.3
     * 512 at  2      1.0      2.2
     * </pre>
     *
     * With stride 2 and tile 4, channels of inputs and outputs at the side of the output: 64 and 128 at 28 1.15, 128
     * and 256 at 14 1.0, 256 and 512 at 7 1.2.
     */
    public static Optional<WinogradTile> tile(ConvolutionShape shape) {
        double least = 9.0
                * BLOCK
                * shape.output().pixels()
                * shape.input().blocks()
                * shape.output().blocks()
                * (shape.strideHeight() == 1 ? 1 : OF_DIRECT);
        Optional<WinogradTile> fastest = Optional.empty();
        for (WinogradTile tile : tiles(shape)) {
            double cost = cost(shape, tile);
            if (cost <= least) {
                least = cost;
                fastest = Optional.of(tile);
            }
        }
        return fastest;
    }

    /** The tiles that compute a convolution fastest for some size of images; none where none does for any. */
    public static List<WinogradTile> tiles(ConvolutionShape shape) {
        return suits(shape) && shape.input().channels() >= BLOCK && shape.outChannels() >= BLOCK
                ? Arrays.stream(WinogradTile.values())
                        .filter(tile -> tile.stride() == shape.strideHeight())
                        .toList()
                : List.of();
    }

    /** In fused multiply-adds of vectors; a tile's transforms take the time of so many. */
    private static double cost(ConvolutionShape shape, WinogradTile tile) {
        double values = tile.inputs() * tile.inputs();
        double points = tile.points() * tile.points();
        double in = shape.input().blocks();
        double out = shape.output().blocks();
        int tiles = new WinogradTiles(shape.output(), tile.outputs()).ofImage();
        return tiles * (values * BLOCK * in * out + TRANSFORM * (values * in + points * out));
    }
}
