package dev.convoy.kernel.blocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Gaussians;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.kernel.WinogradTile;
import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WinogradConvolutionTest {

    /**
     * Of a largest error over the largest output and the root of the products of an output; 2e-7 is asked of direct.
     */
    private static final double TOLERANCE = 6e-7;

    private final Random random = seeded();

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("WinogradConvolutionTest seed " + seed);
        return new Random(seed);
    }

    @ParameterizedTest
    @EnumSource
    void theScratchOfABatchIsEnoughForASmallerOne(WinogradTile tile) {
        for (int trial = 0; trial < 40; trial++) {
            ConvolutionShape shape = shape(tile.stride());
            float[] weight =
                    Gaussians.of(random, shape.outChannels() * shape.input().channels() * 9);
            WinogradConvolution filter = new WinogradConvolution(shape, tile, new FilterWeights(weight, null));
            for (int images = 1; images <= 40; images++) {
                assertThat(filter.scratch(images))
                        .as("%d images, %s", images, shape)
                        .isGreaterThanOrEqualTo(filter.scratch(images - 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheSumThatDefinesAConvolutionAndTheSameBitsInEveryKernel(WinogradTile tile) {
        for (int trial = 0; trial < 40; trial++) {
            ConvolutionShape shape = shape(tile.stride());
            int images = 1 + random.nextInt(5);
            float[] weight =
                    Gaussians.of(random, shape.outChannels() * shape.input().channels() * 9);
            float[] bias = random.nextBoolean() ? Gaussians.of(random, shape.outChannels()) : null;
            float[] plain = Gaussians.of(
                    random, images * shape.input().channels() * shape.input().pixels());
            double[] expected = References.convolution(shape, images, plain, weight, bias);
            int group = 14 * (1 + random.nextInt(3));
            WinogradConvolution filter = new WinogradConvolution(shape, tile, new FilterWeights(weight, bias), group);
            float[] residual = random.nextBoolean()
                    ? Gaussians.of(random, images * filter.output().elements())
                    : null;
            ElementFunction function = random.nextBoolean() ? ElementFunction.RELU : ElementFunction.IDENTITY;
            finish(expected, filter.output(), residual, function);

            float[] x = BlockedImages.of(shape.input(), plain);
            float[] first = null;
            boolean finite = true;
            for (Kernel kernel : Kernels.available()) {
                float[] y = run(filter, kernel, images, x, residual, function);
                // Of few outputs none may be as large as three deviations of what was drawn.
                double least = 3 * Math.sqrt(9 * shape.input().channels());
                assertThat(error(BlockedImages.plain(filter.output(), y), expected, shape, least))
                        .as("%s, %s", kernel.description(), shape)
                        .isLessThan(TOLERANCE);
                for (float value : y) {
                    finite &= Float.isFinite(value);
                }
                assertThat(finite).as("%s, %s", kernel.description(), shape).isTrue();
                first = first == null ? y : first;
                assertThat(y).as("%s, %s", kernel.description(), shape).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameBitsWhateverTheBatch(WinogradTile tile) {
        Kernel kernel = Kernels.current();
        for (int trial = 0; trial < 20; trial++) {
            ConvolutionShape shape = shape(tile.stride());
            int images = 2 + random.nextInt(40);
            float[] weight =
                    Gaussians.of(random, shape.outChannels() * shape.input().channels() * 9);
            WinogradConvolution filter = new WinogradConvolution(shape, tile, new FilterWeights(weight, null));
            float[] x = Gaussians.of(random, images * shape.input().elements());
            float[] y = run(filter, kernel, images, x, null, ElementFunction.RELU);
            for (int i = 0; i < images; i++) {
                int from = i * shape.input().elements();
                float[] alone = Arrays.copyOfRange(x, from, from + shape.input().elements());
                int place = i * filter.output().elements();
                assertThat(run(filter, kernel, 1, alone, null, ElementFunction.RELU))
                        .as("image %d of %d, %s", i, images, shape)
                        .isEqualTo(Arrays.copyOfRange(
                                y, place, place + filter.output().elements()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"64, false", "64, true", "256, false", "256, true", "512, false", "512, true"})
    void theErrorIsAFractionOfTheToleranceForManyChannels(int channels, boolean positive) {
        float[] plain = Gaussians.of(random, channels * 64);
        for (int i = 0; positive && i < plain.length; i++) {
            plain[i] = Math.max(plain[i], 0);
        }
        float[] weight = Gaussians.of(random, 16 * channels * 9);
        for (int i = 0; i < weight.length; i++) {
            weight[i] /= (float) Math.sqrt(9 * channels);
        }
        for (WinogradTile tile : WinogradTile.values()) {
            ConvolutionShape shape = shape(new Grid(channels, 8, 8), 16, tile.stride());
            double[] expected = References.convolution(shape, 1, plain, weight, null);
            WinogradConvolution filter = new WinogradConvolution(shape, tile, new FilterWeights(weight, null));
            float[] x = BlockedImages.of(shape.input(), plain);
            float[] y = run(filter, Kernels.current(), 1, x, null, ElementFunction.IDENTITY);
            double error = error(BlockedImages.plain(filter.output(), y), expected, shape);
            System.out.printf("%s, %d channels: error %.2g%n", tile, channels, error);
            assertThat(error).isLessThan(TOLERANCE / 3);
        }
    }

    @Test
    void layersOfTorchAreWithinTheTolerance() throws IOException {
        StateDict tensors;
        JsonNode json;
        try (InputStream data = getClass().getResourceAsStream("/fixtures/conv_cases.safetensors");
                InputStream cases = getClass().getResourceAsStream("/fixtures/conv_cases.json")) {
            tensors = Safetensors.read("conv_cases.safetensors", data.readAllBytes());
            json = new ObjectMapper().readTree(cases).get("cases");
        }
        long qualifying = StreamSupport.stream(json.spliterator(), false)
                .filter(layer -> layer.get("args").toString().matches(".*\"kernel_size\":\\[3,3\\].*"))
                .filter(layer -> layer.get("args").size() == 5)
                .peek(layer -> isWithinTheTolerance(layer, tensors))
                .count();
        assertThat(qualifying).isEqualTo(4);
    }

    private void isWithinTheTolerance(JsonNode layer, StateDict tensors) {
        String name = layer.get("name").asText();
        JsonNode args = layer.get("args");
        assertThat(args.get("stride").toString() + args.get("padding")).isEqualTo("[1,1][1,1]");
        JsonNode size = layer.get("input");
        Grid input = new Grid(
                size.get(1).intValue(), size.get(2).intValue(), size.get(3).intValue());
        int outChannels = args.get("out_channels").intValue();
        ConvolutionShape shape = shape(input, outChannels, 1);
        float[] weight = tensors.tensor(name + ".weight").array();
        float[] bias = tensors.contains(name + ".bias")
                ? tensors.tensor(name + ".bias").array()
                : null;
        float[] plain = tensors.tensor(name + ".input").array();
        ByteBuffer expected = tensors.entry(name + ".output64").bytes();
        double[] outputs = new double[expected.remaining() / Double.BYTES];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = expected.getDouble();
        }
        for (WinogradTile tile : List.of(WinogradTile.TWO, WinogradTile.FOUR)) {
            WinogradConvolution filter = new WinogradConvolution(shape, tile, new FilterWeights(weight, bias));
            int images = size.get(0).intValue();
            float[] x = BlockedImages.of(input, plain);
            float[] y = run(filter, Kernels.current(), images, x, null, ElementFunction.IDENTITY);
            double error = error(BlockedImages.plain(filter.output(), y), outputs, shape);
            System.out.printf("%s, %s: error %.2g%n", name, filter.algorithm(), error);
            assertThat(error).as(name).isLessThan(TOLERANCE);
        }
    }

    @Test
    void theScratchHoldsOneGroupHoweverManyImages() {
        ConvolutionShape shape = shape(new Grid(512, 28, 28), 64, 1);
        WinogradConvolution filter =
                new WinogradConvolution(shape, WinogradTile.FOUR, new FilterWeights(new float[512 * 64 * 9], null));

        assertThat(filter.scratch(1000)).isEqualTo(filter.scratch(16)).isLessThan(7 << 19);
        assertThat(filter.packedFloats()).isGreaterThanOrEqualTo(36 * 512 * 64);
    }

    @Test
    void otherConvolutionsAreRefused() {
        ConvolutionShape strided = new ConvolutionShape(new Grid(16, 8, 8), 16, 1, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1);
        assertThat(WinogradChoice.tile(strided)).isEmpty();
        assertThatThrownBy(() -> new WinogradConvolution(
                        strided, WinogradTile.FOUR, new FilterWeights(new float[16 * 16 * 9], null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("strideHeight=2");
    }

    @Test
    void largeTilesAreChosenForImagesAndSmallOrNoneForAFewPixels() {
        assertThat(WinogradChoice.tile(shape(new Grid(64, 56, 56), 64, 1))).contains(WinogradTile.FOUR);
        assertThat(WinogradChoice.tile(shape(new Grid(512, 14, 14), 512, 2))).contains(WinogradTile.FOUR_OF_STRIDE_2);
        assertThat(WinogradChoice.tile(shape(new Grid(512, 4, 4), 512, 2))).isEmpty();
        assertThat(WinogradChoice.tile(shape(new Grid(512, 7, 7), 512, 1))).contains(WinogradTile.FOUR);
        assertThat(WinogradChoice.tile(shape(new Grid(512, 2, 2), 512, 1))).contains(WinogradTile.TWO);
        assertThat(WinogradChoice.tile(shape(new Grid(512, 1, 1), 512, 1))).isEmpty();
        assertThat(WinogradChoice.tile(shape(new Grid(3, 224, 224), 64, 1))).isEmpty();
    }

    private ConvolutionShape shape(int stride) {
        while (true) {
            Grid input = new Grid(1 + random.nextInt(70), 1 + random.nextInt(20), 1 + random.nextInt(20));
            int[] paddings = random.ints(4, 0, 3).toArray();
            if (input.height() + paddings[0] + paddings[2] > 2 && input.width() + paddings[1] + paddings[3] > 2) {
                return shape(input, 1 + random.nextInt(70), stride, paddings);
            }
        }
    }

    private static ConvolutionShape shape(Grid input, int outChannels, int stride) {
        return shape(input, outChannels, stride, new int[] {1, 1, 1, 1});
    }

    private static ConvolutionShape shape(Grid input, int outChannels, int stride, int[] paddings) {
        return new ConvolutionShape(
                input, outChannels, 1, 3, 3, stride, stride, 1, 1, paddings[0], paddings[1], paddings[2], paddings[3]);
    }

    private static float[] run(
            BlockedFilter filter, Kernel kernel, int images, float[] x, float[] residual, ElementFunction function) {
        int step = filter.output().elements();
        Images y = new Images(residual == null ? new float[images * step] : residual.clone(), 0, step);
        float[] scratch = new float[Math.toIntExact(filter.scratch(images))];
        Arrays.fill(scratch, Float.NaN);
        Images input = new Images(x, 0, filter.input().elements());
        filter.apply(kernel, images, input, residual == null ? null : y, function, y, scratch);
        return y.array();
    }

    private static void finish(double[] y, Grid grid, float[] residual, ElementFunction function) {
        float[] added = residual == null ? null : BlockedImages.plain(grid, residual);
        for (int i = 0; i < y.length; i++) {
            y[i] += added == null ? 0 : added[i];
            y[i] = function == ElementFunction.RELU ? Math.max(y[i], 0) : y[i];
        }
    }

    private static double error(float[] y, double[] expected, ConvolutionShape shape) {
        return error(y, expected, shape, 1);
    }

    private static double error(float[] y, double[] expected, ConvolutionShape shape, double least) {
        double error = 0;
        double largest = least;
        for (int i = 0; i < expected.length; i++) {
            error = Math.max(error, Math.abs(y[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return error / (largest * Math.sqrt(9 * shape.input().channels()));
    }
}
