package dev.convoy;

import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the weights of {@code data-samples/models}: {@code SampleModels DIRECTORY}. */
final class SampleModels {

    /** ITU-R BT.601 luminance of red, green and blue. */
    private static final double[] LUMINANCE = {0.299, 0.587, 0.114};

    /** The kernels of {@code edges.conf}, each to be divided by its last number. */
    private static final double[][] KERNELS = {
        embed(-1, 0, 1, -2, 0, 2, -1, 0, 1, 4),
        embed(-1, -2, -1, 0, 0, 0, 1, 2, 1, 4),
        embed(0, 1, 0, 1, -4, 1, 0, 1, 0, 4),
        embed(-4, 5, 5, -4, 5, 5, -4, -4, -4, 20),
        gaussian(),
        embed(0, 0, 0, 0, 1, 0, 0, 0, 0, 1),
    };

    private SampleModels() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Safetensors.write(directory.resolve("edges.safetensors"), edges());
        Safetensors.write(directory.resolve("two-layers.safetensors"), twoLayers(directory));
    }

    static StateDict edges() {
        float[] weight = new float[KERNELS.length * 3 * 25];
        int i = 0;
        for (double[] kernel : KERNELS) {
            for (double share : LUMINANCE) {
                for (double value : kernel) {
                    weight[i++] = (float) (share * value);
                }
            }
        }
        return StateDict.builder()
                .put("edges.weight", Tensor.of(Shape.of(KERNELS.length, 3, 5, 5), weight))
                .build();
    }

    static StateDict twoLayers(Path directory) throws IOException {
        return Model.describe(directory.resolve("two-layers.conf").toString())
                .initialised(Generator.manualSeed(0))
                .stateDict();
    }

    /** A 3 x 3 kernel in the middle of a 5 x 5 one, divided by the tenth number. */
    private static double[] embed(double... numbers) {
        double[] kernel = new double[25];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                kernel[(row + 1) * 5 + column + 1] = numbers[row * 3 + column] / numbers[9];
            }
        }
        return kernel;
    }

    private static double[] gaussian() {
        double[] binomial = {1, 4, 6, 4, 1};
        double[] kernel = new double[25];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = binomial[i / 5] * binomial[i % 5] / 256;
        }
        return kernel;
    }
}
