package dev.convoy;

import dev.convoy.graph.plan.Workspace;

/**
 * The memory that a model computes in, beside the batch and its outputs.
 *
 * @param parameterBytes the weights as the model was given them, and as they are once layers are merged
 * @param packedBytes the weights as they are read, which all threads, batches and sizes of images share
 * @param mostPackedBytes as {@code packedBytes}, where images of many sizes come: one size may call for another
 *     algorithm than the next, and for weights packed for it
 * @param workspaceBytes what the threads that share a batch compute in, all together; it is kept for the next batch
 */
public record Footprint(long parameterBytes, long packedBytes, long mostPackedBytes, long workspaceBytes) {

    /** As {@code workspaceBytes}, where images of many sizes come: a part of what it was for one may lie idle. */
    public long mostWorkspaceBytes() {
        return Workspace.mostBytes(workspaceBytes);
    }
}
