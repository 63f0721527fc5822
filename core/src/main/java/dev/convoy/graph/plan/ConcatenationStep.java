package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Concatenation;
import dev.convoy.kernel.blocked.Images;
import java.util.List;

/** Images one behind the other along their channels: copies those that do not lie in their places. */
record ConcatenationStep(String name, Concatenation concatenation, List<Value> inputs, Value output) implements Step {

    @Override
    public String algorithm() {
        return "concatenation";
    }

    @Override
    public void run(Frame frame) {
        InPlace places = new InPlace(concatenation, inputs, output.storage());
        Images[] x = new Images[inputs.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = places.isMoved(i) ? null : frame.images(inputs.get(i));
        }
        concatenation.apply(frame.count, x, frame.images(output));
    }
}
