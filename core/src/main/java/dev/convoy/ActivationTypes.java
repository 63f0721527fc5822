package dev.convoy;

import static java.util.Map.entry;

import dev.convoy.nn.Dropout;
import dev.convoy.nn.ELU;
import dev.convoy.nn.GELU;
import dev.convoy.nn.Hardsigmoid;
import dev.convoy.nn.Hardswish;
import dev.convoy.nn.Hardtanh;
import dev.convoy.nn.Identity;
import dev.convoy.nn.Layer;
import dev.convoy.nn.LeakyReLU;
import dev.convoy.nn.LogSoftmax;
import dev.convoy.nn.Mish;
import dev.convoy.nn.PReLU;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.ReLU6;
import dev.convoy.nn.SELU;
import dev.convoy.nn.SiLU;
import dev.convoy.nn.Sigmoid;
import dev.convoy.nn.Softmax;
import dev.convoy.nn.Softplus;
import dev.convoy.nn.Softsign;
import dev.convoy.nn.Tanh;
import java.util.Map;
import java.util.function.Function;

/** The activations and dropouts that a description can name. */
final class ActivationTypes {

    static final Map<String, Function<Arguments, Layer>> TYPES = Map.ofEntries(
            entry("AlphaDropout", dropout("AlphaDropout")),
            entry("Dropout", dropout("Dropout")),
            entry("Dropout1d", dropout("Dropout1d")),
            entry("Dropout2d", dropout("Dropout2d")),
            entry("Dropout3d", dropout("Dropout3d")),
            entry("ELU", inplace(a -> new ELU(a.number("alpha", 1)))),
            entry("FeatureAlphaDropout", dropout("FeatureAlphaDropout")),
            entry("GELU", a -> new GELU(a.string("approximate", "none"))),
            entry("Hardsigmoid", inplace(a -> new Hardsigmoid())),
            entry("Hardswish", inplace(a -> new Hardswish())),
            entry("Hardtanh", inplace(a -> new Hardtanh(a.number("min_val", -1), a.number("max_val", 1)))),
            entry("Identity", a -> new Identity()),
            entry("LeakyReLU", inplace(a -> new LeakyReLU(a.number("negative_slope", 0.01)))),
            entry("LogSoftmax", a -> new LogSoftmax(a.integer("dim"))),
            entry("Mish", inplace(a -> new Mish())),
            entry("PReLU", a -> new PReLU(a.integer("num_parameters", 1), a.number("init", 0.25))),
            entry("ReLU", inplace(a -> new ReLU())),
            entry("ReLU6", inplace(a -> new ReLU6())),
            entry("SELU", inplace(a -> new SELU())),
            entry("SiLU", inplace(a -> new SiLU())),
            entry("Sigmoid", a -> new Sigmoid()),
            entry("Softmax", a -> new Softmax(a.integer("dim"))),
            entry("Softplus", a -> new Softplus(a.number("beta", 1), a.number("threshold", 20))),
            entry("Softsign", a -> new Softsign()),
            entry("Tanh", a -> new Tanh()));

    private ActivationTypes() {}

    /** A layer that torch can let write over its input. */
    private static Function<Arguments, Layer> inplace(Function<Arguments, Layer> constructor) {
        return a -> {
            Layer layer = constructor.apply(a);
            a.ignore("inplace");
            return layer;
        };
    }

    private static Function<Arguments, Layer> dropout(String type) {
        return inplace(a -> new Dropout(type, a.number("p", 0.5)));
    }
}
