package dev.convoy.jobs.conf;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A configuration as text: HOCON that {@code --conf} takes, each value with where it came from behind it. */
public final class ConfigurationText {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");

    private ConfigurationText() {}

    /**
     * The text of what {@link ExtractOptions#of} merges, which it must have taken before.
     *
     * @param commandLine option names, without dashes, to their text
     * @param file the HOCON file, if there is one
     */
    public static String of(Map<String, String> commandLine, Optional<String> file) throws ConfigurationException {
        Settings settings = Settings.of(commandLine, file);
        List<String> lines = new ArrayList<>();
        for (Option<?> option : Option.all()) {
            lines.add(line(option, settings.setting(option)));
        }
        return String.join("\n", lines);
    }

    private static String line(Option<?> option, Optional<? extends Setting<?>> setting) {
        return setting.isEmpty()
                ? "# " + option.name() + " is not given"
                : option.name() + " = " + hocon(option.kind(), setting.get().text()) + " # "
                        + setting.get().origin();
    }

    private static String hocon(Kind<?> kind, String text) {
        boolean bare = kind.types().contains(ConfigValueType.BOOLEAN)
                || kind.types().contains(ConfigValueType.NUMBER)
                        && NUMBER.matcher(text).matches();
        return bare ? text : ConfigUtil.quoteString(text);
    }
}
