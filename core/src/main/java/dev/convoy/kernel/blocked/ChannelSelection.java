package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import java.util.stream.IntStream;

/** Some channels of an image, in any order: a slice, a permutation, a shuffle. Immutable. */
public final class ChannelSelection implements BlockedFilter {

    private final String algorithm;
    private final Grid input;
    private final Grid output;
    private final LaneCopy copy;

    private ChannelSelection(String algorithm, Grid input, int[] sources) {
        this.algorithm = algorithm;
        this.input = input;
        this.output = new Grid(sources.length, input.height(), input.width());
        this.copy = new LaneCopy(input, sources, output, 0);
    }

    /** Output channel {@code c} is input channel {@code sources[c]}. */
    public static ChannelSelection of(Grid input, int[] sources) {
        return new ChannelSelection("channel selection", input, sources);
    }

    /** The channels {@code from <= c < to}. */
    public static ChannelSelection slice(Grid input, int from, int to) {
        return new ChannelSelection(
                "channel slice", input, IntStream.range(from, to).toArray());
    }

    /**
     * The first channel of every group, then the second of every group and so on, as {@code torch.nn.ChannelShuffle}.
     */
    public static ChannelSelection shuffle(Grid input, int groups) {
        int size = input.channels() / groups;
        return new ChannelSelection(
                "channel shuffle",
                input,
                IntStream.range(0, input.channels())
                        .map(c -> c % groups * size + c / groups)
                        .toArray());
    }

    @Override
    public String algorithm() {
        return algorithm;
    }

    @Override
    public Grid input() {
        return input;
    }

    @Override
    public Grid output() {
        return output;
    }

    /** An image, where there is a residual, which the output may lie on. */
    @Override
    public long scratch(int images) {
        return output.elements();
    }

    @Override
    public long packedFloats() {
        return 0;
    }

    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        int length = output.elements();
        for (int image = 0; image < images; image++) {
            int to = y.at(image);
            if (residual != null) {
                int other = residual.at(image);
                copy.apply(x.array(), x.at(image), scratch, 0);
                kernel.elements().add(function, scratch, 0, residual.array(), other, y.array(), to, length);
            } else {
                copy.apply(x.array(), x.at(image), y.array(), to);
                if (!function.equals(ElementFunction.IDENTITY)) {
                    kernel.elements().apply(function, y.array(), to, y.array(), to, length);
                }
            }
        }
    }
}
