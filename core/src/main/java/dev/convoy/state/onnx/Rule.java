package dev.convoy.state.onnx;

/** What a node of an ONNX operator becomes. */
@FunctionalInterface
interface Rule {

    /**
     * Makes the node's outputs.
     *
     * @throws Unsupported if the node is of a kind that is not supported
     * @throws IllegalArgumentException if the node's arguments are wrong
     */
    void apply(Call call);
}
