package dev.convoy.jobs.source;

import dev.convoy.image.ImageDecoder;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/** What an archive is compressed by, or is instead of a tar archive, told by its first bytes. */
enum ArchiveFormat {
    GZIP("gzip data", "1f8b"),
    BZIP2("bzip2 data", "425a68"),
    XZ("xz data", "fd377a585a00"),
    ZSTD("zstd data", "28b52ffd"),
    ZIP("a zip file", "504b0304"),
    EMPTY_ZIP("a zip file", "504b0506"),
    SEVEN_ZIP("a 7z file", "377abcaf271c"),
    RAR("a rar file", "526172211a07"),
    LZ4("lz4 data", "04224d18"),
    LZIP("lzip data", "4c5a4950"),
    COMPRESS("data that compress has packed", "1f9d"),
    PARQUET("a Parquet file", "50415231");

    /** The most memory that unpacking may take, twice what {@code xz -9} needs; a stranger's file may ask for more. */
    private static final int XZ_KIBIBYTES = 128 << 10;

    private final String description;
    private final byte[] start;

    ArchiveFormat(String description, String hexadecimal) {
        this.description = description;
        this.start = HexFormat.of().parseHex(hexadecimal);
    }

    String description() {
        return description;
    }

    /** What a file that begins with these bytes is; none where they tell nothing. */
    static Optional<ArchiveFormat> of(byte[] head) {
        return Arrays.stream(values())
                .filter(format -> head.length >= format.start.length
                        && Arrays.equals(format.start, Arrays.copyOf(head, format.start.length)))
                .findFirst();
    }

    /**
     * The archive that is compressed in a file.
     *
     * @throws MalformedFileException if the file is something else
     */
    InputStream unpack(String path, InputStream file) throws IOException {
        return switch (this) {
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(file)
                        .setDecompressConcatenated(true)
                        .get();
            case BZIP2 -> new BZip2CompressorInputStream(file, true);
            case XZ -> new XZCompressorInputStream(file, true, XZ_KIBIBYTES);
            case ZSTD -> new ZstdCompressorInputStream(file);
            default -> throw other(path, description);
        };
    }

    /** Refuses a file that begins as an image does. */
    static void refuseImage(String path, byte[] head) throws MalformedFileException {
        if (ImageDecoder.isImage(head)) {
            throw other(path, "an image");
        }
    }

    private static MalformedFileException other(String path, String description) {
        return new MalformedFileException(
                path,
                -1,
                "expected a tar archive, as it is or compressed by gzip, bzip2, xz or zstd, but this is "
                        + description);
    }
}
