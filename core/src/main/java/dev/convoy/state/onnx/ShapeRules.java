package dev.convoy.state.onnx;

import dev.convoy.nn.Expand;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Identity;
import dev.convoy.nn.Permute;
import dev.convoy.nn.Reshape;
import dev.convoy.nn.Squeeze;
import dev.convoy.nn.Unsqueeze;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Shapes: asked for, and changed.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Shape.html">ONNX, Shape</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Flatten.html">ONNX, Flatten</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Squeeze.html">ONNX, Squeeze</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Expand.html">ONNX, Expand</a>
 */
final class ShapeRules {

    private ShapeRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Shape", ShapeRules::shape);
        rules.put("Size", ShapeRules::size);
        rules.put("Flatten", ShapeRules::flatten);
        rules.put("Transpose", ShapeRules::transpose);
        rules.put("Squeeze", ShapeRules::squeeze);
        rules.put("Unsqueeze", ShapeRules::unsqueeze);
        rules.put("Reshape", ReshapeRule::apply);
        rules.put("Expand", ShapeRules::expand);
    }

    private static void shape(Call call) {
        int start = call.attributes().integer("start", 0);
        int end = call.attributes().integer("end", Integer.MAX_VALUE);
        Shape[] shapes = call.shapes(0);
        call.give(0, new Value.Known(sizes(shapes[0], start, end), sizes(shapes[1], start, end)));
    }

    private static Literal sizes(Shape shape, int start, int end) {
        int rank = shape.rank();
        int from = Math.max(0, Math.min(rank, start < 0 ? start + rank : start));
        int to = Math.max(from, Math.min(rank, end < 0 ? end + rank : end));
        return Literal.vector(IntStream.range(from, to).mapToLong(shape::size).toArray());
    }

    private static void size(Call call) {
        Shape[] shapes = call.shapes(0);
        call.give(
                0,
                new Value.Known(
                        Literal.of(Shape.of(), shapes[0].elements()), Literal.of(Shape.of(), shapes[1].elements())));
    }

    /** To two dimensions: those before the axis and those from it on. */
    private static void flatten(Call call) {
        int axis = call.attributes().integer("axis", 1);
        int from = axis < 0 ? axis + call.rank(0) : axis;
        if (from == 1) {
            call.give(new Flatten(), call.input(0));
        } else if (from == 0) {
            call.give(new Reshape(1, -1), call.input(0));
        } else if (from == call.rank(0)) {
            call.give(new Reshape(-1, 1), call.input(0));
        } else {
            Value front = call.step("front", new Flatten(0, from - 1), call.input(0));
            call.give(new Flatten(), front);
        }
    }

    private static void transpose(Call call) {
        int[] order = call.attributes().sizes("perm");
        if (order.length == 0) {
            int rank = call.rank(0);
            order = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        }
        call.give(new Permute(order), call.input(0));
    }

    /** Axes are an attribute before opset 13 and an input since; without them, all that have a size of 1 for sure. */
    private static void squeeze(Call call) {
        int[] axes = call.has(1) ? call.sizes(1) : call.attributes().sizes("axes");
        if (axes.length == 0) {
            Shape[] shapes = call.shapes(0);
            axes = IntStream.range(0, shapes[0].rank())
                    .filter(i -> shapes[0].size(i) == 1 && shapes[1].size(i) == 1)
                    .toArray();
        }
        if (axes.length == 0) {
            call.give(new Identity(), call.input(0));
        } else {
            call.give(new Squeeze(axes), call.input(0));
        }
    }

    private static void unsqueeze(Call call) {
        int[] axes = call.has(1) ? call.sizes(1) : call.attributes().sizes("axes");
        if (axes.length == 0) {
            throw new Unsupported("has no axes");
        }
        if (axes.length > 1) {
            int rank = call.rank(0) + axes.length;
            axes = Arrays.stream(axes)
                    .map(axis -> Call.dimension(axis, rank))
                    .sorted()
                    .toArray();
        }
        Value value = call.input(0);
        for (int i = 0; i + 1 < axes.length; i++) {
            value = call.step("unsqueeze", new Unsqueeze(axes[i]), value);
        }
        call.give(new Unsqueeze(axes[axes.length - 1]), value);
    }

    /** To the sizes that the input and the second input broadcast to. */
    private static void expand(Call call) {
        Value.Known target = call.known(1);
        Shape[] shapes = call.shapes(0);
        if (call.isKnown(0)) {
            Expand first = new Expand(broadcast(shapes[0], target.first()));
            Expand second = target.agrees() ? first : new Expand(broadcast(shapes[1], target.second()));
            call.give(0, call.assembly().apply("", first, second, call.inputs().subList(0, 1)));
            return;
        }
        int rank = Math.max(shapes[0].rank(), target.first().integers().length);
        int[] first = broadcast(shapes[0], target.first());
        int[] second = broadcast(shapes[1], target.second());
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            int own = i - (rank - shapes[0].rank());
            boolean keeps = own >= 0 && first[i] == shapes[0].size(own) && second[i] == shapes[1].size(own);
            if (!keeps && first[i] != second[i]) {
                throw new Unsupported("expands to a size that depends on the size of the model's input");
            }
            sizes[i] = keeps ? -1 : first[i];
        }
        call.give(new Expand(sizes), call.input(0));
    }

    private static int[] broadcast(Shape shape, Literal target) {
        long[] sizes = target.integers();
        int[] wanted = new int[sizes.length];
        Arrays.setAll(wanted, i -> Names.size(sizes[i], "a size"));
        return Folding.broadcast(shape, Shape.of(wanted)).toArray();
    }
}
