package dev.convoy.state.onnx;

import dev.convoy.nn.CircularPad1d;
import dev.convoy.nn.CircularPad2d;
import dev.convoy.nn.CircularPad3d;
import dev.convoy.nn.Identity;
import dev.convoy.nn.Layer;
import dev.convoy.nn.ReflectionPad1d;
import dev.convoy.nn.ReflectionPad2d;
import dev.convoy.nn.ReflectionPad3d;
import dev.convoy.nn.ReplicationPad1d;
import dev.convoy.nn.ReplicationPad2d;
import dev.convoy.nn.ReplicationPad3d;
import java.util.Arrays;
import java.util.Map;

/**
 * Padding: by attributes before opset 11, by inputs since.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Pad.html">ONNX, Pad</a>
 */
final class PaddingRules {

    private PaddingRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Pad", PaddingRules::pad);
    }

    private static void pad(Call call) {
        boolean old = call.opset() < 11;
        String mode = call.attributes().text("mode", "constant");
        int[] given = old ? call.attributes().sizes("pads") : call.sizes(1);
        double value = old ? call.attributes().number("value", 0) : call.has(2) ? call.scalar(2) : 0;
        int[] pads = call.has(3) && !old ? all(given, call.sizes(3), call.rank(0)) : given;
        if (pads.length % 2 != 0) {
            throw new Unsupported("has " + pads.length + " pads, which is no even number");
        }
        int rank = pads.length / 2;
        int used = 0;
        for (int i = 0; i < rank; i++) {
            if (pads[i] != 0 || pads[i + rank] != 0) {
                used = Math.max(used, rank - i);
            }
        }
        if (used == 0) {
            call.give(new Identity(), call.input(0));
            return;
        }
        if (used > 3 || used == rank) {
            throw new Unsupported("pads by " + Arrays.toString(pads)
                    + "; the last three dimensions can be padded, and never the images of a batch");
        }
        call.give(
                layer(call, mode, pairs(pads, mode.equals("constant") ? used : Math.max(rank - 2, used)), value),
                call.input(0));
    }

    /** The pads of all dimensions, of those of some. */
    private static int[] all(int[] given, int[] axes, int rank) {
        if (given.length != 2 * axes.length) {
            throw new Unsupported("has " + given.length + " pads for " + axes.length + " axes");
        }
        int[] pads = new int[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            int axis = Call.dimension(axes[i], rank);
            pads[axis] = given[i];
            pads[rank + axis] = given[axes.length + i];
        }
        return pads;
    }

    /** Before and behind each of so many dimensions, the last one's first. */
    private static int[] pairs(int[] pads, int dimensions) {
        int rank = pads.length / 2;
        int[] pairs = new int[2 * dimensions];
        for (int i = 0; i < dimensions; i++) {
            pairs[2 * i] = pads[rank - 1 - i];
            pairs[2 * i + 1] = pads[2 * rank - 1 - i];
        }
        return pairs;
    }

    private static Layer layer(Call call, String mode, int[] pairs, double value) {
        if (mode.equals("constant")) {
            return SpatialArguments.constantPadding(pairs, value);
        }
        if (Arrays.stream(pairs).anyMatch(pad -> pad < 0) || pairs.length > 6) {
            throw new Unsupported(call.attributes().describe("mode") + " and pads " + Arrays.toString(pairs));
        }
        int dimensions = pairs.length / 2;
        return switch (mode) {
            case "reflect" ->
                dimensions == 1
                        ? new ReflectionPad1d(pairs)
                        : dimensions == 2 ? new ReflectionPad2d(pairs) : new ReflectionPad3d(pairs);
            case "edge" ->
                dimensions == 1
                        ? new ReplicationPad1d(pairs)
                        : dimensions == 2 ? new ReplicationPad2d(pairs) : new ReplicationPad3d(pairs);
            case "wrap" ->
                dimensions == 1
                        ? new CircularPad1d(pairs)
                        : dimensions == 2 ? new CircularPad2d(pairs) : new CircularPad3d(pairs);
            default -> throw new Unsupported(call.attributes().describe("mode"));
        };
    }
}
