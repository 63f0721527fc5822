package dev.convoy.graph.plan;

import dev.convoy.tensor.Shape;

/**
 * What a step of a plan took.
 *
 * @param name the nodes of the graph whose work it does
 * @param algorithm how
 * @param output the shape of its output for one image
 * @param multiplyAdds for one image, as the definition of the layer counts them
 * @param nanos over all images of the runs that are told of
 */
public record StepTime(String name, String algorithm, Shape output, long multiplyAdds, long nanos) {

    /** The same step under another name. */
    public StepTime named(String other) {
        return new StepTime(other, algorithm, output, multiplyAdds, nanos);
    }

    /** What the step took beyond what it had taken before. */
    StepTime since(StepTime before) {
        return new StepTime(name, algorithm, output, multiplyAdds, nanos - before.nanos);
    }
}
