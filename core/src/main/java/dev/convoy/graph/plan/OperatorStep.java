package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Images;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An operator that only knows tensors.
 *
 * @param operands what it takes: a {@link Value} that lies as tensors do, or a {@link Tensor} that is the same for all
 *     images
 */
record OperatorStep(String name, Operator operator, List<Object> operands, Value output, long multiplyAdds)
        implements Step {

    @Override
    public String algorithm() {
        return operator.type();
    }

    @Override
    public List<Value> inputs() {
        return operands.stream()
                .filter(Value.class::isInstance)
                .map(Value.class::cast)
                .toList();
    }

    /** The operands and what the operator makes of them. */
    @Override
    public long passingFloats(int images) {
        long floats = output.storage().floats;
        for (Value input : inputs()) {
            floats += input.storage().floats;
        }
        return images * floats;
    }

    /** An operator packs its own weights by panels, if it does at all. */
    @Override
    public long packedFloats() {
        return operator.parameterCount();
    }

    @Override
    public void run(Frame frame) {
        List<Tensor> tensors = new ArrayList<>();
        for (Object operand : operands) {
            tensors.add(operand instanceof Value value ? tensor(frame, value) : (Tensor) operand);
        }
        Tensor result = operator.forward(tensors);
        Images y = frame.images(output);
        System.arraycopy(result.array(), 0, y.array(), y.offset(), result.array().length);
    }

    private static Tensor tensor(Frame frame, Value value) {
        Images x = frame.images(value);
        float[] elements = Arrays.copyOfRange(x.array(), x.offset(), x.at(frame.count));
        return Tensor.of(batch(frame.count, value.shape()), elements);
    }

    /** The shape of so many images. */
    static Shape batch(int images, Shape image) {
        return image.batched(images);
    }
}
