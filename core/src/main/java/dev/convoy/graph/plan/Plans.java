package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayDeque;
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

    /** Images that are not resized have many shapes; their plans share the weights. */
    private static final int KEPT = 8;

    private record Compiled(Optional<Plan> plan, Deque<Workspace> idle) {}

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
        Shape shape = input.shape();
        if (shape.rank() < 2) {
            return graph.forward(input, outputs);
        }
        Compiled found = compiled(shape.slice(1, shape.rank()));
        if (found.plan.isEmpty()) {
            return graph.forward(input, outputs);
        }
        Plan plan = found.plan.get();
        Workspace[] workspaces = new Workspace[Math.max(1, Math.min(threads, shape.size(0)))];
        synchronized (found.idle) {
            for (int i = 0; i < workspaces.length; i++) {
                workspaces[i] = found.idle.isEmpty() ? plan.workspace() : found.idle.pop();
            }
        }
        Map<String, Tensor> results = plan.run(input, workspaces);
        synchronized (found.idle) {
            for (Workspace workspace : workspaces) {
                found.idle.push(workspace);
            }
        }
        return results;
    }

    /** The plan for images of this shape, {@code [C, H, W]}; none if one output depends on several images. */
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
