package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files that the caller named: what is wrong with them is said as the caller's error. */
final class CallerFiles {

    private CallerFiles() {}

    static <T> T read(Reading<T> reading) throws ConfigurationException {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            String reason = e.getReason() == null ? "there is no such file" : e.getReason();
            throw new ConfigurationException(e.getFile() + ": " + reason, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** A file that can be written as far as its place goes: a directory is there for it, and none is in its way. */
    static void requirePlace(Path file) throws ConfigurationException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new ConfigurationException(
                    file + ": expected a directory to write it in, but there is no " + directory);
        }
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(file + ": expected a file to write, but it is a directory");
        }
    }

    /** A read, or a computation on what was read. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }
}
