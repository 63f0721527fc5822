package dev.convoy.state.onnx;

import dev.convoy.nn.BatchNorm1d;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.BatchNorm3d;
import dev.convoy.nn.GroupNorm;
import dev.convoy.nn.Layer;
import dev.convoy.nn.LayerNorm;
import dev.convoy.nn.LocalResponseNorm;
import dev.convoy.nn.NormBuilder;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Normalisations.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BatchNormalization.html">ONNX, BatchNormalization</a>
 */
final class NormalisationRules {

    private NormalisationRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("BatchNormalization", NormalisationRules::batch);
        rules.put("InstanceNormalization", NormalisationRules::instance);
        rules.put("GroupNormalization", NormalisationRules::group);
        rules.put("LayerNormalization", NormalisationRules::layer);
        rules.put("LRN", NormalisationRules::localResponse);
    }

    private static double epsilon(Call call) {
        return call.attributes().number("epsilon", 1e-5);
    }

    private static void batch(Call call) {
        call.attributes().ignore("momentum");
        call.attributes().require("training_mode", 0);
        call.attributes().require("spatial", 1);
        double epsilon = epsilon(call);
        int channels = call.tensor(1).shape().elements();
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("weight", call.vector(1, channels));
        state.put("bias", call.vector(2, channels));
        state.put("running_mean", call.vector(3, channels));
        state.put("running_var", call.vector(4, channels));
        state.put("num_batches_tracked", Tensor.zeros(Shape.of()));
        int rank = call.hasShape(0) ? call.rank(0) : 4;
        Layer layer = switch (rank) {
            case 2, 3 -> batch(BatchNorm1d.builder(channels), epsilon, state);
            case 4 -> batch(BatchNorm2d.builder(channels), epsilon, state);
            case 5 -> batch(BatchNorm3d.builder(channels), epsilon, state);
            default -> throw new Unsupported("receives " + rank + " dimensions; 2 to 5 are supported");
        };
        call.give(layer, call.input(0));
    }

    private static Layer batch(NormBuilder<? extends Layer> builder, double epsilon, Map<String, Tensor> state) {
        Layer layer = builder.eps(epsilon).build();
        return layer.withState(state);
    }

    /** Every channel is a group by itself. */
    private static void instance(Call call) {
        int channels = call.tensor(1).shape().elements();
        groups(call, channels, channels, call.vector(1, channels), call.vector(2, channels));
    }

    private static void groups(Call call, int groups, int channels, Tensor weight, Tensor bias) {
        GroupNorm norm = new GroupNorm(groups, channels, epsilon(call), true);
        call.give(norm.withState(Map.of("weight", weight, "bias", bias)), call.input(0));
    }

    /** Scale and bias are of the groups in opset 18, of the channels since 21. */
    private static void group(Call call) {
        call.attributes().ignore("stash_type");
        int groups = call.attributes().integer("num_groups", 0);
        int channels =
                call.opset() < 21 ? call.size(0, 1) : call.tensor(1).shape().elements();
        if (groups < 1 || channels % groups != 0) {
            throw new Unsupported(call.attributes().describe("num_groups") + " for " + channels + " channels");
        }
        Tensor weight = call.vector(1, call.opset() < 21 ? groups : channels);
        Tensor bias = call.vector(2, call.opset() < 21 ? groups : channels);
        call.assembly().charge(Shape.of(channels));
        groups(call, groups, channels, repeated(weight, channels), repeated(bias, channels));
    }

    private static Tensor repeated(Tensor values, int channels) {
        Tensor repeated = Tensor.zeros(Shape.of(channels));
        int each = channels / values.shape().elements();
        for (int i = 0; i < channels; i++) {
            repeated.array()[i] = values.array()[i / each];
        }
        return repeated;
    }

    private static void layer(Call call) {
        call.attributes().ignore("stash_type");
        int axis = call.attributes().integer("axis", -1);
        double epsilon = epsilon(call);
        Tensor weight = call.tensor(1);
        int dimensions = axis < 0 ? -axis : call.rank(0) - axis;
        if (weight.shape().rank() != dimensions) {
            throw new Unsupported(call.attributes().describe("axis") + ", but a scale of shape " + weight.shape());
        }
        Map<String, Tensor> state = new HashMap<>();
        state.put("weight", weight);
        if (call.has(2)) {
            state.put("bias", call.tensor(2));
        }
        call.give(new LayerNorm(weight.shape(), epsilon, true, call.has(2)).withState(state), call.input(0));
    }

    /** For an even size, ONNX and torch take in another channel. */
    private static void localResponse(Call call) {
        int size = call.attributes().integer("size", 0);
        if (size < 1 || size % 2 == 0) {
            throw new Unsupported(call.attributes().describe("size") + "; odd sizes are supported");
        }
        double alpha = call.attributes().number("alpha", 1e-4);
        double beta = call.attributes().number("beta", 0.75);
        call.give(new LocalResponseNorm(size, alpha, beta, call.attributes().number("bias", 1)), call.input(0));
    }
}
