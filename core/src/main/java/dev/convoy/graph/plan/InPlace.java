package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Concatenation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Inputs of a concatenation as parts of its output, so that the steps before it write them where they belong. An input
 * that is a part already takes the whole with it: so nothing is copied where every concatenation begins with the inputs
 * of the one before, as in a dense block.
 */
record InPlace(Concatenation concatenation, List<Value> inputs, Storage output) {

    /** Moves all inputs that can be moved. */
    void move() {
        for (int i = 0; i < inputs.size(); i++) {
            Storage root = inputs.get(i).storage().root();
            if (root != output && isFree(root, rootStart(i))) {
                root.becomePart(output, rootStart(i));
            }
        }
    }

    /** Whether an input lies where it belongs. */
    boolean isMoved(int input) {
        Storage storage = inputs.get(input).storage();
        return storage.root() == output.root() && storage.start() == output.start() + concatenation.start(input);
    }

    /** Where the whole that an input is of begins in the output if the input is in its place. */
    private int rootStart(int input) {
        return concatenation.start(input) - inputs.get(input).storage().start();
    }

    /** Whether all inputs that belong where a whole would lie then are of it and in their places. */
    private boolean isFree(Storage root, int start) {
        int end = start + root.floats;
        return start >= 0
                && end <= output.floats
                && IntStream.range(0, inputs.size())
                        .filter(i -> concatenation.start(i) < end && concatenation.end(i) > start)
                        .allMatch(i -> concatenation.fillsBlocks(i)
                                && inputs.get(i).storage().root() == root
                                && rootStart(i) == start);
    }
}
