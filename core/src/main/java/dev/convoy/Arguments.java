package dev.convoy;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys of one object in a description, each read once with its type; what nobody read is an error. */
final class Arguments {

    private final ConfigObject object;
    private final String path;
    private final Set<String> known = new LinkedHashSet<>();
    private String subject = "";
    private String verbSubject = "the description ";

    Arguments(ConfigObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /** What messages say the keys belong to. */
    void subject(String layer, String type) {
        subject = "layer '" + layer + "': ";
        verbSubject = type + " ";
    }

    /** An error about the object as a whole; the problem is a sentence. */
    DescriptionException error(String problem) {
        return error(object, problem);
    }

    private DescriptionException error(ConfigValue place, String problem) {
        int line = place.origin().lineNumber();
        return new DescriptionException(path + (line > 0 ? ":" + line : "") + ": " + subject + problem);
    }

    private ConfigValue value(String key) {
        known.add(key);
        return object.get(key);
    }

    private ConfigValue required(String key, String expected) {
        ConfigValue value = value(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            throw needed(key, expected);
        }
        return value;
    }

    private DescriptionException needed(String key, String expected) {
        return error(verbSubject + "needs '" + key + "', " + expected);
    }

    private DescriptionException wrongType(String key, String expected, ConfigValue value) {
        return error(
                value,
                verbSubject + "expects '" + key + "' to be " + expected + ", but it is "
                        + value.render(ConfigRenderOptions.concise()));
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    /** Whether an argument that torch has None for by default has a value: neither absent nor null. */
    boolean isGiven(String key) {
        ConfigValue value = value(key);
        return value != null && value.valueType() != ConfigValueType.NULL;
    }

    String string(String key) {
        String expected = "a text";
        ConfigValue value = required(key, expected);
        if (value.valueType() != ConfigValueType.STRING) {
            throw wrongType(key, expected, value);
        }
        return (String) value.unwrapped();
    }

    String string(String key, String otherwise) {
        known.add(key);
        return has(key) ? string(key) : otherwise;
    }

    boolean isString(String key) {
        return has(key) && object.get(key).valueType() == ConfigValueType.STRING;
    }

    boolean bool(String key, boolean otherwise) {
        ConfigValue value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value.valueType() != ConfigValueType.BOOLEAN) {
            throw wrongType(key, "true or false", value);
        }
        return (Boolean) value.unwrapped();
    }

    int integer(String key) {
        return integer(key, "an integer", required(key, "an integer"));
    }

    int integer(String key, int otherwise) {
        ConfigValue value = value(key);
        return value == null ? otherwise : integer(key, "an integer", value);
    }

    private int integer(String key, String expected, ConfigValue value) {
        if (value.valueType() == ConfigValueType.NUMBER) {
            double number = ((Number) value.unwrapped()).doubleValue();
            if (number == (int) number) {
                return (int) number;
            }
        }
        throw wrongType(key, expected, value);
    }

    double number(String key, double otherwise) {
        ConfigValue value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value.valueType() != ConfigValueType.NUMBER) {
            throw wrongType(key, "a number", value);
        }
        return ((Number) value.unwrapped()).doubleValue();
    }

    /** A number or null, which stands for torch's None. */
    Double numberOrNull(String key, double otherwise) {
        ConfigValue value = value(key);
        return value != null && value.valueType() == ConfigValueType.NULL ? null : (Double) number(key, otherwise);
    }

    /** Keys that torch takes and that change nothing at inference. */
    void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /** One integer, or a list of them. */
    int[] integers(String key) {
        String expected = "an integer or a list of integers";
        ConfigValue value = required(key, expected);
        if (!(value instanceof ConfigList list)) {
            return new int[] {integer(key, expected, value)};
        }
        return list.stream()
                .mapToInt(element -> integer(key, expected, element))
                .toArray();
    }

    int[] integers(String key, int otherwise) {
        known.add(key);
        return has(key) ? integers(key) : new int[] {otherwise};
    }

    /** One integer, or a list of them, in which null stands for torch's None. */
    Integer[] integersOrNulls(String key) {
        String expected = "an integer, null or a list of them";
        ConfigValue value = value(key);
        if (value == null) {
            throw needed(key, expected);
        }
        List<ConfigValue> values = value instanceof ConfigList list ? list : List.of(value);
        return values.stream()
                .map(element ->
                        element.valueType() == ConfigValueType.NULL ? null : (Integer) integer(key, expected, element))
                .toArray(Integer[]::new);
    }

    double number(String key) {
        required(key, "a number");
        return number(key, 0);
    }

    /** One number, or a list of them. */
    double[] numbers(String key) {
        String expected = "a number or a list of numbers";
        ConfigValue value = required(key, expected);
        List<ConfigValue> values = value instanceof ConfigList list ? list : List.of(value);
        return values.stream()
                .mapToDouble(element -> {
                    if (element.valueType() != ConfigValueType.NUMBER) {
                        throw wrongType(key, expected, element);
                    }
                    return ((Number) element.unwrapped()).doubleValue();
                })
                .toArray();
    }

    List<ConfigObject> objects(String key) {
        String expected = "a list of objects { type = …, … }";
        ConfigValue value = required(key, expected);
        if (!(value instanceof ConfigList list) || list.isEmpty()) {
            throw wrongType(key, expected, value);
        }
        List<ConfigObject> objects = new ArrayList<>();
        for (ConfigValue element : list) {
            if (!(element instanceof ConfigObject inner)) {
                throw wrongType(key, expected, element);
            }
            objects.add(inner);
        }
        return objects;
    }

    /** Refuses the keys that were not asked for. */
    void rejectOthers() {
        Set<String> others = new TreeSet<>(object.keySet());
        others.removeAll(known);
        if (!others.isEmpty()) {
            String first = others.iterator().next();
            throw error(
                    object.get(first),
                    verbSubject + "has no argument '" + first + "'; it takes " + String.join(", ", known));
        }
    }
}
