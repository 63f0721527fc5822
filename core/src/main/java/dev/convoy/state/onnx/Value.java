package dev.convoy.state.onnx;

import dev.convoy.tensor.Shape;

/**
 * What a tensor of the model is, as far as it is known when the model is read.
 *
 * <p>A model may take inputs of many shapes. What follows from the shape is worked out for two of them, which differ in
 * every size that is open, the batch always among them: what comes out the same for both does not depend on it.
 */
sealed interface Value {

    /** A tensor that needs no images: known for each of the two input shapes, once if it is the same for both. */
    record Known(Literal first, Literal second) implements Value {

        static Known of(Literal literal) {
            return new Known(literal, literal);
        }

        boolean agrees() {
            return first.same(second);
        }
    }

    /**
     * A tensor that a node of the graph makes, or the network's input.
     *
     * @param first its shape for the first input shape; null if the model leaves it open
     * @param second its shape for the second input shape; null if the model leaves it open
     */
    record Computed(String node, Shape first, Shape second) implements Value {

        boolean hasShape() {
            return first != null && second != null;
        }
    }

    /** What a node makes that is not supported, and what is made of that. */
    record Refused() implements Value {}
}
