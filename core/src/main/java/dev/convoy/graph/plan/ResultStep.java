package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Blocking;
import java.util.List;

/** Writes an output to the caller's tensor. */
record ResultStep(String name, Value input) implements Step {

    @Override
    public String algorithm() {
        return "output";
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public Value output() {
        return null;
    }

    @Override
    public void run(Frame frame) {
        float[] x = frame.array(input);
        float[] y = frame.result(name).array();
        int length = input.shape().elements();
        for (int image = 0; image < frame.images; image++) {
            int from = frame.offset(input) + image * input.storage().floats;
            int to = (frame.firstImage + image) * length;
            if (input.isBlocked()) {
                new Blocking(input.grid()).toPlanes(x, from, y, to);
            } else {
                System.arraycopy(x, from, y, to, length);
            }
        }
    }
}
