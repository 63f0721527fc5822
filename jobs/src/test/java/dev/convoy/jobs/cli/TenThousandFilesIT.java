package dev.convoy.jobs.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a large collection, one in twenty of which is broken. */
class TenThousandFilesIT extends SparkSuite {

    private static final int FILES = 10_000;
    private static final int EACH = 25;

    @TempDir
    private Path directory;

    @Test
    void everyFileIsARowAndEveryBrokenOneSaysWhy() throws Exception {
        Map<String, byte[]> broken = broken();
        assertThat(broken).hasSize(20);
        Path images = directory.resolve("images");
        int good = FILES - broken.size() * EACH;
        List<byte[]> drawn = drawn();
        for (int i = 0; i < good; i++) {
            write(images, i, "image.png", drawn.get(i % drawn.size()));
        }
        for (int i = 0; i < EACH; i++) {
            for (Map.Entry<String, byte[]> way : broken.entrySet()) {
                write(images, i, way.getKey(), way.getValue());
            }
        }
        Path output = directory.resolve("out");
        Command run = Command.extract(images, output, "--max-bytes", "4000", "--max-pixels", "5000", "--pool", "avg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("images listed +10,000\n")
                .containsPattern("images written +9,500\n")
                .containsPattern("images failed +500\n");
        assertThat(run.code()).isZero();

        List<String> ok = Outputs.ok(spark(), output).stream()
                .map(row -> Outputs.file(row).toString())
                .toList();
        assertThat(ok).hasSize(good).doesNotHaveDuplicates().allMatch(path -> path.endsWith("-image.png"));
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (Row row : Outputs.failed(spark(), output)) {
            String way = Outputs.file(row).getFileName().toString().replaceFirst("\\d+-", "");
            Row error = row.getAs("error");
            reasons.computeIfAbsent(way, key -> new ArrayList<>()).add(error.getString(0) + ": " + error.getString(1));
        }
        assertThat(reasons.keySet()).containsExactlyInAnyOrderElementsOf(broken.keySet());
        reasons.forEach((way, said) -> {
            System.out.println(way + " -> " + said.get(0));
            assertThat(said).as(way).hasSize(EACH).containsOnly(said.get(0));
        });
    }

    /** The ways in which a file is broken, by how its name ends. */
    private Map<String, byte[]> broken() throws IOException {
        byte[] jpeg = draw("jpg", 40, 36);
        byte[] png = draw("png", 40, 36);
        byte[] gif = draw("gif", 40, 36);
        byte[] bmp = draw("bmp", 20, 16);
        byte[] tiff = draw("tif", 20, 16);
        int frame = jpegFrame(jpeg);
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("empty.jpg", new byte[0]);
        broken.put("text.jpg", "This is no image.".getBytes(ISO_8859_1));
        broken.put("document.png", "%PDF-1.7 and more of it".getBytes(ISO_8859_1));
        broken.put("photo.heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(ISO_8859_1));
        broken.put("half.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
        broken.put("beginning.jpg", Arrays.copyOf(jpeg, 20));
        broken.put("arithmetic.jpg", with(jpeg, frame + 1, 0xc9));
        broken.put("twelve-bits.jpg", with(jpeg, frame + 4, 12));
        broken.put("no-height.jpg", with(with(jpeg, frame + 5, 0), frame + 6, 0));
        broken.put("half.png", Arrays.copyOf(png, png.length / 2));
        broken.put("other-checksum.png", with(png, png.length - 13, png[png.length - 13] ^ 1));
        broken.put("no-width.png", pngOfSize(png, 0, 36));
        broken.put("bomb.png", pngOfSize(png, 60_000, 60_000));
        broken.put("no-picture.gif", concat(Arrays.copyOf(gif, 13 + 3 * 256), new byte[] {0x3b}));
        broken.put("half.bmp", Arrays.copyOf(bmp, bmp.length / 2));
        broken.put("no-directory.tif", with(tiff, tiff[0] == 'M' ? 4 : 7, 0x7f));
        broken.put("beginning.webp", "RIFF\u0040\0\0\0WEBPVP8L\u0030\0\0\0\u002f".getBytes(ISO_8859_1));
        broken.put("too-long.png", concat(png, new byte[4000]));
        broken.put("too-large.png", draw("png", 100, 51));
        broken.put("too-small.png", draw("png", 1, 1));
        return broken;
    }

    private List<byte[]> drawn() throws IOException {
        List<byte[]> drawn = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            drawn.add(draw(i % 2 == 0 ? "png" : "jpg", 32 + 4 * (i % 3), 40));
        }
        return drawn;
    }

    private byte[] draw(String format, int width, int height) throws IOException {
        return Files.readAllBytes(Samples.draw(directory.resolve("drawn"), format, width, height));
    }

    private static void write(Path images, int number, String name, byte[] bytes) throws IOException {
        Path album = Files.createDirectories(images.resolve("album " + number % 100));
        Files.write(album.resolve(number + "-" + name), bytes);
    }

    /** Where the marker of the baseline frame's header is. */
    private static int jpegFrame(byte[] jpeg) {
        for (int i = 0; ; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
                return i;
            }
        }
    }

    /** The same file whose header tells another size, with the checksum that belongs to it. */
    private static byte[] pngOfSize(byte[] png, int width, int height) {
        byte[] other = png.clone();
        ByteBuffer header = ByteBuffer.wrap(other);
        header.putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(other, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        return other;
    }

    private static byte[] with(byte[] bytes, int place, int value) {
        byte[] other = bytes.clone();
        other[place] = (byte) value;
        return other;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
