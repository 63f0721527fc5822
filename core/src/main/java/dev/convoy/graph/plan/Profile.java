package dev.convoy.graph.plan;

import java.util.List;

/**
 * What one run of a batch took.
 *
 * @param steps what each step of the plan took, all threads together; none where the network has no plan
 * @param nanos what the run took, from its begin to its end
 * @param workspaceBytes the memory that its threads computed in
 * @param packedBytes the weights as the steps read them, which all threads share
 */
public record Profile(List<StepTime> steps, long nanos, long workspaceBytes, long packedBytes) {}
