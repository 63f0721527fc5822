package dev.convoy;

import static java.util.Map.entry;

import dev.convoy.nn.ChannelShuffle;
import dev.convoy.nn.CircularPad1d;
import dev.convoy.nn.CircularPad2d;
import dev.convoy.nn.CircularPad3d;
import dev.convoy.nn.ConstantPad1d;
import dev.convoy.nn.ConstantPad2d;
import dev.convoy.nn.ConstantPad3d;
import dev.convoy.nn.Layer;
import dev.convoy.nn.PixelShuffle;
import dev.convoy.nn.ReflectionPad1d;
import dev.convoy.nn.ReflectionPad2d;
import dev.convoy.nn.ReflectionPad3d;
import dev.convoy.nn.ReplicationPad1d;
import dev.convoy.nn.ReplicationPad2d;
import dev.convoy.nn.ReplicationPad3d;
import dev.convoy.nn.Upsample;
import dev.convoy.nn.ZeroPad1d;
import dev.convoy.nn.ZeroPad2d;
import dev.convoy.nn.ZeroPad3d;
import java.util.Map;
import java.util.function.Function;

/** The paddings, shuffles and resizings that a description can name. */
final class ShapeTypes {

    static final Map<String, Function<Arguments, Layer>> TYPES = Map.ofEntries(
            entry("ChannelShuffle", a -> new ChannelShuffle(a.integer("groups"))),
            entry("CircularPad1d", a -> new CircularPad1d(a.integers("padding"))),
            entry("CircularPad2d", a -> new CircularPad2d(a.integers("padding"))),
            entry("CircularPad3d", a -> new CircularPad3d(a.integers("padding"))),
            entry("ConstantPad1d", a -> new ConstantPad1d(a.integers("padding"), a.number("value"))),
            entry("ConstantPad2d", a -> new ConstantPad2d(a.integers("padding"), a.number("value"))),
            entry("ConstantPad3d", a -> new ConstantPad3d(a.integers("padding"), a.number("value"))),
            entry("PixelShuffle", a -> new PixelShuffle(a.integer("upscale_factor"))),
            entry("ReflectionPad1d", a -> new ReflectionPad1d(a.integers("padding"))),
            entry("ReflectionPad2d", a -> new ReflectionPad2d(a.integers("padding"))),
            entry("ReflectionPad3d", a -> new ReflectionPad3d(a.integers("padding"))),
            entry("ReplicationPad1d", a -> new ReplicationPad1d(a.integers("padding"))),
            entry("ReplicationPad2d", a -> new ReplicationPad2d(a.integers("padding"))),
            entry("ReplicationPad3d", a -> new ReplicationPad3d(a.integers("padding"))),
            entry("Upsample", ShapeTypes::upsample),
            entry("ZeroPad1d", a -> new ZeroPad1d(a.integers("padding"))),
            entry("ZeroPad2d", a -> new ZeroPad2d(a.integers("padding"))),
            entry("ZeroPad3d", a -> new ZeroPad3d(a.integers("padding"))));

    private ShapeTypes() {}

    private static Layer upsample(Arguments a) {
        if (a.isGiven("size") == a.isGiven("scale_factor")) {
            throw a.error("Upsample needs either 'size' or 'scale_factor'");
        }
        Upsample.Builder builder =
                a.isGiven("size") ? Upsample.size(a.integers("size")) : Upsample.scaleFactor(a.numbers("scale_factor"));
        builder.mode(a.string("mode", "nearest"));
        if (a.isGiven("align_corners")) {
            builder.alignCorners(a.bool("align_corners", false));
        }
        return builder.build();
    }
}
