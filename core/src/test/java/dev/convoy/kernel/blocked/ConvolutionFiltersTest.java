package dev.convoy.kernel.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Gaussians;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvolutionFiltersTest {

    private final Random random = seeded();

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("ConvolutionFiltersTest seed " + seed);
        return new Random(seed);
    }

    /** How a convolution is made of its weights and bias. */
    private interface Algorithm {
        BlockedFilter filter(ConvolutionShape shape, FilterWeights weights);
    }

    @Test
    void directConvolutionsAreTheSumThatDefinesThem() {
        for (int trial = 0; trial < 150; trial++) {
            agrees(shape(), 1 + random.nextInt(4));
        }
    }

    @Test
    void firstConvolutionsAreTheSumThatDefinesThem() {
        for (int trial = 0; trial < 100; ) {
            ConvolutionShape shape = shape();
            if (FirstConvolution.suits(shape)) {
                agrees(shape, 1 + random.nextInt(4), FirstConvolution::new, false);
                trial++;
            }
        }
        agrees(
                new ConvolutionShape(new Grid(3, 63, 61), 40, 1, 7, 7, 2, 2, 1, 1, 3, 3, 3, 3),
                2,
                FirstConvolution::new,
                false);
    }

    @Test
    void rowsOfSevenTapsAndStrideTwoAreTheSumThatDefinesThem() {
        for (int trial = 0; trial < 15; trial++) {
            ConvolutionShape shape = new ConvolutionShape(
                    new Grid(1 + random.nextInt(8), 7 + random.nextInt(20), 70 + random.nextInt(80)),
                    1 + random.nextInt(70),
                    1,
                    1 + random.nextInt(4),
                    7,
                    1 + random.nextInt(3),
                    2,
                    1 + random.nextInt(2),
                    1,
                    random.nextInt(5),
                    random.nextInt(5),
                    random.nextInt(5),
                    random.nextInt(5));
            assertThat(FirstWinogradConvolution.suits(shape)).isTrue();
            agrees(shape, 1 + random.nextInt(3), FirstWinogradConvolution::new, false);
        }
        agrees(
                new ConvolutionShape(new Grid(3, 12, 800), 20, 1, 7, 7, 2, 2, 1, 1, 3, 3, 3, 3),
                1,
                FirstWinogradConvolution::new,
                false);
    }

    @Test
    void linearLayersAreTheConvolutionThatSeesTheWholeImage() {
        for (int trial = 0; trial < 50; trial++) {
            Grid input = new Grid(1 + random.nextInt(60), 1 + random.nextInt(4), 1 + random.nextInt(4));
            int features = 1 + random.nextInt(80);
            agrees(
                    new ConvolutionShape(input, features, 1, input.height(), input.width(), 1, 1, 1, 1, 0, 0, 0, 0),
                    1 + random.nextInt(70),
                    (shape, weights) -> new BlockedLinear(input, features, weights),
                    true);
        }
    }

    @Test
    void directConvolutionsAreRightWhereInputsAreTakenInPartsAndImagesTogether() {
        agrees(new ConvolutionShape(new Grid(300, 28, 28), 40, 1, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1), 2);
        agrees(new ConvolutionShape(new Grid(200, 3, 4), 70, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 30);
        agrees(new ConvolutionShape(new Grid(520, 20, 20), 20, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0), 2);
        agrees(new ConvolutionShape(new Grid(128, 9, 9), 128, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 5);
    }

    @Test
    void aNormalisationBeforeAPointwiseConvolutionKeepsTheBitsOfBoth() {
        FilterTrial trial = new FilterTrial(random);
        for (int i = 0; i < 40; i++) {
            Grid grid = i == 0 ? new Grid(520, 20, 20) : trial.grid(70, 20);
            int outChannels = 1 + random.nextInt(70);
            int images = 1 + random.nextInt(4);
            DirectConvolution convolution = new DirectConvolution(
                    new ConvolutionShape(grid, outChannels, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0),
                    new FilterWeights(
                            Gaussians.of(random, outChannels * grid.channels()),
                            random.nextBoolean() ? Gaussians.of(random, outChannels) : null));
            ChannelAffine affine = new ChannelAffine(
                    grid,
                    new FilterWeights(Gaussians.of(random, grid.channels()), Gaussians.of(random, grid.channels())));
            ElementFunction function = random.nextBoolean() ? ElementFunction.RELU : ElementFunction.clamp(-1, 1);
            BlockedFilter both = convolution.behind(affine, function);
            Images x = trial.blocked(images, grid, trial.images(images, grid));
            Images between = trial.room(images, grid);
            Images expected = trial.room(images, both.output());
            Images actual = trial.room(images, both.output());
            for (Kernel kernel : Kernels.available()) {
                float[] scratch = new float[Math.toIntExact(both.scratch(images))];
                affine.apply(
                        kernel, images, x, null, function, between, new float[Math.toIntExact(affine.scratch(images))]);
                convolution.apply(kernel, images, between, null, ElementFunction.RELU, expected, scratch);
                both.apply(kernel, images, x, null, ElementFunction.RELU, actual, scratch);
                FilterTrial.holdsEqual(
                        FilterTrial.planes(images, both.output(), actual),
                        FilterTrial.planes(images, both.output(), expected),
                        kernel.description() + ", " + grid);
            }
        }
    }

    private void agrees(ConvolutionShape shape, int images) {
        agrees(shape, images, DirectConvolution::new, true);
    }

    private void agrees(ConvolutionShape shape, int images, Algorithm algorithm, boolean blocked) {
        Grid in = shape.input();
        Grid out = shape.output();
        float[] weight = Gaussians.of(random, shape.outChannels() * shape.groupInputs() * shape.taps());
        float[] bias = random.nextBoolean() ? Gaussians.of(random, shape.outChannels()) : null;
        float[] plain = Gaussians.of(random, images * in.channels() * in.pixels());
        float[] plainResidual =
                random.nextBoolean() ? Gaussians.of(random, images * out.channels() * out.pixels()) : null;
        ElementFunction function = random.nextBoolean() ? ElementFunction.RELU : ElementFunction.IDENTITY;
        BlockedFilter convolution = algorithm.filter(shape, new FilterWeights(weight, bias));
        float[] x = blocked ? BlockedImages.of(in, plain) : plain;
        int step = x.length / images;
        float[] residual = plainResidual == null ? null : BlockedImages.of(out, plainResidual);
        double[] expected = References.convolution(shape, images, plain, weight, bias);
        float[] reference = null;
        for (Kernel kernel : Kernels.available()) {
            float[] y = new float[images * out.elements() + 7];
            float[] scratch = new float[Math.toIntExact(convolution.scratch(images))];
            Arrays.fill(scratch, Float.NaN);
            Images made = new Images(y, 7, out.elements());
            convolution.apply(kernel, images, new Images(x, 0, step), at(residual, out, 0), function, made, scratch);
            float[] actual = BlockedImages.plain(out, Arrays.copyOfRange(y, 7, y.length));
            for (int i = 0; i < actual.length; i++) {
                double sum = expected[i] + (plainResidual == null ? 0 : plainResidual[i]);
                double value = function == ElementFunction.RELU ? Math.max(sum, 0) : sum;
                assertThat((double) actual[i])
                        .as("%s %s", kernel.description(), shape)
                        .isCloseTo(value, within(shape, sum));
            }
            for (int i = 0; i < images; i++) {
                float[] alone = new float[out.elements()];
                Images one = new Images(x, i * step, step);
                made = new Images(alone, 0, alone.length);
                convolution.apply(kernel, 1, one, at(residual, out, i), function, made, scratch);
                assertThat(alone)
                        .as("image %s of %s", i, shape)
                        .isEqualTo(Arrays.copyOfRange(y, 7 + i * out.elements(), 7 + (i + 1) * out.elements()));
            }
            if (reference == null) {
                reference = y;
            }
            assertThat(y).as("%s %s", kernel.description(), shape).isEqualTo(reference);
        }
    }

    /** Images one behind the other, from one of them on; null for none. */
    private static Images at(float[] blocks, Grid grid, int image) {
        return blocks == null ? null : new Images(blocks, image * grid.elements(), grid.elements());
    }

    /**
     * Each addition rounds by what the sum is then: about the root of the number of terms, and more on the way to a sum
     * that is much larger than that.
     */
    private static org.assertj.core.data.Offset<Double> within(ConvolutionShape shape, double sum) {
        double usual = Math.sqrt(shape.groupInputs() * shape.taps());
        return org.assertj.core.api.Assertions.within(1e-5 * Math.max(usual, Math.abs(sum) / 2));
    }

    private ConvolutionShape shape() {
        while (true) {
            int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 1;
            Grid input = new Grid(
                    groups * (1 + random.nextInt(40 / groups)), 1 + random.nextInt(20), 1 + random.nextInt(20));
            ConvolutionShape shape = new ConvolutionShape(
                    input,
                    groups * (1 + random.nextInt(70 / groups)),
                    groups,
                    1 + random.nextInt(4),
                    1 + random.nextInt(4),
                    1 + random.nextInt(3),
                    1 + random.nextInt(3),
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3));
            if (random.nextInt(4) == 0) {
                int stride = 1 + random.nextInt(2);
                shape = new ConvolutionShape(
                        input, shape.outChannels(), groups, 1, 1, stride, stride, 1, 1, 0, 0, 0, 0);
            }
            if (shape.output().height() > 0 && shape.output().width() > 0 && fits(shape)) {
                return shape;
            }
        }
    }

    private static boolean fits(ConvolutionShape shape) {
        return shape.input().height() + shape.paddingTop() + shape.paddingBottom()
                        > shape.dilationHeight() * (shape.kernelHeight() - 1)
                && shape.input().width() + shape.paddingLeft() + shape.paddingRight()
                        > shape.dilationWidth() * (shape.kernelWidth() - 1);
    }
}
