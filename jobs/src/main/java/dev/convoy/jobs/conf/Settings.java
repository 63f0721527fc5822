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
        return of(commandLine, file.isPresent() ? ConfigurationFile.read(file.get()) : ConfigurationFile.none());
    }

    static Settings of(Map<String, String> commandLine, ConfigurationFile read) throws ConfigurationException {
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

    /** The option's value, if anyone said one or it has a default. */
    <T> Optional<T> find(Option<T> option) throws ConfigurationException {
        return setting(option).map(Setting::value);
    }

    /** As {@link #find}, with where it came from. The file's is checked even where it loses. */
    <T> Optional<Setting<T>> setting(Option<T> option) throws ConfigurationException {
        Optional<Setting<T>> fromFile = file.setting(option);
        String said = commandLine.get(option.name());
        if (said != null) {
            try {
                return Optional.of(new Setting<>(option.kind().parse(said), said, "command line"));
            } catch (ConfigurationException e) {
                throw new ConfigurationException("--" + option.name() + ": " + e.getMessage(), e);
            }
        }
        if (fromFile.isPresent()) {
            return fromFile;
        }
        Optional<String> ofPreset = preset.value(option);
        Optional<String> unsaid = ofPreset.or(option::fallback);
        return unsaid.isEmpty()
                ? Optional.empty()
                : Optional.of(new Setting<>(
                        option.kind().parse(unsaid.get()),
                        unsaid.get(),
                        ofPreset.isPresent() ? "preset " + preset : "default"));
    }
}
