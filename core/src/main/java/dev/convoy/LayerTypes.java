package dev.convoy;

import dev.convoy.nn.Conv1d;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Conv3d;
import dev.convoy.nn.ConvBuilder;
import dev.convoy.nn.ConvTranspose2d;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Layer;
import dev.convoy.nn.Linear;
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
            "Linear", a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.bool("bias", true))));

    static {
        TYPES.putAll(ActivationTypes.TYPES);
        TYPES.putAll(NormTypes.TYPES);
        TYPES.put("Conv3d", a -> convolution(a, Conv3d::builder));
        TYPES.put("ConvTranspose2d", LayerTypes::convTranspose2d);
        TYPES.putAll(PoolTypes.TYPES);
        TYPES.putAll(ShapeTypes.TYPES);
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

    private static Layer convTranspose2d(Arguments a) {
        return ConvTranspose2d.builder(a.integer("in_channels"), a.integer("out_channels"), a.integers("kernel_size"))
                .stride(a.integers("stride", 1))
                .padding(a.integers("padding", 0))
                .outputPadding(a.integers("output_padding", 0))
                .groups(a.integer("groups", 1))
                .bias(a.bool("bias", true))
                .dilation(a.integers("dilation", 1))
                .paddingMode(a.string("padding_mode", "zeros"))
                .build();
    }
}
