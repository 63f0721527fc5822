package dev.convoy.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An image's outputs are the same bits whatever computes them beside whatever else, in drawn networks. More of them, or
 * the same again: {@code mvn -pl core test -Dtest=SameBitsTest -Dconvoy.networks=100 -Dconvoy.seed=1}.
 */
class SameBitsTest {

    private static final int IMAGES = 33;
    private static final int[] BATCHES = {1, 2, 5, 8, 17};

    /** Networks are drawn until each of these has been among them. */
    private static final Set<String> MAIN_ALGORITHMS = Set.of(
            "direct", "depthwise", "first", "winograd 1x4", "winograd 2x2", "winograd 4x4", "winograd 4x4 of stride 2");

    private final long seed = Long.getLong("convoy.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private DrawnNetwork network;
    private Precision precision;
    private Plan plan;
    private Tensor images;
    private Map<String, Tensor> expected;

    @Test
    void sameBitsWhateverTheBatchThreadsKernelPlanAndMemory() {
        System.out.println("SameBitsTest seed " + seed);
        Networks networks = new Networks(seed);
        Set<String> algorithms = new TreeSet<>();
        int least = Integer.getInteger("convoy.networks", 8);
        for (int i = 0; i < least || i < 10 * least && !algorithms.containsAll(MAIN_ALGORITHMS); i++) {
            network = networks.next();
            images = network.images(random, IMAGES);
            for (Precision each : Precision.values()) {
                precision = each;
                plan = network.plan(precision);
                Workspace workspace = new Workspace();
                expected = plan.run(images, workspace);
                plan.times(workspace).forEach(step -> algorithms.add(step.algorithm()));
                everyBatchAndPlace();
                threads();
                kernels();
                compiledAgain();
                staleMemory();
                besideWhatIsNotANumber();
            }
        }
        System.out.println("SameBitsTest ran " + algorithms);
        assertThat(algorithms).containsAll(MAIN_ALGORITHMS);
    }

    private void everyBatchAndPlace() {
        Workspace workspace = new Workspace();
        for (int size : BATCHES) {
            int image = random.nextInt(IMAGES);
            for (int place : new int[] {0, size / 2, size - 1}) {
                int first = Math.min(Math.max(image - place, 0), IMAGES - size);
                holds(first, plan.run(batch(first, size), workspace), size + " images from " + first);
            }
        }
        holds(0, plan.run(images, workspace), "all images");
        for (int image = 0; image < IMAGES; image += 8) {
            holds(image, plan.run(batch(image, 1), workspace), "image " + image + " alone");
        }
    }

    private void threads() {
        for (int threads = 1; threads <= 3; threads++) {
            Workspace[] workspaces =
                    Stream.generate(Workspace::new).limit(threads).toArray(Workspace[]::new);
            for (int size : new int[] {2, 17, IMAGES}) {
                holds(0, plan.run(batch(0, size), workspaces), size + " images, " + threads + " threads");
            }
        }
    }

    private void kernels() {
        for (Kernel kernel : Kernels.available()) {
            for (int size : new int[] {1, 5}) {
                int first = random.nextInt(IMAGES - size);
                holds(first, plan.run(kernel, batch(first, size), new Workspace()), kernel.description());
            }
        }
    }

    private void compiledAgain() {
        Plan other = network.plan(precision);
        holds(3, other.run(batch(3, 8), new Workspace()), "another plan");
    }

    private void staleMemory() {
        Workspace workspace = new Workspace();
        plan.run(batch(0, 17), workspace);
        holds(17, plan.run(batch(17, 5), workspace), "after other images");
        for (int size : new int[] {2, 16}) {
            fill(workspace, Float.NaN);
            holds(size, plan.run(batch(size, size), workspace), "after NaN");
            fill(workspace, Float.POSITIVE_INFINITY);
            holds(size, plan.run(batch(size, size), workspace), "after infinities");
        }
    }

    private static void fill(Workspace workspace, float value) {
        Arrays.fill(workspace.memory, value);
        Arrays.fill(workspace.scratch, value);
    }

    /** Every other image is replaced. */
    private void besideWhatIsNotANumber() {
        int size = 9;
        Tensor batch = batch(0, size);
        int image = batch.array().length / size;
        for (int i = 0; i < size; i += 2) {
            Arrays.fill(batch.array(), i * image, (i + 1) * image, i % 4 == 0 ? Float.NaN : Float.POSITIVE_INFINITY);
        }
        Map<String, Tensor> actual = plan.run(batch, new Workspace());
        actual.forEach((name, tensor) -> {
            int step = tensor.array().length / size;
            for (int i = 1; i < size; i += 2) {
                holds(name, tensor, i * step, i * step, step, "beside NaN and infinities");
            }
        });
    }

    private Tensor batch(int first, int count) {
        Shape shape = images.shape().with(0, count);
        int image = shape.elements() / count;
        return Tensor.of(shape, Arrays.copyOfRange(images.array(), first * image, (first + count) * image));
    }

    private void holds(int first, Map<String, Tensor> actual, String what) {
        assertThat(actual.keySet()).containsExactlyElementsOf(network.outputs());
        actual.forEach((name, tensor) -> {
            int from = first * (expected.get(name).array().length / IMAGES);
            holds(name, tensor, 0, from, tensor.array().length, what);
        });
    }

    private void holds(String name, Tensor actual, int from, int expectedFrom, int length, String what) {
        float[] y = expected.get(name).array();
        int place = Arrays.mismatch(actual.array(), from, from + length, y, expectedFrom, expectedFrom + length);
        assertThat(place)
                .as(() -> "seed %d, %s, %s: element %d of %s is %s instead of %s; %s"
                        .formatted(
                                seed,
                                precision,
                                what,
                                place,
                                name,
                                actual.array()[from + place],
                                y[expectedFrom + place],
                                network))
                .isEqualTo(-1);
    }
}
