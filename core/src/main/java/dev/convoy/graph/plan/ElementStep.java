package dev.convoy.graph.plan;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.blocked.ChannelScaling;
import java.util.List;

/**
 * A function of each element, or of the sum or product of each two.
 *
 * @param operation what makes one element of those of the inputs
 * @param function of every result
 */
record ElementStep(String name, Operation operation, List<Value> inputs, ElementFunction function, Value output)
        implements Step {

    enum Operation {
        /** The one input's element. */
        FUNCTION,
        /** The sum of two. */
        ADD,
        /** The product of two. */
        MULTIPLY,
        /** The product of the first input's with that of the second's one pixel. */
        SCALE
    }

    @Override
    public String algorithm() {
        return operation == Operation.FUNCTION
                ? function.kind().name().toLowerCase(java.util.Locale.ROOT)
                : operation.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Value replaceable() {
        return inputs.get(0);
    }

    @Override
    public void run(Frame frame) {
        Value a = inputs.get(0);
        float[] x = frame.array(a);
        int xOffset = frame.offset(a);
        float[] y = frame.array(output);
        int yOffset = frame.offset(output);
        int length = frame.images * output.storage().floats;
        if (operation == Operation.FUNCTION) {
            frame.kernel.elements().apply(function, x, xOffset, y, yOffset, length);
            return;
        }
        Value b = inputs.get(1);
        float[] z = frame.array(b);
        int zOffset = frame.offset(b);
        switch (operation) {
            case ADD -> frame.kernel.elements().add(function, x, xOffset, z, zOffset, y, yOffset, length);
            case MULTIPLY -> {
                frame.kernel.elements().multiply(x, xOffset, z, zOffset, y, yOffset, length);
                if (function.kind() != ElementFunction.Kind.IDENTITY) {
                    frame.kernel.elements().apply(function, y, yOffset, y, yOffset, length);
                }
            }
            default ->
                new ChannelScaling(a.grid())
                        .apply(frame.kernel, frame.images, x, xOffset, z, zOffset, function, y, yOffset);
        }
    }
}
