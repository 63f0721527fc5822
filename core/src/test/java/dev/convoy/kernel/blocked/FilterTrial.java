package dev.convoy.kernel.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Gaussians;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import java.util.Arrays;
import java.util.Random;

/** Runs a filter on random images through every kernel, as a batch and one by one, and holds all to the same bits. */
final class FilterTrial {

    private static final ElementFunction FUNCTION = ElementFunction.clamp(-0.5f, 1.5f);

    private final Random random;

    FilterTrial(Random random) {
        this.random = random;
    }

    /** Images {@code [images, channels, height, width]} of a grid. */
    float[] images(int images, Grid grid) {
        return gaussians(images * grid.channels() * grid.pixels());
    }

    float[] gaussians(int count) {
        return Gaussians.of(random, count);
    }

    Grid grid(int channels, int size) {
        return new Grid(1 + random.nextInt(channels), 1 + random.nextInt(size), 1 + random.nextInt(size));
    }

    /** The filter's output {@code [images, channels, height, width]}, without residual and function. */
    float[] apply(BlockedFilter filter, int images, float[] x) {
        int xOffset = random.nextInt(20);
        int yOffset = random.nextInt(20);
        float[] blocked = blocked(images, filter.input(), x, xOffset);
        int length = images * filter.output().elements();
        float[] expected = null;
        for (Kernel kernel : Kernels.available()) {
            float[] y = gaussians(yOffset + length + 3);
            float[] around = y.clone();
            float[] scratch = new float[filter.scratch(images)];
            filter.apply(kernel, images, blocked, xOffset, null, 0, ElementFunction.IDENTITY, y, yOffset, scratch);
            float[] actual = Arrays.copyOfRange(y, yOffset, yOffset + length);
            System.arraycopy(actual, 0, around, yOffset, length);
            holdsEqual(y, around, "writes beyond its output");
            if (expected == null) {
                expected = actual;
            }
            holdsEqual(actual, expected, kernel.description() + ", " + filter.input() + " to " + filter.output());
            holdsAlone(kernel, filter, images, blocked, xOffset, expected);
            holdsWithResidual(kernel, filter, images, blocked, xOffset, expected);
        }
        return planes(images, filter.output(), expected, 0);
    }

    private static void holdsAlone(
            Kernel kernel, BlockedFilter filter, int images, float[] x, int xOffset, float[] expected) {
        int length = filter.output().elements();
        float[] y = new float[length];
        float[] scratch = new float[filter.scratch(1)];
        for (int image = 0; image < images; image++) {
            int from = xOffset + image * filter.input().elements();
            filter.apply(kernel, 1, x, from, null, 0, ElementFunction.IDENTITY, y, 0, scratch);
            holdsEqual(
                    y, Arrays.copyOfRange(expected, image * length, (image + 1) * length), "image " + image + " alone");
        }
    }

    /** Of an array of its own and of the output's. */
    private void holdsWithResidual(
            Kernel kernel, BlockedFilter filter, int images, float[] x, int xOffset, float[] plain) {
        float[] residual = gaussians(plain.length);
        float[] expected = new float[plain.length];
        Kernels.available().get(0).elements().add(FUNCTION, plain, 0, residual, 0, expected, 0, plain.length);
        float[] y = new float[plain.length];
        float[] scratch = new float[filter.scratch(images)];
        filter.apply(kernel, images, x, xOffset, residual, 0, FUNCTION, y, 0, scratch);
        holdsEqual(y, expected, filter.algorithm());
        filter.apply(kernel, images, x, xOffset, residual, 0, FUNCTION, residual, 0, scratch);
        holdsEqual(residual, expected, filter.algorithm());

        Kernels.available().get(0).elements().apply(FUNCTION, plain, 0, expected, 0, plain.length);
        filter.apply(kernel, images, x, xOffset, null, 0, FUNCTION, y, 0, scratch);
        holdsEqual(y, expected, filter.algorithm());
    }

    /** Blocks from {@code [images, channels, height, width]}; the lanes of no meaning hold random numbers. */
    float[] blocked(int images, Grid grid, float[] x, int offset) {
        float[] y = gaussians(offset + images * grid.elements() + 3);
        for (int i = 0; i < x.length; i++) {
            y[offset + place(grid, i)] = x[i];
        }
        return y;
    }

    /** {@code [images, channels, height, width]} from blocks. */
    static float[] planes(int images, Grid grid, float[] x, int offset) {
        float[] y = new float[images * grid.channels() * grid.pixels()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[offset + place(grid, i)];
        }
        return y;
    }

    /** Where an element of {@code [images, channels, pixels]} lies. */
    private static int place(Grid grid, int element) {
        int pixel = element % grid.pixels();
        int channel = element / grid.pixels() % grid.channels();
        int image = element / grid.pixels() / grid.channels();
        return image * grid.elements()
                + channel / Kernel.BLOCK * grid.blockStep()
                + pixel * Kernel.BLOCK
                + channel % Kernel.BLOCK;
    }

    /** The same bits, a NaN being like another. */
    static void holdsEqual(float[] actual, float[] expected, String what) {
        int place = Arrays.mismatch(actual, expected);
        assertThat(place)
                .as(() -> "%s: element %d is %s instead of %s".formatted(what, place, actual[place], expected[place]))
                .isEqualTo(-1);
    }

    /** Whether the lanes of no meaning are zeros. */
    static void holdsZerosBeyond(int images, Grid grid, float[] x, int offset) {
        int rest = grid.channels() % Kernel.BLOCK;
        for (int i = 0; rest > 0 && i < images * grid.elements(); i++) {
            boolean lastBlock = i / grid.blockStep() % grid.blocks() == grid.blocks() - 1;
            if (lastBlock && i % Kernel.BLOCK >= rest) {
                assertThat(x[offset + i]).isEqualTo(0f);
            }
        }
    }
}
