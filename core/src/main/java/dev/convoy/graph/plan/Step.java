package dev.convoy.graph.plan;

import java.util.List;

/** What a plan does to the images of a round at a time. Immutable. */
interface Step {

    /** The nodes of the graph whose work this is. */
    String name();

    /** How it works, for reports. */
    String algorithm();

    /** What is read. */
    List<Value> inputs();

    /** What is written; null for what leaves the plan. */
    Value output();

    /** An input whose place the output may take, element for element; null for none. */
    default Value replaceable() {
        return null;
    }

    /** The floats of scratch for so many images or fewer. */
    default long scratch(int images) {
        return 0;
    }

    /** The floats of arrays that a run of so many images makes besides, and leaves. */
    default long passingFloats(int images) {
        return 0;
    }

    /** The floats of packed weights. */
    default long packedFloats() {
        return 0;
    }

    /** The floats that these weights take at most, in all packings that images of other sizes call for. */
    default long mostPackedFloats() {
        return packedFloats();
    }

    /** The multiplications, each with an addition, of an image as its definition counts them. */
    default long multiplyAdds() {
        return 0;
    }

    void run(Frame frame);
}
