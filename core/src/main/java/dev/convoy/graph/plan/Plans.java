package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The plans of a network for the shapes of images that come, the latest ones kept, and workspaces for them. What cannot
 * be planned is computed node by node. Safe for use by several threads: who needs a plan that another thread compiles
 * waits for it, nobody else does.
 */
public final class Plans {

    /** A plan is small: the operators have the weights, and the workspaces are for all plans. */
    private static final int KEPT = 16;

    private final Graph graph;
    private final List<String> outputs;
    private final Precision precision;
    private final Map<Shape, CompletableFuture<Optional<Plan>>> plans = new LinkedHashMap<>(16, 0.75f, true);

    /** Those that no batch is computed in; the JVM takes them where memory is short. */
    private final Deque<SoftReference<Workspace>> idle = new ArrayDeque<>();

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
        Optional<Plan> plan = planned(input);
        if (plan.isEmpty()) {
            return graph.forward(input, outputs);
        }
        Workspace[] workspaces = take(input, threads);
        Map<String, Tensor> results = plan.get().run(input, workspaces);
        giveBack(workspaces);
        return results;
    }

    /** What a run of {@link #run} takes; its outputs are left. */
    public Profile profile(Tensor input, int threads) {
        Optional<Plan> planned = planned(input);
        if (planned.isEmpty()) {
            long start = System.nanoTime();
            graph.forward(input, outputs);
            return new Profile(List.of(), System.nanoTime() - start, 0, 0);
        }
        Plan plan = planned.get();
        Workspace[] workspaces = take(input, threads);
        List<StepTime> before = plan.times(workspaces);
        long start = System.nanoTime();
        plan.run(input, workspaces);
        long nanos = System.nanoTime() - start;
        List<StepTime> after = plan.times(workspaces);
        giveBack(workspaces);
        List<StepTime> steps = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            steps.add(after.get(i).since(before.get(i)));
        }
        return new Profile(steps, nanos, plan.runBytes(input.shape().size(0), threads), plan.packedBytes());
    }

    private Optional<Plan> planned(Tensor input) {
        Shape shape = input.shape();
        return shape.rank() < 2 ? Optional.empty() : plan(shape.slice(1, shape.rank()));
    }

    /** Whether batches of this shape have run, or can: all that can be wrong with such images has been checked. */
    public boolean knows(Shape batch) {
        if (batch.rank() < 2) {
            return false;
        }
        synchronized (plans) {
            CompletableFuture<Optional<Plan>> plan = plans.get(batch.slice(1, batch.rank()));
            return plan != null && plan.isDone() && !plan.isCompletedExceptionally();
        }
    }

    /** Whether a node is computed under its own name; its work may be part of another node's, or done once before. */
    public boolean computes(String node) {
        return graph.nodes().containsKey(node);
    }

    /**
     * The plan for images of this shape, {@code [C, H, W]}; none as {@link Plan#compile} gives none.
     *
     * @throws dev.convoy.nn.ShapeException as {@link Plan#compile}
     */
    public Optional<Plan> plan(Shape image) {
        CompletableFuture<Optional<Plan>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Plan>> known;
        synchronized (plans) {
            known = plans.putIfAbsent(image, mine);
            if (plans.size() > KEPT) {
                plans.remove(plans.keySet().iterator().next());
            }
        }
        if (known == null) {
            compile(image, mine);
        }
        try {
            return (known == null ? mine : known).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Compiles for all that wait; what fails is tried again by those who come later. */
    private void compile(Shape image, CompletableFuture<Optional<Plan>> plan) {
        try {
            plan.complete(Plan.compile(graph, outputs, image, precision));
        } catch (RuntimeException | Error e) {
            synchronized (plans) {
                plans.remove(image, plan);
            }
            plan.completeExceptionally(e);
        }
    }

    private Workspace[] take(Tensor batch, int threads) {
        int images = batch.shape().size(0);
        Workspace[] workspaces = new Workspace[Math.max(1, Math.min(threads, images))];
        synchronized (idle) {
            for (int i = 0; i < workspaces.length; i++) {
                while (workspaces[i] == null && !idle.isEmpty()) {
                    workspaces[i] = idle.pop().get();
                }
            }
        }
        for (int i = 0; i < workspaces.length; i++) {
            if (workspaces[i] == null) {
                workspaces[i] = new Workspace();
            }
        }
        return workspaces;
    }

    private void giveBack(Workspace... workspaces) {
        synchronized (idle) {
            for (Workspace workspace : workspaces) {
                idle.push(new SoftReference<>(workspace));
            }
        }
    }
}
