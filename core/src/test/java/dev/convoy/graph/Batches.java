package dev.convoy.graph;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What a network gives for images together and for each alone. */
final class Batches {

    private static final int IMAGES = 3;

    private Batches() {}

    /** Whether a batch of three has three outputs, each with the bits that the image has alone; not if it fails. */
    static boolean sameAlone(Graph graph, Shape image) {
        Tensor batch = Generator.manualSeed(0).randn(image.batched(IMAGES));
        List<String> output = List.of(graph.output());
        try {
            Tensor together = graph.forward(batch, output).get(graph.output());
            if (together.shape().rank() == 0 || together.shape().size(0) != IMAGES) {
                return false;
            }
            int length = together.array().length / IMAGES;
            for (int i = 0; i < IMAGES; i++) {
                float[] own = Arrays.copyOfRange(batch.array(), i * image.elements(), (i + 1) * image.elements());
                Tensor alone =
                        graph.forward(Tensor.of(image.batched(1), own), output).get(graph.output());
                float[] part = Arrays.copyOfRange(together.array(), i * length, (i + 1) * length);
                if (!alone.shape().equals(together.shape().with(0, 1)) || !Arrays.equals(part, alone.array())) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
