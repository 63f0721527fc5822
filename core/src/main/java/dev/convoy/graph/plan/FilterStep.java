package dev.convoy.graph.plan;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.blocked.BlockedFilter;
import java.util.List;

/**
 * A filter with what follows it.
 *
 * @param residual what is added to its output; null for none
 * @param function of every element after that
 * @param mostPackedFloats what the operator's packed weights take for images of all sizes
 */
record FilterStep(
        String name,
        BlockedFilter filter,
        Value input,
        Value residual,
        ElementFunction function,
        Value output,
        long mostPackedFloats,
        long multiplyAdds)
        implements Step {

    /** The step that does another's work too, which makes its input, by one filter. */
    FilterStep behind(FilterStep before, BlockedFilter both) {
        return new FilterStep(
                before.name + " + " + name,
                both,
                before.input,
                residual,
                function,
                output,
                mostPackedFloats,
                multiplyAdds);
    }

    @Override
    public String algorithm() {
        return filter.algorithm();
    }

    @Override
    public List<Value> inputs() {
        return residual == null ? List.of(input) : List.of(input, residual);
    }

    @Override
    public Value replaceable() {
        return residual != null && residual.storage().root() != input.storage().root() ? residual : null;
    }

    @Override
    public long scratch(int images) {
        return filter.scratch(images);
    }

    @Override
    public long packedFloats() {
        return filter.packedFloats();
    }

    @Override
    public void run(Frame frame) {
        filter.apply(
                frame.kernel,
                frame.count,
                frame.images(input),
                residual == null ? null : frame.images(residual),
                function,
                frame.images(output),
                frame.scratch());
    }
}
