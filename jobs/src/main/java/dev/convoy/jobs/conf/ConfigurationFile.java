package dev.convoy.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A job's HOCON file: option names as keys. Every key is known, whoever holds one of these. */
final class ConfigurationFile {

    private final String path;
    private final ConfigObject root;

    private ConfigurationFile(String path, ConfigObject root) {
        this.path = path;
        this.root = root;
    }

    static ConfigurationFile none() {
        return new ConfigurationFile("", ConfigFactory.empty().root());
    }

    static ConfigurationFile read(String path) throws ConfigurationException {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(path + ": expected a configuration file (HOCON), but "
                    + (Files.exists(file) ? "it is a directory" : "there is none"));
        }
        return parse(path, () -> ConfigFactory.parseFile(file.toFile()));
    }

    /** A file that was read already. */
    static ConfigurationFile parse(String path, String text) throws ConfigurationException {
        return parse(path, () -> ConfigFactory.parseString(text));
    }

    private static ConfigurationFile parse(String path, Supplier<Config> parsed) throws ConfigurationException {
        try {
            ConfigurationFile read =
                    new ConfigurationFile(path, parsed.get().resolve().root());
            read.refuseUnknownKeys();
            return read;
        } catch (ConfigException e) {
            throw new ConfigurationException(path + ": not HOCON: " + e.getMessage(), e);
        }
    }

    /** The value under the option's name, if there is one. */
    <T> Optional<Setting<T>> setting(Option<T> option) throws ConfigurationException {
        ConfigValue value = root.get(option.name());
        if (value == null) {
            return Optional.empty();
        }
        Kind<T> kind = option.kind();
        String came = came(value);
        try {
            if (!kind.types().contains(value.valueType())) {
                throw kind.mismatch(came);
            }
            String text = text(value, kind);
            return Optional.of(new Setting<>(kind.parse(text, came), text, place(value)));
        } catch (ConfigurationException e) {
            throw new ConfigurationException(place(value) + ": " + option.name() + ": " + e.getMessage(), e);
        }
    }

    private void refuseUnknownKeys() throws ConfigurationException {
        for (String key : root.keySet()) {
            if (Option.all().stream().noneMatch(option -> option.name().equals(key))) {
                throw new ConfigurationException(place(root.get(key)) + ": unknown key '" + key + "'; the keys are "
                        + Option.all().stream().map(Option::name).collect(Collectors.joining(", ")));
            }
        }
    }

    private static String text(ConfigValue value, Kind<?> kind) throws ConfigurationException {
        if (!(value instanceof ConfigList list)) {
            return value.unwrapped().toString();
        }
        for (ConfigValue element : list) {
            if (element.valueType() != ConfigValueType.STRING && element.valueType() != ConfigValueType.NUMBER) {
                throw kind.mismatch(came(value));
            }
        }
        return list.stream().map(element -> element.unwrapped().toString()).collect(Collectors.joining(","));
    }

    private String place(ConfigValue value) {
        int line = value.origin().lineNumber();
        return path + (line > 0 ? ": line " + line : "");
    }

    private static String came(ConfigValue value) {
        String rendered = value.render(ConfigRenderOptions.concise());
        return switch (value.valueType()) {
            case NULL -> "null";
            case STRING -> "the text " + rendered;
            default -> "the " + value.valueType().name().toLowerCase(Locale.ROOT) + " " + rendered;
        };
    }
}
