package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.nn.Precision;
import dev.convoy.nn.ShapeException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A network compiled for images of one shape. Immutable, and shared by threads, each with a {@link Workspace} of its
 * own.
 *
 * <p>Inside, the channels of images lie in blocks of 16; every convolution has its algorithm and its packed weights;
 * batch normalisations are part of the convolution before them or of the 1x1 one behind, additions and functions of
 * each element part of the step before them; what is concatenated is written where it belongs if it fills whole blocks.
 * All of that is decided by the graph and the shape alone. An image's outputs depend on the image alone: not on the
 * batch it is in, nor its place there.
 */
public final class Plan {

    private final Shape image;
    private final List<Step> steps;
    private final List<Stage> stages;
    private final Memory memory;
    private final Map<String, Shape> results;
    private final int imagesOfPass;

    Plan(Shape image, List<Step> steps, Map<String, Shape> results) {
        this.image = image;
        this.steps = List.copyOf(steps);
        this.stages = Stage.divide(steps);
        this.memory = new Memory(steps, stages);
        this.results = results;
        this.imagesOfPass = imagesOfPass();
    }

    /** As many as memory has room for in one array: all that a stage takes, but for very large images. */
    private int imagesOfPass() {
        for (Stage stage : stages) {
            for (Step step : steps.subList(stage.from(), stage.to())) {
                requireArray(step, step.scratch(stage.images()), "scratch");
            }
        }
        int images = Stage.MOST_IMAGES;
        while (images > 1 && memory.floats(images) > Kernel.LARGEST_ARRAY) {
            images /= 2;
        }
        Comparator<Step> bySize = Comparator.comparingLong(
                step -> step.output() == null ? 0 : step.output().storage().floats);
        steps.stream().max(bySize).ifPresent(largest -> requireArray(largest, memory.floats(1), "memory together"));
        return images;
    }

    private void requireArray(Step step, long floats, String what) {
        if (floats > Kernel.LARGEST_ARRAY) {
            throw ShapeException.at(
                    step.name(),
                    String.format(
                            Locale.ROOT,
                            "takes an image of %s for which there is too much %s, %,.1f GB, where an array has at most"
                                    + " %,.1f GB",
                            image,
                            what,
                            (double) Float.BYTES * floats / 1e9,
                            (double) Float.BYTES * Kernel.LARGEST_ARRAY / 1e9));
        }
    }

    /**
     * Compiles a network; none if one of its operators, such as a softmax over the batch, makes one output of several
     * images, or holds images otherwise than one behind the other, as windows of all images are.
     *
     * @param graph as {@link dev.convoy.graph.Optimizer} leaves it; its operators pack their weights when a plan first
     *     runs, once for plans of all shapes
     * @param outputs the nodes and modules whose outputs the plan gives, one or more
     * @param image the shape of an image, without the batch's dimension: {@code [C, H, W]}
     * @throws ShapeException if a layer does not take its input, or what it makes is larger than an array; the message
     *     names it
     * @throws IllegalArgumentException if there is no node or module of a name
     * @throws IllegalStateException if a node has state but not its values
     */
    public static Optional<Plan> compile(Graph graph, Collection<String> outputs, Shape image, Precision precision) {
        List<String> names = List.copyOf(outputs);
        return Compiler.suits(graph, names, image)
                ? Optional.of(new Compiler(graph, names, image, precision).plan())
                : Optional.empty();
    }

    /** The bytes of all packed weights, which plans for other shapes share. */
    public long packedBytes() {
        return Float.BYTES * steps.stream().mapToLong(Step::packedFloats).sum();
    }

    /** The bytes of all packed weights at most, in all packings that images of other sizes call for. */
    public long mostPackedBytes() {
        return Float.BYTES * steps.stream().mapToLong(Step::mostPackedFloats).sum();
    }

    /** The bytes that a {@link Workspace} takes for batches of so many images. */
    public long workspaceBytes(int images) {
        return Float.BYTES * (scratch(images) + memory.floats(Math.min(images, imagesOfPass)));
    }

