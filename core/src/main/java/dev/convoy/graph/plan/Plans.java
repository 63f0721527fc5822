package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plans of a network for the shapes of images that come, the latest ones kept, and workspaces for them. What cannot
 * be planned is computed node by node. Safe for use by several threads.
 */
public final class Plans {

    /** Each plan has its own packed weights: images that are not resized have many shapes, and are slow for it. */
    private static final int KEPT = 2;

    private record Compiled(Optional<Plan> plan, Deque<Workspace> idle) {

        Workspace[] take(Tensor batch, int threads) {
            int images = batch.shape().size(0);
            Workspace[] workspaces = new Workspace[Math.max(1, Math.min(threads, images))];
            synchronized (idle) {
                for (int i = 0; i < workspaces.length; i++) {
                    workspaces[i] = idle.isEmpty() ? plan.orElseThrow().workspace() : idle.pop();
                }
            }
            return workspaces;
        }

        void giveBack(Workspace... workspaces) {
            synchronized (idle) {
                for (Workspace workspace : workspaces) {
                    idle.push(workspace);
                }
            }
        }
    }

    private final Graph graph;
    private final List<String> outputs;
    private final Precision precision;
    private final Map<Shape, Compiled> compiled = new LinkedHashMap<>(16, 0.75f, true);

    /** The plans of a graph as {@link dev.convoy.graph.Optimizer} leaves it. */
    public Plans(Graph graph, Collection<String> outputs, Precision precision) {
        this.graph = graph;
        this.outputs = List.copyOf(outputs);
        this.precision = precision;
    }

    /**
     * The outputs for one batch, by name.
     *
     * @param threads how many share the work
     * @throws dev.convoy.nn.ShapeException if a layer does not take its input; the message traces why
     */
    public Map<String, Tensor> run(Tensor input, int threads) {
        Optional<Compiled> found = planned(input);
        if (found.isEmpty()) {
            return graph.forward(input, outputs);
        }
        Workspace[] workspaces = found.get().take(input, threads);
        Map<String, Tensor> results = found.get().plan.orElseThrow().run(input, workspaces);
        found.get().giveBack(workspaces);
        return results;
    }

    /** What a run of {@link #run} takes; its outputs are left. */
    public Profile profile(Tensor input, int threads) {
        Optional<Compiled> found = planned(input);
        if (found.isEmpty()) {
            long start = System.nanoTime();
            graph.forward(input, outputs);
            return new Profile(List.of(), System.nanoTime() - start, 0, 0);
        }
        Plan plan = found.get().plan.orElseThrow();
        Workspace[] workspaces = found.get().take(input, threads);
        List<StepTime> before = plan.times(workspaces);
        long start = System.nanoTime();
        plan.run(input, workspaces);
        long nanos = System.nanoTime() - start;
        List<StepTime> after = plan.times(workspaces);
        long bytes = Arrays.stream(workspaces).mapToLong(Workspace::bytes).sum();
        found.get().giveBack(workspaces);
        List<StepTime> steps = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            steps.add(after.get(i).since(before.get(i)));
        }
        return new Profile(steps, nanos, bytes, plan.packedBytes());
    }

    /** The weights that plans are made of. */
    public Collection<Tensor> state() {
        return graph.state().values();
    }

    private Optional<Compiled> planned(Tensor input) {
        Shape shape = input.shape();
        return shape.rank() < 2
                ? Optional.empty()
                : Optional.of(compiled(shape.slice(1, shape.rank()))).filter(found -> found.plan.isPresent());
    }

    /** Whether batches of this shape have run, or can: all that can be wrong with such images has been checked. */
    public synchronized boolean knows(Shape batch) {
        return batch.rank() >= 2 && compiled.containsKey(batch.slice(1, batch.rank()));
    }

    /** Whether a node is computed under its own name; its work may be part of another node's, or done once before. */
    public boolean computes(String node) {
        return graph.nodes().containsKey(node);
    }

    /** The plan for images of this shape, {@code [C, H, W]}; none as {@link Plan#compile} gives none. */
    public Optional<Plan> plan(Shape image) {
        return compiled(image).plan;
    }

    private synchronized Compiled compiled(Shape image) {
        Compiled known = compiled.get(image);
        if (known == null) {
            known = new Compiled(Plan.compile(graph, outputs, image, precision), new ArrayDeque<>());
            compiled.put(image, known);
            if (compiled.size() > KEPT) {
                compiled.remove(compiled.keySet().iterator().next());
            }
        }
        return known;
    }
}
