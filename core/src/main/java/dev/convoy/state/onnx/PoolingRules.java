package dev.convoy.state.onnx;

import dev.convoy.nn.AdaptiveAvgPool1d;
import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.AdaptiveAvgPool3d;
import dev.convoy.nn.AdaptiveMaxPool1d;
import dev.convoy.nn.AdaptiveMaxPool2d;
import dev.convoy.nn.AdaptiveMaxPool3d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.AvgPool1d;
import dev.convoy.nn.AvgPool2d;
import dev.convoy.nn.AvgPool3d;
import dev.convoy.nn.AvgPoolBuilder;
import dev.convoy.nn.Layer;
import dev.convoy.nn.MaxPool1d;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.MaxPool3d;
import dev.convoy.nn.MaxPoolBuilder;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * Poolings.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxPool.html">ONNX, MaxPool</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__AveragePool.html">ONNX, AveragePool</a>
 */
final class PoolingRules {

    private PoolingRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("MaxPool", PoolingRules::max);
        rules.put("AveragePool", PoolingRules::average);
        rules.put(
                "GlobalAveragePool",
                call -> global(call, new AdaptiveAvgPool1d(1), new AdaptiveAvgPool2d(1), new AdaptiveAvgPool3d(1)));
        rules.put(
                "GlobalMaxPool",
                call -> global(call, new AdaptiveMaxPool1d(1), new AdaptiveMaxPool2d(1), new AdaptiveMaxPool3d(1)));
    }

    private static void global(Call call, Layer of1, Layer of2, Layer of3) {
        int rank = call.hasShape(0) ? call.rank(0) : 4;
        call.give(
                switch (rank) {
                    case 3 -> of1;
                    case 4 -> of2;
                    case 5 -> of3;
                    default -> throw new Unsupported("receives " + rank + " dimensions; 3 to 5 are supported");
                },
                call.input(0));
    }

    private static SpatialArguments windows(Call call) {
        return SpatialArguments.of(call, call.attributes().sizes("kernel_shape"));
    }

    /** Whether torch's pooling does not pad so, and the input has to be padded first. */
    private static boolean isPaddedFirst(Call call, SpatialArguments windows, boolean ceil) {
        boolean first = !windows.isSymmetric();
        for (int i = 0; i < windows.dimensions(); i++) {
            first |= windows.before()[i] > (windows.dilations()[i] * (windows.kernel()[i] - 1) + 1) / 2;
        }
        if (first && ceil) {
            throw new Unsupported("has ceil_mode = 1 and " + call.attributes().describe("pads")
                    + ", which differ before and behind or are more than half of the kernel");
        }
        return first;
    }

    private static void max(Call call) {
        call.attributes().ignore("storage_order");
        SpatialArguments windows = windows(call);
        boolean ceil = call.attributes().flag("ceil_mode", false);
        Value input = call.input(0);
        if (isPaddedFirst(call, windows, ceil)) {
            input = call.step("pad", windows.padding(Double.NEGATIVE_INFINITY), input);
            windows = windows.withoutPadding();
        }
        int[] kernel = windows.kernel();
        call.give(
                switch (windows.dimensions()) {
                    case 1 -> max(MaxPool1d.builder(kernel), windows, ceil);
                    case 2 -> max(MaxPool2d.builder(kernel), windows, ceil);
                    default -> max(MaxPool3d.builder(kernel), windows, ceil);
                },
                input);
    }

    private static Layer max(MaxPoolBuilder<? extends Layer> builder, SpatialArguments windows, boolean ceil) {
        return builder.stride(windows.strides())
                .padding(windows.before())
                .dilation(windows.dilations())
                .ceilMode(ceil)
                .build();
    }

    private static void average(Call call) {
        SpatialArguments windows = windows(call);
        boolean ceil = call.attributes().flag("ceil_mode", false);
        boolean counted = call.attributes().flag("count_include_pad", false);
        if (Arrays.stream(windows.dilations()).anyMatch(dilation -> dilation != 1)) {
            throw new Unsupported(call.attributes().describe("dilations"));
        }
        if (!isPaddedFirst(call, windows, ceil)) {
            call.give(average(windows, ceil, counted), call.input(0));
            return;
        }
        Layer pool = average(windows.withoutPadding(), false, true);
        Value padded = call.step("pad", windows.padding(0), call.input(0));
        if (counted) {
            call.give(pool, padded);
        } else {
            Value share = call.step("share", pool, call.step("ones", windows.padding(0), ones(call, windows)));
            call.give(Arithmetic.DIV, call.step("pool", pool, padded), share);
        }
    }

    /** An image of ones, of which a window's average is the share that is not padding. */
    private static Value ones(Call call, SpatialArguments windows) {
        int[] sizes = new int[windows.dimensions() + 2];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < 2 ? 1 : call.size(0, i);
        }
        Tensor ones = Tensor.zeros(call.assembly().charge(Shape.of(sizes)));
        Arrays.fill(ones.array(), 1);
        return call.constant(ones);
    }

    private static Layer average(SpatialArguments windows, boolean ceil, boolean counted) {
        int[] kernel = windows.kernel();
        return switch (windows.dimensions()) {
            case 1 -> average(AvgPool1d.builder(kernel), windows, ceil, counted);
            case 2 -> average(AvgPool2d.builder(kernel), windows, ceil, counted);
            default -> average(AvgPool3d.builder(kernel), windows, ceil, counted);
        };
    }

    private static Layer average(
            AvgPoolBuilder<? extends Layer> builder, SpatialArguments windows, boolean ceil, boolean counted) {
        return builder.stride(windows.strides())
                .padding(windows.before())
                .ceilMode(ceil)
                .countIncludePad(counted)
                .build();
    }
}
