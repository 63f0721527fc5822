package dev.convoy.kernel.blocked;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Images of one size joined along their channels, as {@code torch.cat(..., dim=1)}. Immutable. */
public final class Concatenation {

    private final Grid[] inputs;
    private final Grid output;
    private final LaneCopy[] copies;

    /** Of at least one image, all of one height and width. */
    public Concatenation(List<Grid> inputs) {
        this.inputs = inputs.toArray(Grid[]::new);
        int channels = inputs.stream().mapToInt(Grid::channels).sum();
        this.output = new Grid(channels, this.inputs[0].height(), this.inputs[0].width());
        this.copies = new LaneCopy[this.inputs.length];
        for (int i = 0, first = 0; i < copies.length; i++) {
            Grid input = this.inputs[i];
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

    /**
     * Joins every image with those at the same place of the other inputs.
     *
     * @param x holds the images of input {@code i} in {@code x[i]} from {@code xOffsets[i]} on
     * @param y receives the images from {@code yOffset} on; another array than those of {@code x}
     */
    public void apply(int images, float[][] x, int[] xOffsets, float[] y, int yOffset) {
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < copies.length; i++) {
                int from = xOffsets[i] + image * inputs[i].elements();
                copies[i].apply(x[i], from, y, yOffset + image * output.elements());
            }
        }
    }
}
