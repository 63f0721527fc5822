package dev.convoy.kernel.blocked;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DepthwiseConvolutionTest {

    @Test
    void sumsBiasThenRowsThenColumnsWithoutThePadding() {
        long seed = System.nanoTime();
        System.out.println("DepthwiseConvolutionTest seed " + seed);
        Random random = new Random(seed);
        FilterTrial trial = new FilterTrial(random);
        for (int i = 0; i < 150; i++) {
            int[] kernels = {3, 3, 5, 1 + random.nextInt(7)};
            int kernelHeight = kernels[random.nextInt(4)];
            int kernelWidth = random.nextInt(4) == 0 ? kernels[random.nextInt(4)] : kernelHeight;
            int dilation = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
            Grid grid = trial.grid(70, 20);
            ConvolutionShape shape = new ConvolutionShape(
                    grid,
                    grid.channels(),
                    grid.channels(),
                    kernelHeight,
                    kernelWidth,
                    1 + random.nextInt(3),
                    1 + random.nextInt(3),
                    dilation,
                    1,
                    random.nextInt(kernelHeight + 1),
                    random.nextInt(kernelWidth + 1),
                    random.nextInt(kernelHeight + 1),
                    random.nextInt(kernelWidth + 1));
            if (grid.height() + shape.paddingTop() + shape.paddingBottom() <= dilation * (kernelHeight - 1)
                    || grid.width() + shape.paddingLeft() + shape.paddingRight() <= kernelWidth - 1) {
                continue;
            }
            float[] weight = trial.gaussians(grid.channels() * kernelHeight * kernelWidth);
            float[] bias = random.nextBoolean() ? trial.gaussians(grid.channels()) : null;
            int images = 1 + random.nextInt(4);
            float[] x = trial.images(images, grid);
            DepthwiseConvolution filter = new DepthwiseConvolution(shape, new FilterWeights(weight, bias));
            FilterTrial.holdsEqual(
                    trial.apply(filter, images, x), expected(images, shape, weight, bias, x), shape.toString());
        }
    }

    private static float[] expected(int images, ConvolutionShape shape, float[] weight, float[] bias, float[] x) {
        Grid grid = shape.input();
        int rows = shape.output().height();
        int columns = shape.output().width();
        int taps = shape.taps();
        float[] y = new float[images * grid.channels() * rows * columns];
        for (int i = 0; i < y.length; i++) {
            int plane = i / (rows * columns);
            int channel = plane % grid.channels();
            float sum = bias == null ? 0 : bias[channel];
            for (int tap = 0; tap < taps; tap++) {
                int row = i / columns % rows * shape.strideHeight()
                        - shape.paddingTop()
                        + tap / shape.kernelWidth() * shape.dilationHeight();
                int column = i % columns * shape.strideWidth()
                        - shape.paddingLeft()
                        + tap % shape.kernelWidth() * shape.dilationWidth();
                if (row >= 0 && row < grid.height() && column >= 0 && column < grid.width()) {
                    float value = x[(plane * grid.height() + row) * grid.width() + column];
                    sum = Math.fma(value, weight[channel * taps + tap], sum);
                }
            }
            y[i] = sum;
        }
        return y;
    }
}
