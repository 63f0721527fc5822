package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries of a tar archive are images, and what archives are read. */
class TarEntriesTest extends SparkSuite {

    private static final String LONG = "long/".repeat(40);

    @TempDir
    private static Path directory;

    @TempDir
    private Path in;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private TarArchiveOutputStream tar;
    private byte[] png;

    @BeforeAll
    void draw() throws IOException {
        png = Files.readAllBytes(Samples.draw(directory.resolve("x.png"), "png", 40, 40));
    }

    @BeforeEach
    void begin() {
        bytes.reset();
        tar = new TarArchiveOutputStream(bytes, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    }

    @Test
    void anImageIsToldByItsNameOrWhereThatHasNoExtensionByItsContent() throws Exception {
        for (String name : List.of("a.jfif", "./b.JPE", "../c.tiff", "d", "e.d/f", "x=_y/g.gif")) {
            put(name, png);
        }
        for (String other : List.of("._a.jfif", "./.hidden/x.png", "__MACOSX/x.png", "_x", "readme.txt", "h.i/.j")) {
            put(other, png);
        }
        put("Makefile", "all: things that are longer than an image's head".getBytes(StandardCharsets.UTF_8));
        put("empty", new byte[0]);
        write("a.tar");
        assertThat(run().out()).containsPattern("images written +6\n").containsPattern("images failed +0\n");
        assertThat(ok()).containsExactly("../c.tiff", "./b.JPE", "a.jfif", "d", "e.d/f", "x=_y/g.gif");
    }

    @Test
    void aLinkIsReadAsWhatItPointsAt() throws Exception {
        link("0.png", TarConstants.LF_SYMLINK, "later.png");
        put("./first.png", png);
        put(LONG + "far.png", png);
        put("plain", png);
        link("hard.png", TarConstants.LF_LINK, "first.png");
        link("hard of long.png", TarConstants.LF_LINK, LONG + "far.png");
        link("hard of plain", TarConstants.LF_LINK, "./plain");
        link("a/b/sym.png", TarConstants.LF_SYMLINK, "../../first.png");
        link("chain.png", TarConstants.LF_SYMLINK, "hard.png");
        put("later.png", png);
        link("text", TarConstants.LF_SYMLINK, "note.txt");
        put("note.txt", new byte[600]);
        link("away.png", TarConstants.LF_SYMLINK, "/first.png/..");
        link("gone.png", TarConstants.LF_LINK, "gone");
        link("loop.png", TarConstants.LF_SYMLINK, "loop.png");
        write("a.tar");
        Files.write(in.resolve("a.tgz"), compressed("gz", bytes.toByteArray()));
        run("--layers", "relu1", "--crop", "32");
        List<String> read = List.of(
                "./first.png",
                "0.png",
                "a/b/sym.png",
                "chain.png",
                "hard of long.png",
                "hard of plain",
                "hard.png",
                "later.png",
                LONG + "far.png",
                "plain");
        List<String> twice = new ArrayList<>(read);
        twice.addAll(read);
        assertThat(ok()).containsExactlyInAnyOrderElementsOf(twice);
        assertThat(Outputs.bits(spark(), directory.resolve("out"), "relu1").values().stream()
                        .distinct())
                .as("the same pixels")
                .hasSize(1);
        assertThat(failed().get("a.tgz#gone.png"))
                .isEqualTo("expected a file, but the entry is a link to 'gone', which is no file in the archive");
        assertThat(failed().keySet())
                .containsExactly(
                        "a.tar#away.png",
                        "a.tar#gone.png",
                        "a.tar#loop.png",
                        "a.tgz#away.png",
                        "a.tgz#gone.png",
                        "a.tgz#loop.png");
    }

    @Test
    void aLinkedSiblingIsCarried() throws Exception {
        put("1.cls", "7".getBytes(StandardCharsets.UTF_8));
        put("1.png", png);
        link("2.cls", TarConstants.LF_LINK, "1.cls");
        put("._2.png", new byte[5]);
        link("2.png", TarConstants.LF_LINK, "1.png");
        write("a.tar");
        assertThat(run("--carry-columns", "cls").err()).isEmpty();
        assertThat(Outputs.ok(spark(), directory.resolve("out")).stream().map(row -> row.<String>getAs("cls")))
                .containsExactly("7", "7");
    }

    @Test
    void whatAnArchiveIsIsToldByItsContentAndNotItsName() throws Exception {
        put("a.png", png);
        tar.close();
        byte[] archive = bytes.toByteArray();
        Files.write(in.resolve("plain.tgz"), archive);
        int half = archive.length / 2;
        Files.write(
                in.resolve("members"),
                concatenated(
                        compressed("gz", Arrays.copyOf(archive, half)),
                        compressed("gz", Arrays.copyOfRange(archive, half, archive.length))));
        for (String codec : List.of("gz", "bzip2", "xz", "zstd")) {
            Files.write(in.resolve(codec + ".tar"), compressed(codec, archive));
        }
        Files.write(in.resolve("z.tar"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
        Files.write(in.resolve("7.tar"), new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4});
        Files.writeString(in.resolve("r.tar"), "Rar!\u001a\u0007\u0001");
        Files.write(in.resolve("i.tar"), png);
        assertThat(run().err()).isEmpty();
        assertThat(ok()).hasSize(6).containsOnly("a.png");
        String expected = "expected a tar archive, as it is or compressed by gzip, bzip2, xz or zstd, but this is ";
        assertThat(failed())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "z.tar", expected + "a zip file",
                        "7.tar", expected + "a 7z file",
                        "r.tar", expected + "a rar file",
                        "i.tar", expected + "an image"));
    }

    @Test
    void archivesWithoutAnImageAreRefusedAsAnEmptyDirectoryIs() throws Exception {
        put("note.txt", new byte[600]);
        put("._a.png", png);
        write("a.tar");
        write("b.tar");
        Command run = Command.extract(in, directory.resolve("none"), "--input-format", "tar");
        assertThat(run.err())
                .isEqualTo("convoy extract: " + in + ": expected images in its files, but there is none: no entry"
                        + " is named as an image or, without an extension, begins as one\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    private Command run(Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 3);
        words[more.length] = "--input-format";
        words[more.length + 1] = "tar";
        words[more.length + 2] = "--overwrite";
        return Command.extract(in, directory.resolve("out"), words);
    }

    /** The names of the entries that were read. */
    private List<String> ok() {
        return Outputs.ok(spark(), directory.resolve("out")).stream()
                .map(row -> row.getString(0).replaceFirst(".*?#", ""))
                .sorted()
                .toList();
    }

    /** Why others were not, by archive and name. */
    private Map<String, String> failed() {
        Map<String, String> failed = new TreeMap<>();
        for (Row row : Outputs.failed(spark(), directory.resolve("out"))) {
            failed.put(
                    row.getString(0).replace("file:" + in + "/", ""),
                    row.<Row>getAs("error").getAs("reason"));
        }
        return failed;
    }

    private void put(String name, byte[] data) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    private void link(String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void write(String name) throws IOException {
        tar.close();
        Files.write(in.resolve(name), bytes.toByteArray());
    }

    private static byte[] compressed(String codec, byte[] data) throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new CompressorStreamFactory().createCompressorOutputStream(codec, compressed)) {
            out.write(data);
        }
        return compressed.toByteArray();
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
