package dev.convoy;

import dev.convoy.nn.BatchNorm1d;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.BatchNorm3d;
import dev.convoy.nn.GroupNorm;
import dev.convoy.nn.InstanceNorm2d;
import dev.convoy.nn.Layer;
import dev.convoy.nn.LayerNorm;
import dev.convoy.nn.LayerNorm2d;
import dev.convoy.nn.LocalResponseNorm;
import dev.convoy.nn.NormBuilder;
import dev.convoy.tensor.Shape;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The normalisations that a description can name. */
final class NormTypes {

    static final Map<String, Function<Arguments, Layer>> TYPES = Map.of(
            "BatchNorm1d",
            norm(BatchNorm1d::builder, true),
            "BatchNorm2d",
            norm(BatchNorm2d::builder, true),
            "BatchNorm3d",
            norm(BatchNorm3d::builder, true),
            "GroupNorm",
            NormTypes::groupNorm,
            "InstanceNorm2d",
            norm(InstanceNorm2d::builder, false),
            "LayerNorm",
            NormTypes::layerNorm,
            "LayerNorm2d",
            NormTypes::layerNorm2d,
            "LocalResponseNorm",
            NormTypes::localResponseNorm);

    private NormTypes() {}

    private static Function<Arguments, Layer> norm(IntFunction<NormBuilder<?>> start, boolean affineAndTracking) {
        return a -> start.apply(a.integer("num_features"))
                .eps(a.number("eps", 1e-5))
                .momentum(a.numberOrNull("momentum", 0.1))
                .affine(a.bool("affine", affineAndTracking))
                .trackRunningStats(a.bool("track_running_stats", affineAndTracking))
                .build();
    }

    private static Layer groupNorm(Arguments a) {
        return new GroupNorm(
                a.integer("num_groups"), a.integer("num_channels"), a.number("eps", 1e-5), a.bool("affine", true));
    }

    private static Layer layerNorm(Arguments a) {
        return new LayerNorm(
                Shape.of(a.integers("normalized_shape")),
                a.number("eps", 1e-5),
                a.bool("elementwise_affine", true),
                a.bool("bias", true));
    }

    private static Layer layerNorm2d(Arguments a) {
        return new LayerNorm2d(
                a.integer("normalized_shape"), a.number("eps", 1e-6), a.bool("elementwise_affine", true));
    }

    private static Layer localResponseNorm(Arguments a) {
        return new LocalResponseNorm(
                a.integer("size"), a.number("alpha", 1e-4), a.number("beta", 0.75), a.number("k", 1));
    }
}
