package dev.convoy.graph.plan;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Elements;
import dev.convoy.kernel.blocked.ChannelScaling;
import dev.convoy.kernel.blocked.Images;
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
        Images x = frame.images(inputs.get(0));
        Images z = operation == Operation.FUNCTION ? x : frame.images(inputs.get(1));
        Images y = frame.images(output);
        if (operation == Operation.SCALE) {
            new ChannelScaling(output.grid()).apply(frame.kernel, frame.count, x, z, function, y);
            return;
        }
        for (int image = 0; image < frame.count; image++) {
            run(frame.kernel.elements(), x, x.at(image), z, z.at(image), y, y.at(image));
        }
    }

    private void run(Elements elements, Images x, int xAt, Images z, int zAt, Images y, int yAt) {
        int length = output.storage().floats;
        switch (operation) {
            case ADD -> elements.add(function, x.array(), xAt, z.array(), zAt, y.array(), yAt, length);
            case MULTIPLY -> {
                elements.multiply(x.array(), xAt, z.array(), zAt, y.array(), yAt, length);
                if (function.kind() != ElementFunction.Kind.IDENTITY) {
                    elements.apply(function, y.array(), yAt, y.array(), yAt, length);
                }
            }
            default -> elements.apply(function, x.array(), xAt, y.array(), yAt, length);
        }
    }
}
