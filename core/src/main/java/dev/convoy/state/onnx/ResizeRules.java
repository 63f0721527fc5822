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

    private static final String PLACES = "coordinate_transformation_mode";

    private ResizeRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Resize", ResizeRules::resize);
        rules.put("Upsample", ResizeRules::upsample);
        rules.put("DepthToSpace", ResizeRules::depthToSpace);
    }

    /**
     * Before Resize: pixels begin at whole numbers, and the one before is taken. Factors are an input since opset 9.
     */
    private static void upsample(Call call) {
        float[] factors = call.opset() < 9
                ? call.attributes().numbers("scales")
                : call.tensor(1).array();
        if (!call.attributes().text("mode", "nearest").equals("nearest")) {
            throw new Unsupported(call.attributes().describe("mode") + ", by places that torch has not");
        }
        if (factors == null) {
            throw new Unsupported("has no scales");
        }
        call.give(ResizeTarget.byFactors(call, factors, new int[0]).builder().build(), call.input(0));
    }

    /** Since opset 11, there is a region of interest before the factors, and sizes may stand in their place. */
    private static void resize(Call call) {
        boolean old = call.opset() < 11;
        Attributes attributes = call.attributes();
        attributes.require("antialias", 0);
        attributes.require("exclude_outside", 0);
        attributes.ignore("cubic_coeff_a", "extrapolation_value");
        if (!attributes.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
            throw new Unsupported(attributes.describe("keep_aspect_ratio_policy"));
        }
        String places = attributes.text(PLACES, old ? "asymmetric" : "half_pixel");
        String rounding = attributes.text("nearest_mode", old ? "floor" : "round_prefer_floor");
        int[] axes = attributes.sizes("axes");
        ResizeTarget target = !old && hasSizes(call)
                ? ResizeTarget.bySizes(call, call.known(3), axes)
                : ResizeTarget.byFactors(call, call.tensor(old ? 1 : 2).array(), axes);
        Upsample.Builder builder = target.builder();
        switch (attributes.text("mode", "nearest")) {
            case "nearest" -> requireNearest(target, places, rounding);
            case "linear" -> linear(attributes, target, builder, places);
            default -> throw new Unsupported(attributes.describe("mode"));
        }
        call.give(builder.build(), call.input(0));
    }

    private static boolean hasSizes(Call call) {
        return call.has(3) && call.known(3).first().shape().elements() > 0;
    }

    /** Among whole factors, the pixel whose middle is nearest is the one before. */
    private static void requireNearest(ResizeTarget target, String places, String rounding) {
        boolean before = places.equals("asymmetric") && rounding.equals("floor");
        boolean middle = places.endsWith("half_pixel") && rounding.startsWith("round_prefer") && target.isWhole();
        if (!before && !middle) {
            throw new Unsupported("resizes by the nearest pixel with " + PLACES + " = " + Names.quoted(places)
                    + " and nearest_mode = " + Names.quoted(rounding) + ", which torch has not");
        }
    }

    /** For one pixel, torch does as half_pixel and not as pytorch_half_pixel. */
    private static void linear(Attributes attributes, ResizeTarget target, Upsample.Builder builder, String places) {
        boolean corners = places.equals("align_corners");
        boolean half = places.equals("half_pixel") || (places.equals("pytorch_half_pixel") && !target.hasSinglePixel());
        boolean fits = target.sizes() != null || target.isWhole();
        if (!half && !(corners && fits)) {
            throw new Unsupported(attributes.describe(PLACES) + " and mode = 'linear' by " + (fits ? "these" : "broken")
                    + " factors, which torch has not");
        }
        builder.mode("bilinear");
        if (corners) {
            builder.alignCorners(true);
        }
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
