package dev.convoy.graph.plan;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.blocked.Images;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/** The images that steps work on, and the arrays they lie in. */
final class Frame {

    final Kernel kernel;
    private final float[] input;
    private final Map<String, Tensor> results;
    final Workspace workspace;

    /** The images of this round: so many, from this one of the batch on. */
    int count;

    int firstImage;

    /** The first image of the pass that the round is of. */
    int firstOfPass;

    Frame(Kernel kernel, Tensor input, Map<String, Tensor> results, Workspace workspace) {
        this.kernel = kernel;
        this.input = input.array();
        this.results = results;
        this.workspace = workspace;
    }

    /** Where the images of the round lie. */
    Images images(Value value) {
        Storage root = value.storage().root();
        if (root.slot == Storage.INPUT) {
            return new Images(input, firstImage * root.floats, root.floats);
        }
        int image = root.shared ? firstImage - firstOfPass : 0;
        int start = workspace.slots[root.slot] + value.storage().start();
        return new Images(workspace.memory, start + image * root.floats, root.floats);
    }

    float[] scratch() {
        return workspace.scratch;
    }

    /** The output for the whole batch. */
    Tensor result(String name) {
        return results.get(name);
    }
}
