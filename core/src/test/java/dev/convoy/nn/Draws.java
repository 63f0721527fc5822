package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;

/** Random arguments and inputs, from a seed that is printed. */
final class Draws {

    private final Random random;

    private Draws(Random random) {
        this.random = random;
    }

    static Draws of(Class<?> test) {
        long seed = Long.getLong("convoy.seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": -Dconvoy.seed=" + seed);
        return new Draws(new Random(seed));
    }

    /** Uniform, both bounds included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean bool() {
        return random.nextBoolean();
    }

    int[] each(int count, int least, int most) {
        int[] values = new int[count];
        Arrays.setAll(values, i -> between(least, most));
        return values;
    }

    Tensor tensor(Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.array().length; i++) {
            tensor.array()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Where an element of a layer's output comes from: indices into its input, or null for none. */
    interface Source {
        int[] of(int... index);
    }

    /** Fails unless every element is the one its source names, or {@code otherwise} where it names none. */
    static void expectMoved(Tensor output, Tensor input, float otherwise, Source source) {
        Shape shape = output.shape();
        int[] index = new int[shape.rank()];
        for (int i = 0; i < shape.elements(); i++) {
            int rest = i;
            for (int d = index.length - 1; d >= 0; d--) {
                index[d] = rest % shape.size(d);
                rest /= shape.size(d);
            }
            int[] from = source.of(index.clone());
            assertThat(output.array()[i])
                    .as("%s of %s", Arrays.toString(index), shape)
                    .isEqualTo(from == null ? otherwise : input.at(from));
        }
    }

    /** Fails unless each image of a batch gives alone, with and without a batch dimension, what it gives in it. */
    static void expectSameBitsAlone(Layer layer, Tensor batch) {
        Tensor outputs = layer.forward(batch);
        for (int i = 0; i < batch.shape().size(0); i++) {
            Tensor image = part(batch, i);
            Tensor output = part(outputs, i);
            assertThat(layer.forward(image).sameBits(output))
                    .as("%s, image %d of %s", layer, i, batch.shape())
                    .isTrue();
            Tensor unbatched =
                    image.reshape(image.shape().slice(1, image.shape().rank()));
            assertThat(layer.forward(unbatched)
                            .sameBits(output.reshape(
                                    output.shape().slice(1, output.shape().rank()))))
                    .as("%s, unbatched image %d of %s", layer, i, batch.shape())
                    .isTrue();
        }
    }

    /** One image of a batch, as a batch of one. */
    static Tensor part(Tensor batch, int image) {
        int step = batch.array().length / batch.shape().size(0);
        return Tensor.of(batch.shape().with(0, 1), Arrays.copyOfRange(batch.array(), image * step, (image + 1) * step));
    }
}
