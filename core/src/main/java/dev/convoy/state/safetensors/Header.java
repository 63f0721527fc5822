package dev.convoy.state.safetensors;

import dev.convoy.state.DType;
import dev.convoy.tensor.Shape;
import java.util.List;
import java.util.Map;

/** What a safetensors header says: the tensors in its order, and the file's metadata. */
record Header(List<Tensor> tensors, Map<String, String> metadata) {

    /** A tensor's place: the bytes {@code begin <= b < end} after the header. */
    record Tensor(String name, DType dtype, Shape shape, long begin, long end) {

        long length() {
            return end - begin;
        }

        String label() {
            return "tensor '" + name + "'";
        }
    }
}
