package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;

/** Reads what the caller named: what goes wrong there is the caller's. */
final class Inputs {

    private Inputs() {}

    static <T> T read(Reading<T> reading) throws ConfigurationException {
        try {
            return reading.read();
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** A read, or a computation on what was read. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }
}
