package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Concatenation;
import java.util.List;

/** Images one behind the other along their channels. */
record ConcatenationStep(String name, Concatenation concatenation, List<Value> inputs, Value output) implements Step {

    @Override
    public String algorithm() {
        return "concatenation";
    }

    @Override
    public void run(Frame frame) {
        float[][] x = new float[inputs.size()][];
        int[] offsets = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = frame.array(inputs.get(i));
            offsets[i] = frame.offset(inputs.get(i));
        }
        concatenation.apply(frame.images, x, offsets, frame.array(output), frame.offset(output));
    }
}
