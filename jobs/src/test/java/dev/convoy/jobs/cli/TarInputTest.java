package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarInputTest extends SparkSuite {

    private static final String LONG_NAME = "long/".repeat(60) + "ü.JPG";

    @TempDir
    private static Path directory;

    private final Map<String, byte[]> images = new LinkedHashMap<>();

    @BeforeAll
    void drawImages() throws Exception {
        Path drawn = Files.createDirectories(directory.resolve("drawn"));
        for (int i = 0; i < 5; i++) {
            String format = i % 2 == 0 ? "png" : "jpg";
            Path file = Samples.draw(drawn.resolve(i + "." + format), format, 40 + i, 40);
            images.put("0000" + i + "." + format, Files.readAllBytes(file));
        }
        images.put(LONG_NAME, Files.readAllBytes(drawn.resolve("1.jpg")));
    }

    @Test
    void everyImageOfEveryArchiveIsARow() throws Exception {
        Path shards = Files.createDirectories(directory.resolve("shards"));
        Files.write(shards.resolve("gnu.tar"), archive(TarArchiveOutputStream.LONGFILE_GNU));
        Files.write(shards.resolve("pax.tar"), archive(TarArchiveOutputStream.LONGFILE_POSIX));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(shards.resolve("small.tar.gz")))) {
            out.write(archive(TarArchiveOutputStream.LONGFILE_GNU));
        }
        Command run = run(shards, "--crop", "32", "--batch-size", "4");
        run.requireDone();
        assertThat(run.out()).containsPattern("images listed +18\n").containsPattern("images written +18\n");
        List<Row> rows = Outputs.ok(spark(), out());
        for (Row row : rows) {
            String[] path = row.getString(0).split("#", 2);
            assertThat(path[0]).matches("file:.*/shards/(gnu.tar|pax.tar|small.tar.gz)");
            Path image = Files.write(directory.resolve("entry"), images.get(path[1]));
            Tensor expected = Samples.expected(image, Preprocessing.none().centerCrop(32), "pool2");
            assertThat(Outputs.tensor(row.getList(3), expected.shape()).sameBits(expected))
                    .isTrue();
        }
        assertThat(rows.stream().map(row -> row.getString(0))).doesNotHaveDuplicates();
    }

    @Test
    void aDamagedHeaderCostsItsOwnEntryOnly() throws Exception {
        byte[] archive = archive(TarArchiveOutputStream.LONGFILE_GNU);
        int second = header(archive, "00001.jpg");
        int sibling = header(archive, "00001.json");
        archive[second + 3] ^= 1;
        Path tar = Files.write(directory.resolve("damaged.tar"), archive);
        run(tar).requireDone();
        assertThat(Outputs.ok(spark(), out())).hasSize(5);
        assertThat(failures())
                .containsExactly("damaged.tar read at byte " + second
                        + ": expected a tar header, but its checksum is wrong; the next one is at byte " + sibling);
    }

    @Test
    void aTruncatedArchiveFailsWhereItEnds() throws Exception {
        byte[] archive = archive(TarArchiveOutputStream.LONGFILE_GNU);
        int third = header(archive, "00002.png");
        Path tar = Files.write(directory.resolve("cut.tar"), Arrays.copyOf(archive, third + 512 + 100));
        run(tar).requireDone();
        assertThat(Outputs.ok(spark(), out())).hasSize(2);
        assertThat(failures())
                .containsExactly("cut.tar#00002.png read at byte " + (third + 612)
                        + ": the archive ends inside the entry '00002.png', after 100 of its "
                        + images.get("00002.png").length + " bytes; it is probably truncated");

        Files.write(tar, Arrays.copyOf(archive, third - 512));
        run(tar);
        assertThat(Outputs.ok(spark(), out())).as("ends in a sibling").hasSize(2);
        assertThat(failures()).singleElement().asString().startsWith("cut.tar read at byte " + (third - 512));

        Files.write(tar, Arrays.copyOf(archive, third + 100));
        run(tar);
        assertThat(failures())
                .containsExactly("cut.tar read at byte " + (third + 100)
                        + ": the archive ends inside a header; it is probably truncated");
    }

    @Test
    void whatIsNoArchiveIsOneFailure() throws Exception {
        Path files = Files.createDirectories(directory.resolve("no archives"));
        Files.createFile(files.resolve("empty.tar"));
        Files.write(files.resolve("image.tar"), images.get("00000.png"));
        Files.writeString(files.resolve("short.tar"), "no tar");
        Files.writeString(files.resolve("broken.tar.gz"), "no gzip, but what gzip would take for its header");
        Command run = run(files);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).containsPattern("images listed +4\n");
        assertThat(failures().subList(1, 4))
                .containsExactly(
                        "empty.tar read at byte 0: the archive ends at once: it is empty; it is probably truncated",
                        "image.tar read expected a tar archive, as it is or compressed by gzip, bzip2, xz or zstd, but this is"
                                + " an image",
                        "short.tar read at byte 6: the archive ends inside a header; it is probably truncated");
        assertThat(failures().get(0)).startsWith("broken.tar.gz read ");
    }

    @Test
    void anEntryThatIsTooLongOrNoFile() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            put(tar, "long.png", new byte[5000]);
            put(tar, "ok.png", images.get("00000.png"));
            TarArchiveEntry link = new TarArchiveEntry("link.png", TarConstants.LF_SYMLINK);
            link.setLinkName("folder.png");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            TarArchiveEntry folder = new TarArchiveEntry("folder.png/");
            tar.putArchiveEntry(folder);
            tar.closeArchiveEntry();
        }
        byte[] archive = bytes.toByteArray();
        Path tar = Files.write(directory.resolve("odd.tar"), archive);
        run(tar, "--max-bytes", "4999");
        assertThat(Outputs.ok(spark(), out())).hasSize(1);
        assertThat(failures())
                .containsExactly(
                        "odd.tar#link.png read expected a file, but the entry is of type 5",
                        "odd.tar#long.png read expected at most 4999 bytes (--max-bytes), but the file has 5000");
    }

    private static Path out() {
        return directory.resolve("out");
    }

    private static Command run(Path input, Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 3);
        words[more.length] = "--input-format";
        words[more.length + 1] = "tar";
        words[more.length + 2] = "--overwrite";
        return Command.extract(input, out(), words);
    }

    private List<String> failures() {
        return Outputs.failed(spark(), out()).stream()
                .map(row -> row.getString(0).replaceFirst(".*/(?=[^/]*$)", "") + " "
                        + row.getStruct(1).getString(0) + " "
                        + row.getStruct(1).getString(1))
                .toList();
    }

    /** The images, each with a sibling before and after it. */
    private byte[] archive(int longNames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(longNames);
            tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> image : images.entrySet()) {
                put(tar, image.getKey(), image.getValue());
                put(tar, image.getKey().replaceFirst("\\.\\w+$", ".json"), new byte[700]);
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] data) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    /** Where the header with this name is. */
    private static int header(byte[] archive, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < archive.length; at += 512) {
            if (Arrays.equals(archive, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError(name + " is not there");
    }
}
