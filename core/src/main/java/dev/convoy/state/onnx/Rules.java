package dev.convoy.state.onnx;

import java.util.HashMap;
import java.util.Map;

/**
 * The ONNX operators that are supported, each in the forms of all its versions.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
final class Rules {

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        ActivationRules.addTo(RULES);
        ArithmeticRules.addTo(RULES);
        ConstantRules.addTo(RULES);
        ConvolutionRules.addTo(RULES);
        NormalisationRules.addTo(RULES);
        PaddingRules.addTo(RULES);
        PoolingRules.addTo(RULES);
        ProductRules.addTo(RULES);
        ReductionRules.addTo(RULES);
        ResizeRules.addTo(RULES);
        SelectionRules.addTo(RULES);
        ShapeRules.addTo(RULES);
    }

    private Rules() {}

    /** The rule of an operator of the default domain; null if it is not supported. */
    static Rule named(String operator) {
        return RULES.get(operator);
    }
}
