package dev.convoy.nn;

import dev.convoy.kernel.AveragePooling;
import dev.convoy.kernel.MaxPooling;
import dev.convoy.kernel.Padding;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;
import dev.convoy.kernel.WinogradTile;
import dev.convoy.kernel.blocked.BlockedAveragePooling;
import dev.convoy.kernel.blocked.BlockedFilter;
import dev.convoy.kernel.blocked.BlockedLinear;
import dev.convoy.kernel.blocked.BlockedMaxPooling;
import dev.convoy.kernel.blocked.ChannelAffine;
import dev.convoy.kernel.blocked.ChannelNormalisation;
import dev.convoy.kernel.blocked.ChannelSelection;
import dev.convoy.kernel.blocked.ConvolutionShape;
import dev.convoy.kernel.blocked.DepthwiseConvolution;
import dev.convoy.kernel.blocked.DirectConvolution;
import dev.convoy.kernel.blocked.FilterWeights;
import dev.convoy.kernel.blocked.FirstConvolution;
import dev.convoy.kernel.blocked.FirstWinogradConvolution;
import dev.convoy.kernel.blocked.Grid;
import dev.convoy.kernel.blocked.WinogradChoice;
import dev.convoy.kernel.blocked.WinogradConvolution;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators as operations of the kernel on blocked images, their weights packed: the algorithm by shapes alone. */
public final class Lowering {

    private Lowering() {}

    /**
     * What computes the operator on images of this shape; none if there is nothing but {@link Operator#forward}.
     *
     * @param input what an image is; that of a {@link Linear} may have pixels, which are features too
     * @throws IllegalStateException if the operator has state but not its values
     */
    public static Optional<BlockedFilter> filter(Operator operator, Grid input, Precision precision) {
        if (operator instanceof Conv2d conv) {
            return conv.arguments().paddingMode() == Padding.Mode.ZEROS
                    ? Optional.of(convolution(shape(conv.arguments(), input), conv, precision))
                    : Optional.empty();
        }
        if (operator instanceof Linear linear) {
            return Optional.of(new BlockedLinear(input, linear.outFeatures(), linear.filters()));
        }
        if (operator instanceof BatchNorm2d norm) {
            return Optional.of(new ChannelAffine(input, norm.channels()));
        }
        if (operator instanceof LayerNorm2d norm) {
            AffineState affine = norm.affine();
            return Optional.of(new ChannelNormalisation(input, norm.eps(), affine.weight(norm), affine.bias(norm)));
        }
        if (operator instanceof ChannelShuffle shuffle) {
            return Optional.of(ChannelSelection.shuffle(input, shuffle.groups()));
        }
        if (operator instanceof Reduction reduction && reduction.isMeanOfPixels()) {
            Windows rows = Windows.adaptive(input.height(), 1);
            Windows columns = Windows.adaptive(input.width(), 1);
            return Optional.of(new BlockedAveragePooling(input, rows, columns, false, 0));
        }
        if (operator instanceof PoolNd pool && pool.dimensions() == 2) {
            Shape image = Shape.of(1, input.channels(), input.height(), input.width());
            return Optional.of(pooling(pool.pooling(image, pool.outputShape(image)), input));
        }
        return slice(operator, input).map(piece -> ChannelSelection.slice(input, piece[0], piece[1]));
    }

    /** The network's first convolution, where it reads images of few channels as they come. */
    public static Optional<BlockedFilter> first(Operator operator, Grid input, Precision precision) {
        if (operator instanceof Conv2d conv && conv.arguments().paddingMode() == Padding.Mode.ZEROS) {
            ConvolutionShape shape = shape(conv.arguments(), input);
            if (precision != Precision.STRICT && FirstWinogradConvolution.suits(shape)) {
                return Optional.of(new FirstWinogradConvolution(shape, conv.filters()));
            }
            if (FirstConvolution.suits(shape)) {
                return Optional.of(new FirstConvolution(shape, conv.filters()));
            }
        }
        return Optional.empty();
    }

    private static BlockedFilter convolution(ConvolutionShape shape, Conv2d conv, Precision precision) {
        if (DepthwiseConvolution.suits(shape)) {
            return new DepthwiseConvolution(shape, conv.filters());
        }
        Optional<WinogradTile> tile = precision == Precision.STRICT ? Optional.empty() : WinogradChoice.tile(shape);
        return tile.isEmpty()
                ? new DirectConvolution(shape, conv.filters())
                : new WinogradConvolution(shape, tile.get(), conv.filters());
    }

    /**
     * The floats that an operator's packed weights take at most, once images of many sizes have come: those of every
     * algorithm that a size may call for.
     *
     * @param filter what computes the operator for images of one size
     */
    public static long packedFloats(Operator operator, BlockedFilter filter, Precision precision) {
        if (!(operator instanceof Conv2d conv) || precision == Precision.STRICT) {
            return filter.packedFloats();
        }
        ConvolutionShape shape = shape(conv.arguments(), filter.input());
        List<BlockedFilter> all = algorithms(shape, conv.filters());
        return all.isEmpty()
                ? filter.packedFloats()
                : all.stream().mapToLong(BlockedFilter::packedFloats).sum();
    }

    /** All that may compute a convolution for some size of images; none where there is no choice. */
    private static List<BlockedFilter> algorithms(ConvolutionShape shape, FilterWeights filters) {
        List<BlockedFilter> all = new ArrayList<>();
        for (WinogradTile tile : WinogradChoice.tiles(shape)) {
            all.add(new WinogradConvolution(shape, tile, filters));
        }
        if (!all.isEmpty()) {
            all.add(new DirectConvolution(shape, filters));
        }
        return all;
    }

    private static ConvolutionShape shape(ConvArguments arguments, Grid input) {
        int[] kernel = arguments.kernelSize();
        int[] stride = arguments.stride();
        int[] dilation = arguments.dilation();
        int[] before = arguments.padding(0);
        int[] after = arguments.padding(1);
        return new ConvolutionShape(
                input,
                arguments.outChannels(),
                arguments.groups(),
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                dilation[0],
                dilation[1],
                before[0],
                before[1],
                after[0],
                after[1]);
    }

    private static BlockedFilter pooling(Pooling pooling, Grid input) {
        if (pooling instanceof MaxPooling max) {
            return new BlockedMaxPooling(input, max.rows(), max.columns());
        }
        AveragePooling average = (AveragePooling) pooling;
        return new BlockedAveragePooling(
                input, average.rows(), average.columns(), average.countIncludePad(), average.divisorOverride());
    }

    /** The channels that a piece of the channels begins with and ends before. */
    private static Optional<int[]> slice(Operator operator, Grid input) {
        Shape image = Shape.of(1, input.channels(), input.height(), input.width());
        Slice slice = null;
        if (operator instanceof Slice given) {
            slice = given;
        } else if (operator instanceof Chunk chunk) {
            slice = chunk.piece(image);
        } else if (operator instanceof Split split) {
            slice = split.piece(image);
        }
        if (slice == null || slice.step() != 1 || Dimensions.index(slice, "dim", slice.dim(), image) != 1) {
            return Optional.empty();
        }
        int length = slice.outputShape(image).size(1);
        int from = slice.start() < 0 ? Math.max(slice.start() + input.channels(), 0) : slice.start();
        return length == 0 ? Optional.empty() : Optional.of(new int[] {from, from + length});
    }
}
