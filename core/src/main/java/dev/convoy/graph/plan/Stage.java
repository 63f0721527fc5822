package dev.convoy.graph.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps that go over a batch together, some images a round: so few that what passes from step to step stays in the
 * cache, so many that reading the weights pays.
 *
 * @param from the first step
 * @param to behind the last step
 * @param images of a round
 */
record Stage(int from, int to, int images) {

    /** The most images of a round, and of a pass over all steps: memory does not grow with a batch beyond it. */
    static final int MOST_IMAGES = 32;

    /** From so many images on that a step wants, it gets the most. */
    private static final int MANY_IMAGES = 8;

    /** The floats that may pass from one step to the next, in and out together. */
    private static final int CACHED = 256 * 1024;

    /** Divides steps: the images of a round never become fewer on the way, as images become smaller. */
    static List<Stage> divide(List<Step> steps) {
        List<Stage> stages = new ArrayList<>();
        int from = 0;
        int images = 1;
        for (int i = 0; i < steps.size(); i++) {
            int wanted = images(steps.get(i));
            if (wanted > images) {
                if (i > from) {
                    stages.add(new Stage(from, i, images));
                }
                from = i;
                images = wanted;
            }
        }
        stages.add(new Stage(from, steps.size(), images));
        return stages;
    }

    private static int images(Step step) {
        if (step.output() == null) {
            return 1;
        }
        long floats = step.output().storage().floats;
        for (Value input : step.inputs()) {
            floats += input.storage().floats;
        }
        if (floats == 0) {
            return 1;
        }
        long images = Math.max(CACHED / floats, step.packedFloats() / (2 * floats));
        return images >= MANY_IMAGES ? MOST_IMAGES : images >= 2 ? 4 : 1;
    }
}
