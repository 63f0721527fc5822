package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Blocking;
import dev.convoy.kernel.blocked.Images;
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
        Images x = frame.images(input);
        float[] y = frame.result(name).array();
        int length = input.shape().elements();
        for (int image = 0; image < frame.count; image++) {
            int to = (frame.firstImage + image) * length;
            if (input.isBlocked()) {
                new Blocking(input.grid()).toPlanes(x.array(), x.at(image), y, to);
            } else {
                System.arraycopy(x.array(), x.at(image), y, to, length);
            }
        }
    }
}
