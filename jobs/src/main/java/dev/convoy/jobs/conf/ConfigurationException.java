package dev.convoy.jobs.conf;

/** The caller's arguments, configuration or places are wrong: one line that names the place, expected and came. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
