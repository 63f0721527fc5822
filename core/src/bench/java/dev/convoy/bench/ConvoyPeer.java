package dev.convoy.bench;

import dev.convoy.graph.Graph;
import dev.convoy.graph.Optimizer;
import dev.convoy.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;

/** Convoy itself: every pass of the optimiser, then the graph. */
final class ConvoyPeer implements Engine {

    private final Graph optimized;
    private final Tensor input;
    private Tensor output;

    ConvoyPeer(Graph network, Tensor input, int threads) {
        if (threads != 1) {
            throw new IllegalArgumentException("Convoy computes a batch on one thread, not on " + threads);
        }
        this.input = input;
        optimized = Optimizer.optimize(network, List.of(network.output()), EnumSet.allOf(Optimizer.Pass.class));
    }

    @Override
    public String name() {
        return "Convoy";
    }

    @Override
    public void run() {
        output = optimized.forward(input, List.of(optimized.output())).get(optimized.output());
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
