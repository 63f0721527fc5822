package dev.convoy.spark;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads a file of options from wherever Hadoop reads. */
final class SpecFile {

    private static final int MOST_BYTES = 1 << 20;

    private SpecFile() {}

    static String read(String path, Configuration hadoop) throws ConfigurationException {
        Path named = new Path(path);
        try (FSDataInputStream in = named.getFileSystem(hadoop).open(named)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigurationException(
                        path + ": expected a file of options (HOCON), but it is longer than 1 MB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw new ConfigurationException(path + ": expected a file of options (HOCON), but there is none", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    path + ": expected a file of options (HOCON), but it cannot be read: " + e.getMessage(), e);
        }
    }
}
