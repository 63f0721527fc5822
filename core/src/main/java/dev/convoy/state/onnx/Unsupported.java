package dev.convoy.state.onnx;

/**
 * A node is of a kind that is not supported, or is wrong. The message continues a sentence whose subject is the node.
 */
final class Unsupported extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unsupported(String message) {
        super(message);
    }
}
