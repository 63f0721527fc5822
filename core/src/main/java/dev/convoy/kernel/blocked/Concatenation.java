package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images of one size joined along their channels, as {@code torch.cat(..., dim=1)}. Immutable.
 *
 * <p>What makes an input that {@link #fillsBlocks} can write it where it belongs in the output, and nothing is copied.
 */
public final class Concatenation {

    private final Grid[] inputs;
    private final Grid output;
    private final int[] firstChannels;
    private final LaneCopy[] copies;

    /** Of at least one image, all of one height and width. */
    public Concatenation(List<Grid> inputs) {
        this.inputs = inputs.toArray(Grid[]::new);
        int channels = inputs.stream().mapToInt(Grid::channels).sum();
        this.output = new Grid(channels, this.inputs[0].height(), this.inputs[0].width());
        this.firstChannels = new int[this.inputs.length];
        this.copies = new LaneCopy[this.inputs.length];
        for (int i = 0, first = 0; i < copies.length; i++) {
            Grid input = this.inputs[i];
            firstChannels[i] = first;
            copies[i] = new LaneCopy(input, IntStream.range(0, input.channels()).toArray(), output, first);
            first += input.channels();
        }
    }

    /** What the inputs are. */
    public List<Grid> inputs() {
        return Arrays.asList(inputs.clone());
    }

    /** What an output image is. */
    public Grid output() {
        return output;
    }

    /** Where the first block of an output image begins that has channels of an input. */
    public int start(int input) {
        return firstChannels[input] / Kernel.BLOCK * output.blockStep();
    }

    /** Where the last of these blocks ends. */
    public int end(int input) {
        int channels = firstChannels[input] + inputs[input].channels();
        return (channels + Kernel.BLOCK - 1) / Kernel.BLOCK * output.blockStep();
    }

    /** Whether an input's blocks are blocks of the output. */
    public boolean fillsBlocks(int input) {
        return firstChannels[input] % Kernel.BLOCK == 0
                && (input == inputs.length - 1 || inputs[input].channels() % Kernel.BLOCK == 0);
    }

    /**
     * Joins every image with those at the same place of the other inputs.
     *
     * @param x holds the images of every input, apart from {@code y}; null for one that is in its place in {@code y}
     * @param y receives the images
     */
    public void apply(int images, Images[] x, Images y) {
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < copies.length; i++) {
                if (x[i] != null) {
                    copies[i].apply(x[i].array(), x[i].at(image), y.array(), y.at(image));
                }
            }
        }
    }
}
