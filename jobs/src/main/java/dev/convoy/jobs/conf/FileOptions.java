package dev.convoy.jobs.conf;

import java.util.Locale;
import java.util.Optional;

/**
 * How the files that a run writes are made; what was not said is as Spark and Parquet are set up.
 *
 * @param compression how pages are compressed
 * @param compressionLevel how hard zstd tries
 * @param rowGroupSize the bytes of a row group at most, unless it is of one row
 * @param fileSize the bytes of tensors in a file at most, before compression, unless it is of one row
 */
public record FileOptions(
        Optional<Compression> compression,
        Optional<Integer> compressionLevel,
        Optional<Long> rowGroupSize,
        Optional<Long> fileSize) {

    static FileOptions of(Settings settings) throws ConfigurationException {
        FileOptions options = new FileOptions(
                settings.find(Option.COMPRESSION),
                settings.find(Option.COMPRESSION_LEVEL),
                settings.find(Option.ROW_GROUP_SIZE),
                settings.find(Option.FILE_SIZE));
        boolean zstd = options.compression.equals(Optional.of(Compression.ZSTD));
        if (options.compressionLevel.isPresent() && !zstd) {
            throw new ConfigurationException("--" + Option.COMPRESSION_LEVEL.name() + ": expected --"
                    + Option.COMPRESSION.name() + " zstd beside it, which alone has levels, but it is "
                    + options.compression
                            .map(said -> said.name().toLowerCase(Locale.ROOT))
                            .orElse("not given"));
        }
        return options;
    }
}
