package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchIndependenceTest {

    private static final List<Layer> LAYERS = List.of(
            BatchNorm2d.builder(6).build(),
            BatchNorm2d.builder(6).affine(false).build(),
            new GroupNorm(3, 6),
            InstanceNorm2d.builder(6).build(),
            InstanceNorm2d.builder(6).affine(true).trackRunningStats(true).build(),
            new LayerNorm(Shape.of(5, 7)),
            new LayerNorm2d(6),
            new LocalResponseNorm(3),
            new ReLU(),
            new ReLU6(),
            new LeakyReLU(),
            new PReLU(6, 0.25),
            new ELU(),
            new SELU(),
            new GELU(),
            new GELU("tanh"),
            new SiLU(),
            new Mish(),
            new Hardswish(),
            new Hardsigmoid(),
            new Hardtanh(),
            new Clamp(-1, Double.POSITIVE_INFINITY),
            new Sigmoid(),
            new Tanh(),
            new Softplus(),
            new Softsign(),
            new Softmax(1),
            new Softmax(-1),
            new LogSoftmax(2),
            new Dropout(0.5),
            new Identity(),
            Reduction.mean(true, 2, 3),
            Reduction.sum(false, 1),
            Reduction.amax(true, -1),
            Reduction.amin(false, 1, 3));

    @Test
    void sameBitsAloneAndInABatch() {
        Random random = Tensors.random(BatchIndependenceTest.class);
        List<Layer> layers = new ArrayList<>(LAYERS);
        layers.addAll(List.of(Elementwise.values()));
        for (Layer described : layers) {
            Layer layer = described.initialised(Generator.manualSeed(0)).withState(state(described, random));
            Tensor batch = Tensors.gaussian(random, 5, 6, 5, 7);
            Tensor outputs = layer.forward(batch);
            for (int i = 0; i < 5; i++) {
                assertThat(layer.forward(image(batch, i)).sameBits(image(outputs, i)))
                        .as("%s, image %d", layer, i)
                        .isTrue();
            }
        }
    }

    @Test
    void productsHaveTheSameBitsAloneAndInABatch() {
        Random random = Tensors.random(BatchIndependenceTest.class);
        Tensor batch = Tensors.gaussian(random, 5, 17, 40);
        Tensor matrix = Tensors.gaussian(random, 40, 9);
        Tensor outputs = new MatMul().forward(List.of(batch, matrix));
        for (int i = 0; i < 5; i++) {
            assertThat(new MatMul().forward(List.of(image(batch, i), matrix)).sameBits(image(outputs, i)))
                    .isTrue();
        }
    }

    private static Map<String, Tensor> state(Layer layer, Random random) {
        Map<String, Tensor> state = new TreeMap<>();
        layer.stateShapes().forEach((name, shape) -> state.put(name, Tensors.positive(random, shape.toArray())));
        return state;
    }

    private static Tensor image(Tensor batch, int i) {
        Shape shape = batch.shape().with(0, 1);
        float[] array = new float[shape.elements()];
        System.arraycopy(batch.array(), i * array.length, array, 0, array.length);
        return Tensor.of(shape, array);
    }
}
