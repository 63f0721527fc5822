package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Blocking;
import java.util.List;

/** The same images in blocks, or as tensors lie. */
record LayoutStep(String name, Value input, Value output) implements Step {

    @Override
    public String algorithm() {
        return output.isBlocked() ? "to blocks" : "from blocks";
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public void run(Frame frame) {
        float[] x = frame.array(input);
        float[] y = frame.array(output);
        Blocking blocking = new Blocking(output.isBlocked() ? output.grid() : input.grid());
        for (int image = 0; image < frame.images; image++) {
            int from = frame.offset(input) + image * input.storage().floats;
            int to = frame.offset(output) + image * output.storage().floats;
            if (output.isBlocked()) {
                blocking.toBlocks(x, from, y, to);
            } else {
                blocking.toPlanes(x, from, y, to);
            }
        }
    }
}