    /**
     * The bytes that a run of a batch of so many images takes beside the batch, its outputs and the packed weights.
     *
     * @param threads how many share it
     */
    public long runBytes(int images, int threads) {
        int parts = Math.max(1, Math.min(threads, images));
        long bytes = 0;
        for (int part = 0; part < parts; part++) {
            int own = begin(images, part + 1, parts) - begin(images, part, parts);
            bytes += workspaceBytes(own) + Float.BYTES * most(Step::passingFloats, own);
        }
        return bytes;
    }

    private long scratch(int images) {
        return most(Step::scratch, images);
    }

    /** Where the images of a part begin. */
    private static int begin(int images, int part, int parts) {
        return (int) ((long) images * part / parts);
    }

    private interface Floats {
        long of(Step step, int images);
    }

    private long most(Floats floats, int images) {
        long most = 0;
        for (Stage stage : stages) {
            for (Step step : steps.subList(stage.from(), stage.to())) {
                most = Math.max(most, floats.of(step, Math.min(images, stage.images())));
            }
        }
        return most;
    }

    Memory memory() {
        return memory;
    }

    int steps() {
        return steps.size();
    }

    /**
     * The outputs for one batch, by the names that were asked for and in their order.
     *
     * @param input {@code [N, …]}, images of the shape that was compiled for
     * @param workspaces one or more: the images are divided among as many threads, one of them the caller's
     * @throws IllegalArgumentException if the input has another shape, or there is no workspace
     */
    public Map<String, Tensor> run(Tensor input, Workspace... workspaces) {
        return run(Kernels.current(), input, workspaces);
    }

    Map<String, Tensor> run(Kernel kernel, Tensor input, Workspace... workspaces) {
        Shape shape = input.shape();
        if (shape.rank() != image.rank() + 1 || !shape.slice(1, shape.rank()).equals(image)) {
            throw new IllegalArgumentException("the plan is for images of " + image + " but the batch is " + shape
                    + ": compile one for its shape");
        }
        if (workspaces.length == 0) {
            throw new IllegalArgumentException("a plan runs in one workspace or more");
        }
        int images = shape.size(0);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        results.forEach((name, result) -> outputs.put(name, Tensor.zeros(OperatorStep.batch(images, result))));
        List<Runnable> parts = new ArrayList<>();
        for (int i = 0; i < workspaces.length; i++) {
            Frame frame = new Frame(kernel, input, outputs, workspaces[i]);
            int first = begin(images, i, workspaces.length);
            int end = begin(images, i + 1, workspaces.length);
            if (first < end || i == 0) {
                parts.add(() -> run(frame, first, end));
            }
        }
        Threads.runAll(parts);
        return outputs;
    }

    private void run(Frame frame, int begin, int end) {
        int most = Math.min(end - begin, imagesOfPass);
        frame.workspace.prepare(this, most, Math.toIntExact(scratch(end - begin)));
        for (int first = begin; first < end; first += imagesOfPass) {
            frame.firstOfPass = first;
            int endOfPass = Math.min(end, first + imagesOfPass);
            for (Stage stage : stages) {
                for (int image = first; image < endOfPass; image += stage.images()) {
                    frame.firstImage = image;
                    frame.count = Math.min(stage.images(), endOfPass - image);
                    for (int i = stage.from(); i < stage.to(); i++) {
                        frame.workspace.run(i, steps.get(i), frame);
                    }
                }
            }
        }
    }

    /**
     * What the steps took in workspaces since this plan last began to run in them: all of them together, in the steps'
     * order.
     */
    public List<StepTime> times(Workspace... workspaces) {
        long[] nanos = new long[steps.size()];
        for (Workspace workspace : workspaces) {
            long[] own = workspace.nanos(this);
            Arrays.setAll(nanos, i -> nanos[i] + own[i]);
        }
        List<StepTime> times = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            Step step = steps.get(i);
            Value shown = step.output() == null ? step.inputs().get(0) : step.output();
            times.add(new StepTime(step.name(), step.algorithm(), shown.shape(), step.multiplyAdds(), nanos[i]));
        }
        return times;
    }
}
