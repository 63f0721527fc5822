package dev.convoy.jobs.conf;

import java.util.Map;
import java.util.Optional;

/**
 * Where options' values come from: the command line before the file, the file before a preset, that before the
 * defaults.
 */
final class Settings {

    private final Map<String, String> commandLine;
    private final ConfigurationFile file;
    private final Preset preset;

    private Settings(Map<String, String> commandLine, ConfigurationFile file, Preset preset) {
        this.commandLine = commandLine;
        this.file = file;
        this.preset = preset;
    }

    static Settings of(Map<String, String> commandLine, Optional<String> file) throws ConfigurationException {
        ConfigurationFile read = file.isPresent() ? ConfigurationFile.read(file.get()) : ConfigurationFile.none();
        Preset preset = new Settings(commandLine, read, Preset.NONE).value(Option.PRESET);
        return new Settings(commandLine, read, preset);
    }

    /** The option's value; an error where a required one is missing. */
    <T> T value(Option<T> option) throws ConfigurationException {
        Optional<T> found = find(option);
        if (found.isEmpty()) {
            throw new ConfigurationException("missing required option --" + option.name() + " " + option.label()
                    + " (or '" + option.name() + " = …' in the file that --conf names)");
        }
        return found.get();
    }

    /** The option's value, if anyone said one or it has a default. The file's is checked even where it loses. */
    <T> Optional<T> find(Option<T> option) throws ConfigurationException {
        Optional<T> fromFile = file.value(option);
        String said = commandLine.get(option.name());
        if (said != null) {
            try {
                return Optional.of(option.kind().parse(said));
            } catch (ConfigurationException e) {
                throw new ConfigurationException("--" + option.name() + ": " + e.getMessage(), e);
            }
        }
        if (fromFile.isPresent()) {
            return fromFile;
        }
        Optional<String> unsaid = preset.value(option).or(option::fallback);
        return unsaid.isPresent() ? Optional.of(option.kind().parse(unsaid.get())) : Optional.empty();
    }
}
