package dev.convoy.bench;

import dev.convoy.graph.Graph;
import dev.convoy.graph.Optimizer;
import dev.convoy.graph.plan.Plan;
import dev.convoy.graph.plan.StepTime;
import dev.convoy.graph.plan.Workspace;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** Convoy itself: the graph optimised and compiled for the shape of the input. */
final class ConvoyPeer implements Engine {

    private final Plan plan;
    private final Workspace[] workspaces;
    private final Tensor input;
    private final String outputName;
    private Tensor output;

    ConvoyPeer(Graph network, Tensor input, int threads) {
        this.input = input;
        outputName = network.output();
        Graph optimized =
                Optimizer.optimize(network, List.of(outputName), EnumSet.allOf(Optimizer.Pass.class));
        Shape shape = input.shape();
        plan = Plan.compile(optimized, List.of(outputName), shape.slice(1, shape.rank()), Precision.FAST)
                .orElseThrow();
        workspaces = new Workspace[threads];
        Arrays.setAll(workspaces, i -> new Workspace());
    }

    @Override
    public String name() {
        return "Convoy";
    }

    @Override
    public void run() {
        output = plan.run(input, workspaces).get(outputName);
    }

    /** The nanoseconds that the steps which multiply have taken until now, without those that change the layout. */
    long multiplying() {
        return Arrays.stream(workspaces)
                .flatMap(workspace -> plan.times(workspace).stream())
                .filter(step -> step.multiplyAdds() > 0)
                .mapToLong(StepTime::nanos)
                .sum();
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void close() {
        output = null;
    }
}
