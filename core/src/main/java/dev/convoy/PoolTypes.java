package dev.convoy;

import static java.util.Map.entry;

import dev.convoy.nn.AdaptiveAvgPool1d;
import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.AdaptiveAvgPool3d;
import dev.convoy.nn.AdaptiveMaxPool1d;
import dev.convoy.nn.AdaptiveMaxPool2d;
import dev.convoy.nn.AdaptiveMaxPool3d;
import dev.convoy.nn.AvgPool1d;
import dev.convoy.nn.AvgPool2d;
import dev.convoy.nn.AvgPool3d;
import dev.convoy.nn.AvgPoolBuilder;
import dev.convoy.nn.Layer;
import dev.convoy.nn.MaxPool1d;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.MaxPool3d;
import dev.convoy.nn.MaxPoolBuilder;
import java.util.Map;
import java.util.function.Function;

/** The poolings that a description can name. */
final class PoolTypes {

    static final Map<String, Function<Arguments, Layer>> TYPES = Map.ofEntries(
            entry("AdaptiveAvgPool1d", a -> new AdaptiveAvgPool1d(a.integersOrNulls("output_size"))),
            entry("AdaptiveAvgPool2d", a -> new AdaptiveAvgPool2d(a.integersOrNulls("output_size"))),
            entry("AdaptiveAvgPool3d", a -> new AdaptiveAvgPool3d(a.integersOrNulls("output_size"))),
            entry("AdaptiveMaxPool1d", a -> new AdaptiveMaxPool1d(a.integersOrNulls("output_size"))),
            entry("AdaptiveMaxPool2d", a -> new AdaptiveMaxPool2d(a.integersOrNulls("output_size"))),
            entry("AdaptiveMaxPool3d", a -> new AdaptiveMaxPool3d(a.integersOrNulls("output_size"))),
            entry("AvgPool1d", a -> average(a, AvgPool1d::builder)),
            entry("AvgPool2d", a -> average(a, AvgPool2d::builder)),
            entry("AvgPool3d", a -> average(a, AvgPool3d::builder)),
            entry("MaxPool1d", a -> max(a, MaxPool1d::builder)),
            entry("MaxPool2d", a -> max(a, MaxPool2d::builder)),
            entry("MaxPool3d", a -> max(a, MaxPool3d::builder)));

    private PoolTypes() {}

    private static Layer max(Arguments a, Function<int[], MaxPoolBuilder<? extends Layer>> start) {
        MaxPoolBuilder<? extends Layer> builder = start.apply(a.integers("kernel_size"));
        if (a.isGiven("stride")) {
            builder.stride(a.integers("stride"));
        }
        return builder.padding(a.integers("padding", 0))
                .dilation(a.integers("dilation", 1))
                .ceilMode(a.bool("ceil_mode", false))
                .build();
    }

    private static Layer average(Arguments a, Function<int[], AvgPoolBuilder<? extends Layer>> start) {
        AvgPoolBuilder<? extends Layer> builder = start.apply(a.integers("kernel_size"));
        if (a.isGiven("stride")) {
            builder.stride(a.integers("stride"));
        }
        if (a.isGiven("divisor_override")) {
            builder.divisorOverride(a.integer("divisor_override"));
        }
        return builder.padding(a.integers("padding", 0))
                .ceilMode(a.bool("ceil_mode", false))
                .countIncludePad(a.bool("count_include_pad", true))
                .build();
    }
}
