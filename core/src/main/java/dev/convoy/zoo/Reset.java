package dev.convoy.zoo;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Linear;

/** What a network's constructor draws anew when all of its layers have their default initialisation. */
@FunctionalInterface
interface Reset {

    /** Keeps every layer's default. */
    Reset NONE = (node, key) -> Draw.KEEP;

    /** How the parameter of this key in its operator is drawn. */
    Draw draw(Graph.Node node, String key);

    /** The weights of convolutions and of linear layers, and 0 for the biases of both. */
    static Reset withZeroBias(Draw convolutions, Draw linears) {
        return weights(convolutions, linears).and(biases(Draw.ZERO, Draw.ZERO));
    }

    /** The weights alone. */
    static Reset weights(Draw convolutions, Draw linears) {
        return of("weight", convolutions, linears);
    }

    /** The biases alone. */
    static Reset biases(Draw convolutions, Draw linears) {
        return of("bias", convolutions, linears);
    }

    private static Reset of(String parameter, Draw convolutions, Draw linears) {
        return (node, key) -> {
            if (!key.equals(parameter)) {
                return Draw.KEEP;
            }
            return node.operator() instanceof Conv2d
                    ? convolutions
                    : node.operator() instanceof Linear ? linears : Draw.KEEP;
        };
    }

    /** This, and the other for what this one keeps. */
    default Reset and(Reset other) {
        return (node, key) -> {
            Draw own = draw(node, key);
            return own == Draw.KEEP ? other.draw(node, key) : own;
        };
    }
}
