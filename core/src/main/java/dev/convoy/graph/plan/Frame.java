package dev.convoy.graph.plan;

import dev.convoy.kernel.Kernel;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/** The images that steps work on, and the arrays they lie in. */
final class Frame {

    final Kernel kernel;
    private final float[] input;
    private final Map<String, Tensor> results;
    final Workspace workspace;

    /** The images of this round: so many, from this one of the batch on. */
    int images;

    int firstImage;

    /** The first image of the pass that the round is of. */
    int firstOfPass;

    Frame(Kernel kernel, Tensor input, Map<String, Tensor> results, Workspace workspace) {
        this.kernel = kernel;
        this.input = input.array();
        this.results = results;
        this.workspace = workspace;
    }

    float[] array(Value value) {
        Storage storage = value.storage();
        return storage.slot == Storage.INPUT ? input : workspace.memory;
    }

    /** Where the first image of the round lies. */
    int offset(Value value) {
        Storage storage = value.storage();
        if (storage.slot == Storage.INPUT) {
            return firstImage * storage.floats;
        }
        int image = storage.shared ? firstImage - firstOfPass : 0;
        return workspace.slots[storage.slot] + image * storage.floats;
    }

    float[] scratch() {
        return workspace.scratch;
    }

    /** The output for the whole batch. */
    Tensor result(String name) {
        return results.get(name);
    }
}
