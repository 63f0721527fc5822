package dev.convoy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.convoy.nn.Layer;
import dev.convoy.nn.Sequential;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's description: {@code weights}, the name of its safetensors file, and {@code layers}, a list of objects
 * with {@code name} (its place in the list by default), {@code type} (the class in {@code torch.nn}) and that class's
 * arguments by torch's names. It may be a stranger's: it reads nothing but {@linkplain OwnText its own text}.
 *
 * @param weights relative to the description's folder, in or below which they lie; null where it names none
 * @param network the layers, their parameters without values
 */
record Description(String weights, Sequential network) {

    /** @throws IllegalArgumentException naming file, line, layer, what was expected and what came */
    static Description parse(String path, String text) {
        Config config;
        try {
            OwnText own = new OwnText(path);
            config = ConfigFactory.parseString(text, own.parsing()).resolve(own.resolving());
        } catch (ConfigException e) {
            throw new DescriptionException("not a model's description in HOCON: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new DescriptionException(path + ": not a model's description: it is nested too deeply", e);
        }
        Arguments top = new Arguments(config.root(), path);
        String weights = top.string("weights", null);
        List<ConfigObject> objects = top.objects("layers");
        top.rejectOthers();
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (ConfigObject object : objects) {
            Arguments arguments = new Arguments(object, path);
            String name = arguments.string("name", Integer.toString(layers.size()));
            String type = arguments.string("type");
            arguments.subject(name, type);
            Layer layer = LayerTypes.create(type, arguments);
            arguments.rejectOthers();
            if (layers.putIfAbsent(name, layer) != null) {
                throw arguments.error("there is a layer '" + name + "' already");
            }
        }
        try {
            return new Description(weights, Sequential.of(layers));
        } catch (IllegalArgumentException e) {
            throw new DescriptionException(path + ": " + e.getMessage(), e);
        }
    }
}
