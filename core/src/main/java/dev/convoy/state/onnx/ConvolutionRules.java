package dev.convoy.state.onnx;

import dev.convoy.nn.Conv1d;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Conv3d;
import dev.convoy.nn.ConvBuilder;
import dev.convoy.nn.ConvTranspose2d;
import dev.convoy.nn.ConvTransposeBuilder;
import dev.convoy.nn.Layer;
import dev.convoy.nn.Squeeze;
import dev.convoy.nn.Unsqueeze;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * Convolutions.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">ONNX, Conv</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ConvTranspose.html">ONNX, ConvTranspose</a>
 */
final class ConvolutionRules {

    private ConvolutionRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Conv", ConvolutionRules::conv);
        rules.put("ConvTranspose", ConvolutionRules::convTranspose);
    }

    private static void conv(Call call) {
        int group = call.attributes().integer("group", 1);
        Tensor weight = weight(call);
        SpatialArguments windows = SpatialArguments.of(call, kernel(call, weight));
        int out = weight.shape().size(0);
        Tensor bias = call.has(2) ? call.vector(2, out) : null;
        Value input = call.input(0);
        SpatialArguments left = windows;
        if (!windows.isSymmetric()) {
            input = call.step("pad", windows.padding(0), input);
            left = windows.withoutPadding();
        }
        int in = Math.multiplyExact(weight.shape().size(1), group);
        Layer layer = switch (windows.dimensions()) {
            case 1 -> conv(Conv1d.builder(in, out, windows.kernel()), left, group, weight, bias);
            case 2 -> conv(Conv2d.builder(in, out, windows.kernel()), left, group, weight, bias);
            default -> conv(Conv3d.builder(in, out, windows.kernel()), left, group, weight, bias);
        };
        call.give(layer, input);
    }

    private static Layer conv(
            ConvBuilder<? extends Layer> builder, SpatialArguments windows, int group, Tensor weight, Tensor bias) {
        return builder.stride(windows.strides())
                .dilation(windows.dilations())
                .padding(windows.before())
                .groups(group)
                .bias(bias != null)
                .build(weight, bias);
    }

    private static Tensor weight(Call call) {
        Tensor weight = call.tensor(1);
        if (weight.shape().rank() < 3 || weight.shape().rank() > 5) {
            throw new Unsupported("has a weight of shape " + weight.shape() + "; 1 to 3 dimensions are supported");
        }
        return weight;
    }

    private static int[] kernel(Call call, Tensor weight) {
        int[] stored = weight.shape().slice(2, weight.shape().rank()).toArray();
        if (!Arrays.equals(call.attributes().sizes("kernel_shape", stored), stored)) {
            throw new Unsupported(
                    call.attributes().describe("kernel_shape") + ", but a weight of shape " + weight.shape());
        }
        return stored;
    }

    /** Of 2 dimensions, and of 1 as one row of 2. */
    private static void convTranspose(Call call) {
        int group = call.attributes().integer("group", 1);
        Tensor weight = weight(call);
        int[] kernel = kernel(call, weight);
        if (kernel.length == 3) {
            throw new Unsupported("has 3 dimensions; 1 and 2 are supported");
        }
        String auto = call.attributes().text("auto_pad", "NOTSET");
        if (auto.startsWith("SAME") || call.attributes().has("output_shape")) {
            throw new Unsupported(call.attributes().describe(auto.startsWith("SAME") ? "auto_pad" : "output_shape"));
        }
        SpatialArguments windows = SpatialArguments.of(call, kernel);
        int[] outputPadding = call.attributes().sizes("output_padding", new int[kernel.length]);
        int out = Math.multiplyExact(weight.shape().size(1), group);
        Tensor bias = call.has(2) ? call.vector(2, out) : null;
        boolean isRow = kernel.length == 1;
        int in = weight.shape().size(0);
        Tensor weights = isRow ? weight.reshape(Shape.of(in, weight.shape().size(1), 1, kernel[0])) : weight;
        ConvTransposeBuilder<ConvTranspose2d> builder = ConvTranspose2d.builder(in, out, last(isRow, 1, kernel));
        Layer layer = builder.stride(last(isRow, 1, windows.strides()))
                .dilation(last(isRow, 1, windows.dilations()))
                .padding(last(isRow, 0, windows.isSymmetric() ? windows.before() : new int[kernel.length]))
                .outputPadding(last(isRow, 0, outputPadding))
                .groups(group)
                .bias(bias != null)
                .build(weights, bias);
        Value input = isRow ? call.step("unsqueeze", new Unsqueeze(-2), call.input(0)) : call.input(0);
        if (isRow) {
            input = call.step("conv", layer, input);
            layer = new Squeeze(-2);
        }
        if (windows.isSymmetric()) {
            call.give(layer, input);
        } else {
            call.give(windows.cropping(), call.step("whole", layer, input));
        }
    }

    private static int[] last(boolean isRow, int other, int[] values) {
        return isRow ? new int[] {other, values[0]} : values;
    }
}
