package dev.convoy.jobs.sink;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.local.RawLocalFs;

/** How Hadoop writes local files: without a {@code .crc} file beside each, which no reader but Hadoop's asks for. */
final class LocalFiles {

    /** Settings of a Hadoop configuration. File systems of others are kept for all, so these are not kept. */
    static final Map<String, String> WITHOUT_CHECKSUMS = Map.of(
            "fs.file.impl", RawLocalFileSystem.class.getName(),
            "fs.file.impl.disable.cache", "true",
            "fs.AbstractFileSystem.file.impl", RawLocalFs.class.getName());

    private LocalFiles() {}

    /** A copy of a configuration, with these settings. */
    static Configuration withoutChecksums(Configuration hadoop) {
        Configuration own = new Configuration(hadoop);
        WITHOUT_CHECKSUMS.forEach(own::set);
        return own;
    }
}
