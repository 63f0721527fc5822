package dev.convoy;

/**
 * The memory that a model computes in, beside the batch and its outputs.
 *
 * @param parameterBytes the weights as the model was given them, and as they are once layers are merged
 * @param packedBytes the weights as they are read, which all threads and batches share
 * @param workspaceBytes what the threads that share a batch compute in, all together; it is kept for the next batch
 */
public record Footprint(long parameterBytes, long packedBytes, long workspaceBytes) {}
