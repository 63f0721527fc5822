package dev.convoy.spark;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.Option;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import scala.Function1;

/** The options of features as params of Spark ML: {@code batch-size} is {@code batchSize}. */
final class OptionParams implements Serializable {

    private static final long serialVersionUID = 1;

    private final Map<String, Param<?>> params = new LinkedHashMap<>();

    OptionParams(Params owner) {
        for (Option<?> option : Option.ofFeatures()) {
            params.put(option.name(), param(owner, option));
        }
    }

    /** Each with the name of its option. */
    Map<String, Param<?>> all() {
        return params;
    }

    /** The param of an option's name. */
    @SuppressWarnings("unchecked")
    <T> Param<T> of(String option) {
        return (Param<T>) params.get(option);
    }

    /** Has params tell the options' defaults. */
    void setDefaults(Params owner) {
        for (Option<?> option : Option.ofFeatures()) {
            option.fallback().ifPresent(text -> setDefault(owner, params.get(option.name()), text));
        }
    }

    @SuppressWarnings("unchecked")
    private static void setDefault(Params owner, Param<?> param, String text) {
        Object value = param instanceof BooleanParam
                ? (Object) Boolean.valueOf(text)
                : param instanceof LongParam ? (Object) Long.valueOf(text) : text;
        owner.setDefault((Param<Object>) param, value);
    }

    /** As the command line and a file write a value. */
    static String text(Object value) {
        return value instanceof String[] names ? String.join(",", names) : value.toString();
    }

    private static Param<?> param(Params owner, Option<?> option) {
        String name = camelCase(option.name());
        String doc = option.description();
        if (option.isFlag()) {
            return new BooleanParam(owner.uid(), name, doc);
        }
        return switch (option.name()) {
            case "batch-size", "max-bytes" -> new IntParam(owner.uid(), name, doc, valid(option));
            case "max-pixels" -> new LongParam(owner.uid(), name, doc, valid(option));
            case "layers" -> new StringArrayParam(owner, name, doc, valid(option));
            default -> new Param<String>(owner.uid(), name, doc, valid(option));
        };
    }

    private static <T> Function1<T, Object> valid(Option<?> option) {
        return (Function1<T, Object> & Serializable) value -> {
            try {
                option.check(text(value));
                return true;
            } catch (ConfigurationException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        };
    }

    private static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String part : name.split("-")) {
            text.append(text.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return text.toString();
    }
}
