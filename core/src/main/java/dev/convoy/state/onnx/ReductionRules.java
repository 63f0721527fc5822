package dev.convoy.state.onnx;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Elementwise;
import dev.convoy.nn.Identity;
import dev.convoy.nn.Reduction;
import dev.convoy.tensor.Shape;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Reductions: their axes are an attribute before opset 13 of ReduceSum and 18 of the others, and an input since.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ReduceMean.html">ONNX, ReduceMean</a>
 */
final class ReductionRules {

    private interface Kind {
        Reduction over(boolean keepdim, int... dims);
    }

    private ReductionRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("ReduceMean", call -> reduce(call, Reduction::mean, false));
        rules.put("ReduceSum", call -> reduce(call, Reduction::sum, false));
        rules.put("ReduceMax", call -> reduce(call, Reduction::amax, false));
        rules.put("ReduceMin", call -> reduce(call, Reduction::amin, false));
        rules.put("ReduceL2", call -> reduce(call, Reduction::sum, true));
        rules.put("ReduceProd", ReductionRules::product);
    }

    private static void reduce(Call call, Kind kind, boolean squares) {
        boolean keep = call.attributes().flag("keepdims", true);
        boolean noop = call.attributes().flag("noop_with_empty_axes", false);
        int[] axes = call.has(1) ? call.sizes(1) : call.attributes().sizes("axes");
        Value input = call.input(0);
        if (squares) {
            input = call.step("square", Arithmetic.MUL, input, input);
        }
        if (axes.length == 0 && noop) {
            call.give(squares ? Elementwise.SQRT : new Identity(), input);
            return;
        }
        Reduction reduction = kind.over(keep, axes);
        if (squares) {
            call.give(Elementwise.SQRT, call.step("sum", reduction, input));
        } else {
            call.give(reduction, input);
        }
    }

    /** Of sizes alone. */
    private static void product(Call call) {
        boolean keep = call.attributes().flag("keepdims", true);
        call.attributes().ignore("axes", "noop_with_empty_axes");
        Value.Known input = call.known(0);
        if (input.first().shape().rank() > 1) {
            throw new Unsupported("multiplies over several dimensions");
        }
        call.give(0, new Value.Known(product(input.first(), keep), product(input.second(), keep)));
    }

    private static Literal product(Literal literal, boolean keep) {
        long product = LongStream.of(literal.integers()).reduce(1, (a, b) -> a * b);
        return keep && literal.shape().rank() == 1 ? Literal.vector(product) : Literal.of(Shape.of(), product);
    }
}
