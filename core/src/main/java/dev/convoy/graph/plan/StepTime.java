package dev.convoy.graph.plan;

import dev.convoy.tensor.Shape;

/**
 * What a step of a plan took.
 *
 * @param name the nodes of the graph whose work it does
 * @param algorithm how
 * @param output the shape of its output for one image
 * @param multiplyAdds for one image, as the definition of the layer counts them
 * @param nanos since the workspace was made, over all images
 */
public record StepTime(String name, String algorithm, Shape output, long multiplyAdds, long nanos) {}
