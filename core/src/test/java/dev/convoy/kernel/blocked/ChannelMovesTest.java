package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChannelMovesTest {

    private final Random random = new Random(seed());
    private final FilterTrial trial = new FilterTrial(random);

    private static long seed() {
        long seed = System.nanoTime();
        System.out.println("ChannelMovesTest seed " + seed);
        return seed;
    }

    @Test
    void concatenationKeepsTheOrder() {
        for (int i = 0; i < 100; i++) {
            Grid size = trial.grid(1, 20);
            int images = 1 + random.nextInt(4);
            List<Grid> inputs = new ArrayList<>();
            for (int j = 0; j < 1 + random.nextInt(4); j++) {
                int channels = random.nextInt(3) == 0 ? 16 * (1 + random.nextInt(4)) : 1 + random.nextInt(70);
                inputs.add(new Grid(channels, size.height(), size.width()));
            }
            Concatenation concatenation = new Concatenation(inputs);
            Grid output = concatenation.output();
            float[][] x = new float[inputs.size()][];
            Images[] blocks = new Images[inputs.size()];
            for (int j = 0; j < x.length; j++) {
                x[j] = trial.images(images, inputs.get(j));
                blocks[j] = trial.blocked(images, inputs.get(j), x[j]);
            }
            float[] expected = new float[images * output.channels() * output.pixels()];
            for (int image = 0, to = 0; image < images; image++) {
                for (float[] planes : x) {
                    int length = planes.length / images;
                    System.arraycopy(planes, image * length, expected, to, length);
                    to += length;
                }
            }
            Images y = trial.room(images, output);
            int inPlace = random.nextInt(inputs.size());
            if (concatenation.fillsBlocks(inPlace)) {
                moved(images, blocks[inPlace], y, concatenation.start(inPlace), concatenation.end(inPlace));
                blocks[inPlace] = null;
            }
            concatenation.apply(images, blocks, y);
            FilterTrial.holdsEqual(FilterTrial.planes(images, output, y), expected, inputs.toString());
        }
    }

    /** Puts images where they belong in others. */
    private static void moved(int images, Images x, Images y, int start, int end) {
        for (int image = 0; image < images; image++) {
            System.arraycopy(x.array(), x.at(image), y.array(), y.at(image) + start, end - start);
        }
    }

    @Test
    void slices() {
        for (int i = 0; i < 100; i++) {
            Grid grid = trial.grid(70, 20);
            int from = random.nextInt(grid.channels());
            from = random.nextBoolean() ? from / 16 * 16 : from;
            int to = from + 1 + random.nextInt(grid.channels() - from);
            holds(
                    ChannelSelection.slice(grid, from, to),
                    IntStream.range(from, to).toArray());
        }
    }

    @Test
    void shufflesAsTorchDoes() {
        for (int i = 0; i < 100; i++) {
            int groups = 1 + random.nextInt(4);
            Grid size = trial.grid(17, 20);
            Grid grid = new Grid(groups * size.channels(), size.height(), size.width());
            int[] sources = new int[grid.channels()];
            for (int c = 0, channel = 0; channel < size.channels(); channel++) {
                for (int group = 0; group < groups; group++) {
                    sources[c++] = group * size.channels() + channel;
                }
            }
            holds(ChannelSelection.shuffle(grid, groups), sources);
        }
    }

    @Test
    void selectsByTable() {
        for (int i = 0; i < 100; i++) {
            Grid grid = trial.grid(70, 20);
            int[] sources =
                    random.ints(1 + random.nextInt(70), 0, grid.channels()).toArray();
            holds(ChannelSelection.of(grid, sources), sources);
        }
    }

    private void holds(ChannelSelection selection, int[] sources) {
        Grid input = selection.input();
        int images = 1 + random.nextInt(4);
        float[] x = trial.images(images, input);
        int pixels = input.pixels();
        float[] expected = new float[images * sources.length * pixels];
        for (int image = 0, to = 0; image < images; image++) {
            for (int source : sources) {
                System.arraycopy(x, (image * input.channels() + source) * pixels, expected, to, pixels);
                to += pixels;
            }
        }
        FilterTrial.holdsEqual(trial.apply(selection, images, x), expected, input + " to " + selection.output());
    }

    @Test
    void affineOfEveryChannel() {
        for (int i = 0; i < 50; i++) {
            Grid grid = trial.grid(70, 20);
            int images = 1 + random.nextInt(4);
            float[] scale = trial.gaussians(grid.channels());
            float[] shift = random.nextBoolean() ? trial.gaussians(grid.channels()) : null;
            float[] x = trial.images(images, grid);
            float[] expected = new float[x.length];
            for (int j = 0; j < x.length; j++) {
                int channel = j / grid.pixels() % grid.channels();
                expected[j] = shift == null ? x[j] * scale[channel] : Math.fma(x[j], scale[channel], shift[channel]);
            }
            float[] actual = trial.apply(new ChannelAffine(grid, new FilterWeights(scale, shift)), images, x);
            FilterTrial.holdsEqual(actual, expected, grid.toString());
        }
    }

    @Test
    void scalesEveryChannelOfEveryImage() {
        for (int i = 0; i < 50; i++) {
            Grid grid = trial.grid(70, 20);
            ChannelScaling scaling = new ChannelScaling(grid);
            int images = 1 + random.nextInt(4);
            float[] x = trial.images(images, grid);
            float[] scale = trial.images(images, scaling.scales());
            float[] expected = new float[x.length];
            for (int j = 0; j < x.length; j++) {
                expected[j] = Math.max(x[j] * scale[j / grid.pixels()], 0f);
            }
            Images scales = trial.blocked(images, scaling.scales(), scale);
            for (var kernel : Kernels.available()) {
                Images y = trial.blocked(images, grid, x);
                scaling.apply(kernel, images, y, scales, ElementFunction.RELU, y);
                FilterTrial.holdsEqual(FilterTrial.planes(images, grid, y), expected, grid.toString());
            }
        }
    }
}
