package dev.convoy.state.onnx;

/** A node cannot be judged, as one before it was refused. */
final class Undecided extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Undecided() {
        super("a node before it was refused");
    }
}
