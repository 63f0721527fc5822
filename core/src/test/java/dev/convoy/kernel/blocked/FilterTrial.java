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
        Images blocked = blocked(images, filter.input(), x);
        float[] expected = null;
        for (Kernel kernel : Kernels.available()) {
            Images y = room(images, filter.output());
            float[] around = y.array().clone();
            float[] scratch = new float[Math.toIntExact(filter.scratch(images))];
            filter.apply(kernel, images, blocked, null, ElementFunction.IDENTITY, y, scratch);
            float[] actual = elements(images, filter.output(), y);
            put(images, actual, new Images(around, y.offset(), y.step()));
            holdsEqual(y.array(), around, "writes beyond its output");
            if (expected == null) {
                expected = actual;
            }
            holdsEqual(actual, expected, kernel.description() + ", " + filter.input() + " to " + filter.output());
            holdsAlone(kernel, filter, images, blocked, expected);
            holdsWithResidual(kernel, filter, images, blocked, expected);
        }
        return planes(
                images, filter.output(), new Images(expected, 0, filter.output().elements()));
    }

    private static void holdsAlone(Kernel kernel, BlockedFilter filter, int images, Images x, float[] expected) {
        int length = filter.output().elements();
        Images y = new Images(new float[length], 0, length);
        float[] scratch = new float[Math.toIntExact(filter.scratch(1))];
        for (int image = 0; image < images; image++) {
            Images alone = new Images(x.array(), x.at(image), x.step());
            filter.apply(kernel, 1, alone, null, ElementFunction.IDENTITY, y, scratch);
            float[] part = Arrays.copyOfRange(expected, image * length, (image + 1) * length);
            holdsEqual(y.array(), part, "image " + image + " alone");
        }
    }

    /** Of an array of its own and of the output's. */
    private void holdsWithResidual(Kernel kernel, BlockedFilter filter, int images, Images x, float[] plain) {
        Grid grid = filter.output();
        Images residual = room(images, grid);
        float[] added = elements(images, grid, residual);
        float[] expected = new float[plain.length];
        Kernels.available().get(0).elements().add(FUNCTION, plain, 0, added, 0, expected, 0, plain.length);
        Images y = room(images, grid);
        float[] scratch = new float[Math.toIntExact(filter.scratch(images))];
        filter.apply(kernel, images, x, residual, FUNCTION, y, scratch);
        holdsEqual(elements(images, grid, y), expected, filter.algorithm());
        filter.apply(kernel, images, x, residual, FUNCTION, residual, scratch);
        holdsEqual(elements(images, grid, residual), expected, filter.algorithm());

        Kernels.available().get(0).elements().apply(FUNCTION, plain, 0, expected, 0, plain.length);
        filter.apply(kernel, images, x, null, FUNCTION, y, scratch);
        holdsEqual(elements(images, grid, y), expected, filter.algorithm());
    }

    /** Room for images, with something before, behind and perhaps between them. */
    Images room(int images, Grid grid) {
        int offset = random.nextInt(20);
        int step = grid.elements() + random.nextInt(2) * random.nextInt(200);
        return new Images(gaussians(offset + images * step + 3), offset, step);
    }

    /** All elements, one image behind the other. */
    private static float[] elements(int images, Grid grid, Images x) {
        float[] y = new float[images * grid.elements()];
        for (int image = 0; image < images; image++) {
            System.arraycopy(x.array(), x.at(image), y, image * grid.elements(), grid.elements());
        }
        return y;
    }

    private static void put(int images, float[] elements, Images y) {
        int length = elements.length / images;
        for (int image = 0; image < images; image++) {
            System.arraycopy(elements, image * length, y.array(), y.at(image), length);
        }
    }

    /** Blocks from {@code [images, channels, height, width]}; the lanes of no meaning hold random numbers. */
    Images blocked(int images, Grid grid, float[] x) {
        Images y = room(images, grid);
        for (int i = 0; i < x.length; i++) {
            y.array()[place(grid, y, i)] = x[i];
        }
        return y;
    }

    /** {@code [images, channels, height, width]} from blocks. */
    static float[] planes(int images, Grid grid, Images x) {
        float[] y = new float[images * grid.channels() * grid.pixels()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x.array()[place(grid, x, i)];
        }
        return y;
    }

    /** Where an element of {@code [images, channels, pixels]} lies. */
    private static int place(Grid grid, Images images, int element) {
        int pixel = element % grid.pixels();
        int channel = element / grid.pixels() % grid.channels();
        int image = element / grid.pixels() / grid.channels();
        return images.at(image)
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
    static void holdsZerosBeyond(Grid grid, float[] x, int offset) {
        int rest = grid.channels() % Kernel.BLOCK;
        for (int i = 0; rest > 0 && i < grid.elements(); i++) {
            boolean lastBlock = i / grid.blockStep() == grid.blocks() - 1;
            if (lastBlock && i % Kernel.BLOCK >= rest) {
                assertThat(x[offset + i]).isEqualTo(0f);
            }
        }
    }
}
