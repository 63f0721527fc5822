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
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarSiblingsTest extends SparkSuite {

    @TempDir
    private static Path directory;

    private byte[] png;
    private byte[] jpg;

    @BeforeAll
    void drawImages() throws Exception {
        png = Files.readAllBytes(Samples.draw(directory.resolve("a.png"), "png", 40, 44));
        jpg = Files.readAllBytes(Samples.draw(directory.resolve("b.jpg"), "jpg", 50, 44));
    }

    @Test
    void siblingsBeforeAndBehindTheirImage() throws Exception {
        Tar tar = new Tar()
                .add("v1.0/00.cls", "3")
                .add("v1.0/00.png", png)
                .add("v1.0/00.json", "{\"ü\": 1}")
                .add("v1.0/00.txt", "not asked for")
                .add("v1.0/01.left.PNG", png)
                .add("v1.0/01.right.jpg", jpg)
                .add("v1.0/01.CLS", "")
                .add("02.json", "[]")
                .add("03.jpg", jpg)
                .add("v2.0/03.cls", "of another image");
        Path shards = Files.createDirectories(directory.resolve("shards"));
        Files.write(shards.resolve("a.tar"), tar.bytes());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(shards.resolve("b.tar.gz")))) {
            out.write(tar.bytes());
        }
        Command run = run(shards, "json,cls", "--crop", "32", "--batch-size", "3");
        run.requireDone();
        assertThat(run.out()).containsPattern("images listed +8\n").containsPattern("images written +8\n");
        List<Row> rows = Outputs.ok(spark(), out());
        assertThat(rows.get(0).schema().fieldNames())
                .containsExactly("path", "width", "height", "pool2", "json", "cls");
        assertThat(rows.stream().map(row -> name(row) + " " + row.getAs("json") + " " + row.getAs("cls")))
                .containsExactly(
                        "a.tar#03.jpg null null",
                        "a.tar#v1.0/00.png {\"ü\": 1} 3",
                        "a.tar#v1.0/01.left.PNG null ",
                        "a.tar#v1.0/01.right.jpg null ",
                        "b.tar.gz#03.jpg null null",
                        "b.tar.gz#v1.0/00.png {\"ü\": 1} 3",
                        "b.tar.gz#v1.0/01.left.PNG null ",
                        "b.tar.gz#v1.0/01.right.jpg null ");
        for (Row row : rows) {
            Path image = directory.resolve(row.getString(0).endsWith("jpg") ? "b.jpg" : "a.png");
            Tensor expected = Samples.expected(image, Preprocessing.none().centerCrop(32), "pool2");
            assertThat(Outputs.tensor(row.getList(3), expected.shape()).sameBits(expected))
                    .isTrue();
        }
    }

    @Test
    void aTextThatCannotBeCarriedFailsItsImage() throws Exception {
        Tar tar = new Tar()
                .add("a.png", png)
                .add("a.cls", new byte[] {'x', (byte) 0xff})
                .add("a.json", "kept")
                .add("b.png", png)
                .add("b.json", new byte[(1 << 20) + 1])
                .add("c.png", png)
                .add("c.cls", "1")
                .add("c.CLS", "2")
                .link("d.cls")
                .add("d.png", png)
                .add("e.png", png)
                .add("e.json", "x".repeat(1 << 20));
        run(Files.write(directory.resolve("texts.tar"), tar.bytes()), "cls,json");
        assertThat(Outputs.ok(spark(), out()).stream().map(TarSiblingsTest::name))
                .containsExactly("texts.tar#e.png");
        assertThat(failures())
                .containsExactly(
                        "texts.tar#a.png expected UTF-8 text in 'a.cls', but it is none",
                        "texts.tar#b.png 'b.json': expected at most 1048576 bytes (of a text that is carried), but the"
                                + " file has 1048577",
                        "texts.tar#c.png expected one entry of an extension in a sample, but 'c.CLS' is the second",
                        "texts.tar#d.png 'd.cls': expected a file, but the entry is a link to 'elsewhere', which is no file in"
                                + " the archive");
        assertThat(Outputs.failed(spark(), out()).get(0).<String>getAs("json")).isEqualTo("kept");
        assertThat(Outputs.failed(spark(), out()).get(0).schema().fieldNames())
                .containsExactly("path", "cls", "json", "error");
    }

    @Test
    void imagesThatAreHeldTogetherAreBounded() throws Exception {
        Tar tar = new Tar()
                .add("a.0.png", png)
                .add("a.1.png", png)
                .add("a.2.png", png)
                .add("a.cls", "1");
        for (int i = 0; i < 66; i++) {
            tar.add("b." + i + ".png", "");
        }
        run(Files.write(directory.resolve("many.tar"), tar.bytes()), "cls", "--max-bytes", 2 * png.length + 1);
        assertThat(Outputs.ok(spark(), out()).stream().map(TarSiblingsTest::name))
                .containsExactly("many.tar#a.0.png", "many.tar#a.1.png");
        List<String> failures = failures();
        assertThat(failures).hasSize(1 + 66);
        assertThat(failures.get(0))
                .isEqualTo("many.tar#a.2.png expected at most " + (2 * png.length + 1) + " bytes (--max-bytes) of the"
                        + " images of a sample, which are in memory together, but with this one there are "
                        + 3 * png.length);
        assertThat(failures)
                .contains(
                        "many.tar#b.64.png expected at most 64 images in a sample, but this is another",
                        "many.tar#b.65.png expected at most 64 images in a sample, but this is another");
    }

    @Test
    void whereTheArchiveIsDamagedNoTextIsTakenForMissing() throws Exception {
        Tar tar = new Tar()
                .add("a.png", png)
                .add("a.cls", "1")
                .add("b.png", png)
                .add("b.cls", "2")
                .add("c.png", png)
                .add("c.cls", "3");
        byte[] archive = tar.bytes();
        int second = tar.place("b.cls");
        archive[second + 5] ^= 1;
        run(Files.write(directory.resolve("damaged.tar"), archive), "cls");
        assertThat(Outputs.ok(spark(), out()).stream().map(row -> name(row) + " " + row.getAs("cls")))
                .containsExactly("damaged.tar#a.png 1", "damaged.tar#c.png 3");
        String damage = "expected a tar header, but its checksum is wrong; the next one is at byte ";
        assertThat(failures())
                .containsExactly(
                        "damaged.tar at byte " + second + ": " + damage + tar.place("c.png"),
                        "damaged.tar#b.png what is to be carried may be lost where the archive is damaged, at byte "
                                + second);

        Path cut = Files.write(directory.resolve("cut.tar"), Arrays.copyOf(tar.bytes(), tar.place("b.png") + 512 + 40));
        run(cut, "cls");
        assertThat(Outputs.ok(spark(), out()).stream().map(TarSiblingsTest::name))
                .containsExactly("cut.tar#a.png");
        assertThat(failures()).singleElement().asString().startsWith("cut.tar#b.png at byte ");
        Files.write(cut, Arrays.copyOf(tar.bytes(), tar.place("b.cls") + 512));
        run(cut, "cls");
        assertThat(failures().stream().map(line -> line.replaceFirst(" .*", "")))
                .containsExactly("cut.tar", "cut.tar#b.png");
    }

    @Test
    void whatCannotBeCarriedIsRefused() throws Exception {
        Path tar = Files.write(
                directory.resolve("refused.tar"), new Tar().add("a.png", png).bytes());
        assertThat(run(tar, "cls,seg.png"))
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy extract: --carry-columns: expected extensions of texts, as cls,json,"
                                + " but 'seg.png' is an image's\n"));
        assertThat(run(tar, ".cls").err())
                .isEqualTo("convoy extract: --carry-columns: expected extensions of texts, as cls,json,"
                        + " but '.cls' is none\n");
        assertThat(run(tar, "Path").err())
                .isEqualTo("convoy extract: column 'path' of the input would be carried, but the output has one of its"
                        + " own; say which to carry without it: --carry-columns a,b (or \"\" for none)\n");
        assertThat(run(tar, "pool2").err()).startsWith("convoy extract: column 'pool2' of the input would be carried");
        assertThat(run(tar, "").code()).isZero();
        assertThat(Outputs.ok(spark(), out()).get(0).schema().fieldNames())
                .containsExactly("path", "width", "height", "pool2");
    }

    private static Path out() {
        return directory.resolve("out");
    }

    private static Command run(Path input, String carried, Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 5);
        Object[] all = {"--input-format", "tar", "--overwrite", "--carry-columns", carried};
        System.arraycopy(all, 0, words, more.length, 5);
        return Command.extract(input, out(), words);
    }

    private List<String> failures() {
        return Outputs.failed(spark(), out()).stream()
                .map(row -> name(row) + " " + row.<Row>getAs("error").getString(1))
                .toList();
    }

    private static String name(Row row) {
        return row.getString(0).replaceFirst(".*/(?=[^/]*[.]tar)", "");
    }

    /** An archive that grows. */
    private static final class Tar {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

        Tar add(String name, String text) throws IOException {
            return add(name, text.getBytes(StandardCharsets.UTF_8));
        }

        Tar add(String name, byte[] data) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(data.length);
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
            return this;
        }

        Tar link(String name) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName("elsewhere");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
            return this;
        }

        byte[] bytes() throws IOException {
            tar.close();
            return bytes.toByteArray();
        }

        /** Where the header with this name is. */
        int place(String name) throws IOException {
            byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
            byte[] archive = bytes();
            int at = 0;
            while (!Arrays.equals(archive, at, at + wanted.length, wanted, 0, wanted.length)) {
                at += 512;
            }
            return at;
        }
    }
}
