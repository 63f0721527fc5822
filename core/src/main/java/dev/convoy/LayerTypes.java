package dev.convoy;

import dev.convoy.nn.Conv1d;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.ConvBuilder;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Layer;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.MaxPoolBuilder;
import dev.convoy.tensor.NearestNames;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The layers that a description can name, made from torch's arguments. */
final class LayerTypes {

    private static final Map<String, Function<Arguments, Layer>> TYPES = new TreeMap<>(Map.of(
            "Conv1d", a -> convolution(a, Conv1d::builder),
            "Conv2d", a -> convolution(a, Conv2d::builder),
            "Flatten", a -> new Flatten(a.integer("start_dim", 1), a.integer("end_dim", -1)),
            "Linear", a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.bool("bias", true)),
            "MaxPool2d", LayerTypes::maxPool2d));

    static {
        TYPES.putAll(ActivationTypes.TYPES);
        TYPES.putAll(NormTypes.TYPES);
    }

    private interface ConvStart {
        ConvBuilder<?> builder(int inChannels, int outChannels, int[] kernelSize);
    }

    private LayerTypes() {}

    /** Fails if there is no such type, or if it does not take the arguments. */
    static Layer create(String type, Arguments arguments) {
        Function<Arguments, Layer> constructor = TYPES.get(type);
        if (constructor == null) {
            throw arguments.error(NearestNames.missing("layer type", type, TYPES.keySet()));
        }
        try {
            return constructor.apply(arguments);
        } catch (DescriptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw arguments.error(e.getMessage());
        }
    }

    private static Layer convolution(Arguments a, ConvStart start) {
        ConvBuilder<?> builder =
                start.builder(a.integer("in_channels"), a.integer("out_channels"), a.integers("kernel_size"));
        builder.stride(a.integers("stride", 1));
        if (a.isString("padding")) {
            builder.padding(a.string("padding"));
        } else {
            builder.padding(a.integers("padding", 0));
        }
        return builder.dilation(a.integers("dilation", 1))
                .groups(a.integer("groups", 1))
                .bias(a.bool("bias", true))
                .paddingMode(a.string("padding_mode", "zeros"))
                .build();
    }

    private static Layer maxPool2d(Arguments a) {
        MaxPoolBuilder<MaxPool2d> builder = MaxPool2d.builder(a.integers("kernel_size"));
        if (a.has("stride")) {
            builder.stride(a.integers("stride"));
        }
        return builder.padding(a.integers("padding", 0))
                .dilation(a.integers("dilation", 1))
                .ceilMode(a.bool("ceil_mode", false))
                .build();
    }
}
