package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Blocking;
import dev.convoy.kernel.blocked.Images;
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
        Images x = frame.images(input);
        Images y = frame.images(output);
        Blocking blocking = new Blocking(output.isBlocked() ? output.grid() : input.grid());
        for (int image = 0; image < frame.count; image++) {
            if (output.isBlocked()) {
                blocking.toBlocks(x.array(), x.at(image), y.array(), y.at(image));
            } else {
                blocking.toPlanes(x.array(), x.at(image), y.array(), y.at(image));
            }
        }
    }
}
