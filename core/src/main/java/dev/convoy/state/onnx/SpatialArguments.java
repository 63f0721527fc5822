package dev.convoy.state.onnx;

import dev.convoy.nn.ConstantPad1d;
import dev.convoy.nn.ConstantPad2d;
import dev.convoy.nn.ConstantPad3d;
import dev.convoy.nn.Layer;
import java.util.Arrays;

/**
 * The windows of a convolution or pooling, with one element a dimension.
 *
 * @param kernel their sizes
 * @param strides the steps between them
 * @param dilations the steps within them
 * @param before the padding before each dimension
 * @param after the padding behind each dimension
 */
record SpatialArguments(int[] kernel, int[] strides, int[] dilations, int[] before, int[] after) {

    /** Reads {@code strides}, {@code dilations}, {@code pads} and {@code auto_pad}. */
    static SpatialArguments of(Call call, int[] kernel) {
        int dimensions = kernel.length;
        if (dimensions < 1 || dimensions > 3) {
            throw new Unsupported("has a kernel of " + dimensions + " dimensions; 1 to 3 are supported");
        }
        int[] ones = new int[dimensions];
        Arrays.fill(ones, 1);
        int[] strides = checked("strides", call.attributes().sizes("strides", ones), dimensions, 1);
        int[] dilations = checked("dilations", call.attributes().sizes("dilations", ones), dimensions, 1);
        checked("kernel_shape", kernel, dimensions, 1);
        int[] pads = checked("pads", call.attributes().sizes("pads", new int[2 * dimensions]), 2 * dimensions, 0);
        int[] before = Arrays.copyOf(pads, dimensions);
        int[] after = Arrays.copyOfRange(pads, dimensions, 2 * dimensions);
        SpatialArguments given = new SpatialArguments(kernel, strides, dilations, before, after);
        String auto = call.attributes().text("auto_pad", "NOTSET");
        return switch (auto) {
            case "NOTSET", "" -> given;
            case "VALID" -> new SpatialArguments(kernel, strides, dilations, new int[dimensions], new int[dimensions]);
            case "SAME_UPPER", "SAME_LOWER" -> given.same(call, auto.equals("SAME_LOWER"));
            default -> throw new Unsupported(call.attributes().describe("auto_pad"));
        };
    }

    private static int[] checked(String name, int[] values, int count, int least) {
        if (values.length != count) {
            throw new Unsupported(
                    "has " + name + " = " + Arrays.toString(values) + " in place of " + count + " numbers");
        }
        for (int value : values) {
            if (value < least) {
                throw new Unsupported("has " + name + " = " + Arrays.toString(values) + ", below " + least);
            }
        }
        return values;
    }

    /** As many outputs as there are strides in the input, rounded up; an odd pad more lies behind, or before. */
    private SpatialArguments same(Call call, boolean lower) {
        int[] first = new int[kernel.length];
        int[] last = new int[kernel.length];
        for (int i = 0; i < kernel.length; i++) {
            long span = (long) dilations[i] * (kernel[i] - 1) + 1;
            long total = span - 1;
            if (strides[i] != 1) {
                long size = call.size(0, i + 2);
                long outputs = (size + strides[i] - 1) / strides[i];
                total = Math.max((outputs - 1) * strides[i] + span - size, 0);
            }
            int less = Names.size(total / 2, "pads");
            int more = Names.size(total - total / 2, "pads");
            first[i] = lower ? more : less;
            last[i] = lower ? less : more;
        }
        return new SpatialArguments(kernel, strides, dilations, first, last);
    }

    int dimensions() {
        return kernel.length;
    }

    boolean isSymmetric() {
        return Arrays.equals(before, after);
    }

    /** The same windows over an input that was padded. */
    SpatialArguments withoutPadding() {
        return new SpatialArguments(kernel, strides, dilations, new int[kernel.length], new int[kernel.length]);
    }

    /** Pads as much before the windows are moved over it. */
    Layer padding(double value) {
        int[] pairs = new int[2 * kernel.length];
        for (int i = 0; i < kernel.length; i++) {
            pairs[2 * (kernel.length - 1 - i)] = before[i];
            pairs[2 * (kernel.length - 1 - i) + 1] = after[i];
        }
        return constantPadding(pairs, value);
    }

    /** Leaves out of an output what a transposed convolution pads by. */
    Layer cropping() {
        int[] first = Arrays.stream(before).map(pad -> -pad).toArray();
        int[] last = Arrays.stream(after).map(pad -> -pad).toArray();
        return new SpatialArguments(kernel, strides, dilations, first, last).padding(0);
    }

    /** Padding before and behind each dimension, the last one's first. */
    static Layer constantPadding(int[] pairs, double value) {
        return switch (pairs.length) {
            case 2 -> new ConstantPad1d(pairs, value);
            case 4 -> new ConstantPad2d(pairs, value);
            default -> new ConstantPad3d(pairs, value);
        };
    }
}
