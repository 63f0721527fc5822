package dev.convoy.state.onnx;

import dev.convoy.nn.IndexSelect;
import dev.convoy.nn.PixelShuffle;
import dev.convoy.nn.Upsample;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.Map;

/**
 * Images made larger or smaller, as far as torch's {@code Upsample} does the same.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">ONNX, Resize</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DepthToSpace.html">ONNX, DepthToSpace</a>
 */
final class ResizeRules {

    private ResizeRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Resize", ResizeRules::resize);
        rules.put("Upsample", ResizeRules::upsample);
        rules.put("DepthToSpace", ResizeRules::depthToSpace);
    }

    /** Before Resize: pixels begin at whole numbers, and the one before is taken. */
    private static void upsample(Call call) {
        double[] scales = call.opset() < 9 ? floats(call.attributes().numbers("scales")) : factors(call, 1);
        String mode = call.attributes().text("mode", "nearest");
        if (!mode.equals("nearest")) {
            throw new Unsupported(call.attributes().describe("mode") + " of Upsample, which torch has not");
        }
        call.give(Upsample.scaleFactor(images(scales)).build(), call.input(0));
    }

    private static double[] floats(float[] numbers) {
        double[] factors = new double[numbers == null ? 0 : numbers.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = Double.parseDouble(Float.toString(numbers[i]));
        }
        return factors;
    }

    private static double[] factors(Call call, int input) {
        return floats(call.tensor(input).array());
    }

    /** The factors behind the channels, which themselves are not resized. */
    private static double[] images(double[] factors) {
        if (factors.length < 3 || factors[0] != 1 || factors[1] != 1) {
            throw new Unsupported("resizes by " + Arrays.toString(factors)
                    + "; the dimensions behind batch and channels can be resized");
        }
        return Arrays.copyOfRange(factors, 2, factors.length);
    }

    private static void resize(Call call) {
        boolean old = call.opset() < 11;
        Attributes attributes = call.attributes();
        String mode = attributes.text("mode", "nearest");
        String places = attributes.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
        String nearest = attributes.text("nearest_mode", old ? "floor" : "round_prefer_floor");
        attributes.require("antialias", 0);
        attributes.require("exclude_outside", 0);
        attributes.ignore("cubic_coeff_a", "extrapolation_value");
        if (!attributes.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
            throw new Unsupported(attributes.describe("keep_aspect_ratio_policy"));
        }
        int[] axes = attributes.sizes("axes");
        int scales = old ? 1 : 2;
        boolean bySize = !old
                && call.has(3)
                && !(call.isKnown(3) && call.known(3).first().shape().elements() == 0);
        double[] factors = bySize ? null : images(all(call, factors(call, scales), axes));
        double[] ratios = bySize ? ratios(call, axes) : null;
        boolean whole = bySize ? ratios != null && whole(ratios) : whole(factors);
        Upsample.Builder builder = bySize
                ? ratios != null ? Upsample.scaleFactor(ratios) : Upsample.size(sizes(call, axes))
                : Upsample.scaleFactor(factors);
        switch (mode) {
            case "nearest" -> nearest(attributes, builder, places, nearest, whole);
            case "linear" -> {
                if (places.equals("align_corners") && !bySize && !whole) {
                    throw new Unsupported(
                            "resizes by " + Arrays.toString(factors)
                                    + " with coordinate_transformation_mode = 'align_corners', for which ONNX defines no whole size");
                }
                linear(attributes, builder, places);
            }
            default -> throw new Unsupported(attributes.describe("mode"));
        }
        if (bySize
                && places.equals("pytorch_half_pixel")
                && ratios == null
                && Arrays.stream(sizes(call, axes)).anyMatch(s -> s == 1)) {
            throw new Unsupported(
                    attributes.describe("coordinate_transformation_mode") + " for an output of one pixel");
        }
        call.give(builder.build(), call.input(0));
    }

    private static boolean whole(double[] factors) {
        return Arrays.stream(factors).allMatch(factor -> factor >= 1 && factor == Math.rint(factor));
    }

    /** Between whole factors, the pixel whose middle is nearest is the one before. */
    private static void nearest(
            Attributes attributes, Upsample.Builder builder, String places, String nearest, boolean whole) {
        boolean floor = places.equals("asymmetric") && nearest.equals("floor");
        boolean middle = places.endsWith("half_pixel") && nearest.startsWith("round_prefer") && whole;
        if (!floor && !middle) {
            throw new Unsupported("resizes by the nearest pixel with coordinate_transformation_mode = '"
                    + Names.printable(places) + "' and nearest_mode = '" + Names.printable(nearest)
                    + "', which torch has not");
        }
        builder.mode("nearest");
    }

    private static void linear(Attributes attributes, Upsample.Builder builder, String places) {
        switch (places) {
            case "half_pixel", "pytorch_half_pixel" -> builder.mode("bilinear");
            case "align_corners" -> builder.mode("bilinear").alignCorners(true);
            default ->
                throw new Unsupported(attributes.describe("coordinate_transformation_mode")
                        + " and mode = 'linear', which torch has not");
        }
    }

    /** The factors of all dimensions, of those of some. */
    private static double[] all(Call call, double[] factors, int[] axes) {
        if (axes.length == 0) {
            return factors;
        }
        double[] all = new double[call.rank(0)];
        Arrays.fill(all, 1);
        for (int i = 0; i < axes.length; i++) {
            all[Call.dimension(axes[i], all.length)] = factors[i];
        }
        return all;
    }

    /** The whole factors that open sizes are multiplied by; null where the sizes are not open. */
    private static double[] ratios(Call call, int[] axes) {
        Value.Known sizes = call.known(3);
        Shape[] shapes = call.shapes(0);
        int rank = shapes[0].rank();
        int offset = rank - sizes.first().shape().elements();
        boolean open = false;
        double[] ratios = new double[rank - 2];
        for (int i = 0; i < ratios.length; i++) {
            int at = axes.length == 0 ? i + 2 - offset : indexOf(axes, i + 2, rank);
            if (at < 0) {
                ratios[i] = 1;
                continue;
            }
            double first = (double) sizes.first().integers()[at] / shapes[0].size(i + 2);
            double second = (double) sizes.second().integers()[at] / shapes[1].size(i + 2);
            open |= sizes.first().integers()[at] != sizes.second().integers()[at];
            ratios[i] = first == second ? first : 0;
        }
        if (!open) {
            return null;
        }
        if (!whole(ratios)) {
            throw new Unsupported(
                    "resizes to sizes that depend on the size of the model's input, but are no multiples");
        }
        return ratios;
    }

    private static int indexOf(int[] axes, int dimension, int rank) {
        for (int i = 0; i < axes.length; i++) {
            if (Call.dimension(axes[i], rank) == dimension) {
                return i;
            }
        }
        return -1;
    }

    /** The sizes behind the channels; batch and channels have to keep theirs. */
    private static int[] sizes(Call call, int[] axes) {
        Value.Known sizes = call.known(3);
        Shape[] shapes = call.shapes(0);
        int rank = shapes[0].rank();
        int[] result = new int[rank - 2];
        for (int i = 0; i < rank; i++) {
            int at = axes.length == 0 ? i : indexOf(axes, i, rank);
            long size = at < 0 ? shapes[0].size(i) : sizes.first().integers()[at];
            if (i < 2 && size != shapes[0].size(i)) {
                throw new Unsupported("resizes dimension " + i + "; those behind batch and channels can be resized");
            }
            if (i >= 2) {
                result[i - 2] = Names.size(size, "a size");
            }
        }
        return result;
    }

    /** Channels are ordered as torch's are in mode CRD; in DCR, the default, the block comes before them. */
    private static void depthToSpace(Call call) {
        int block = call.attributes().integer("blocksize", 0);
        String mode = call.attributes().text("mode", "DCR");
        PixelShuffle shuffle = new PixelShuffle(block);
        if (mode.equals("CRD")) {
            call.give(shuffle, call.input(0));
            return;
        }
        if (!mode.equals("DCR")) {
            throw new Unsupported(call.attributes().describe("mode"));
        }
        int square = Math.multiplyExact(block, block);
        int channels = call.size(0, 1) / square;
        int[] order = new int[call.assembly().charge(Shape.of(channels, square)).elements()];
        Arrays.setAll(order, i -> i % square * channels + i / square);
        call.give(shuffle, call.step("order", new IndexSelect(1, order), call.input(0)));
    }
}
