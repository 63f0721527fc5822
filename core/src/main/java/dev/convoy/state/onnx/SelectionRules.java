package dev.convoy.state.onnx;

import dev.convoy.nn.Concat;
import dev.convoy.nn.Identity;
import dev.convoy.nn.IndexSelect;
import dev.convoy.nn.Slice;
import dev.convoy.nn.Squeeze;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Parts of tensors, and tensors of parts.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Concat.html">ONNX, Concat</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Slice.html">ONNX, Slice</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Split.html">ONNX, Split</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Gather.html">ONNX, Gather</a>
 */
final class SelectionRules {

    private SelectionRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Concat", SelectionRules::concat);
        rules.put("Slice", SelectionRules::slice);
        rules.put("Split", SelectionRules::split);
        rules.put("Gather", SelectionRules::gather);
    }

    private static void concat(Call call) {
        int axis = call.attributes().integer("axis", 1);
        call.give(new Concat(axis), call.inputs().toArray(Value[]::new));
    }

    /** Bounds are attributes before opset 10 and inputs since. */
    private static void slice(Call call) {
        boolean old = call.opset() < 10;
        Value.Known starts = old ? vector(call, "starts") : call.known(1);
        Value.Known ends = old ? vector(call, "ends") : call.known(2);
        int count = starts.first().integers().length;
        int[] axes = old ? call.attributes().sizes("axes") : call.has(3) ? call.sizes(3) : new int[0];
        axes = axes.length == 0 ? IntStream.range(0, count).toArray() : axes;
        int[] steps = call.has(4) && !old
                ? call.sizes(4)
                : IntStream.generate(() -> 1).limit(count).toArray();
        if (axes.length != count || steps.length != count || ends.first().integers().length != count) {
            throw new Unsupported("has " + count + " starts, but other numbers of ends, axes or steps");
        }
        if (count == 0) {
            call.give(new Identity(), call.input(0));
            return;
        }
        Value value = call.input(0);
        for (int i = 0; i < count; i++) {
            if (steps[i] < 1) {
                throw new Unsupported("has a step of " + steps[i] + "; steps of 1 or more are supported");
            }
            Slice slice = new Slice(axes[i], bound(call, starts, i, axes[i]), bound(call, ends, i, axes[i]), steps[i]);
            if (i == count - 1) {
                call.give(slice, value);
            } else {
                value = call.step("slice", slice, value);
            }
        }
    }

    private static Value.Known vector(Call call, String name) {
        long[] integers = call.attributes().integers(name);
        return Value.Known.of(Literal.vector(integers == null ? new long[0] : integers));
    }

    /** A bound that is the same for all input shapes, or the end of the dimension. */
    private static int bound(Call call, Value.Known bounds, int index, int axis) {
        long first = bounds.first().integers()[index];
        long second = bounds.second().integers()[index];
        if (first != second) {
            Shape[] shapes = call.shapes(0);
            if (first != shapes[0].size(axis) || second != shapes[1].size(axis)) {
                throw new Unsupported("has a bound that depends on the size of the model's input");
            }
            return Integer.MAX_VALUE;
        }
        return Names.clamped(first);
    }

    /** Sizes are an attribute before opset 13 and an input since; without them the pieces are equal. */
    private static void split(Call call) {
        int axis = call.attributes().integer("axis", 0);
        call.attributes().ignore("num_outputs");
        int[] sizes = call.has(1) ? call.sizes(1) : call.attributes().sizes("split");
        if (sizes.length == 0) {
            int size = call.size(0, axis);
            int piece = (size + call.outputCount() - 1) / call.outputCount();
            sizes = new int[call.outputCount()];
            int[] pieces = sizes;
            Arrays.setAll(pieces, i -> Math.max(0, Math.min(piece, size - i * piece)));
        }
        if (sizes.length != call.outputCount()) {
            throw new Unsupported("has " + sizes.length + " sizes for " + call.outputCount() + " outputs");
        }
        int start = 0;
        for (int i = 0; i < sizes.length; i++) {
            int end = Math.addExact(start, sizes[i]);
            if (sizes[i] < 0) {
                throw new Unsupported("has a size of " + sizes[i]);
            }
            call.give(i, new Slice(axis, start, end), call.input(0));
            start = end;
        }
    }

    private static void gather(Call call) {
        int axis = call.attributes().integer("axis", 0);
        Literal indices = call.literal(1);
        int[] index = call.sizes(1);
        switch (indices.shape().rank()) {
            case 0 -> call.give(new Squeeze(axis), call.step("select", new IndexSelect(axis, index), call.input(0)));
            case 1 -> call.give(new IndexSelect(axis, index), call.input(0));
            default ->
                throw new Unsupported(
                        "has indices of shape " + indices.shape() + "; one index or a vector of them is supported");
        }
    }
}
