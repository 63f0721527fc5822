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
        Map<String, Broken> broken = broken();
        assertThat(broken).hasSize(20);
        Path images = directory.resolve("images");
        int good = FILES - broken.size() * EACH;
        List<byte[]> drawn = drawn();
        for (int i = 0; i < good; i++) {
            write(images, i, "image.png", drawn.get(i % drawn.size()));
        }
        for (int i = 0; i < EACH; i++) {
            for (Map.Entry<String, Broken> way : broken.entrySet()) {
                write(images, i, way.getKey(), way.getValue().bytes());
            }
        }
        Path output = directory.resolve("out");
        Command run = Command.extract(images, output, "--max-bytes", "4000", "--max-pixels", "5000", "--pool", "avg");
        run.requireDone();
        assertThat(run.out())
                .containsPattern("images listed +10,000\n")
                .containsPattern("images written +9,500\n")
                .containsPattern("images failed +500\n");

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
        reasons.forEach((way, said) -> assertThat(said)
                .as(way)
                .hasSize(EACH)
                .allMatch(reason -> reason.startsWith(broken.get(way).reason())));
    }

    /** The bytes of a broken file, and how the reason that its row gives begins. */
    private record Broken(byte[] bytes, String reason) {}

    /** The ways in which a file is broken, by how its name ends. */
    private Map<String, Broken> broken() throws IOException {
        byte[] jpeg = draw("jpg", 40, 36);
        byte[] png = draw("png", 40, 36);
        byte[] gif = draw("gif", 40, 36);
        byte[] bmp = draw("bmp", 20, 16);
        byte[] tiff = draw("tif", 20, 16);
        int frame = jpegFrame(jpeg);
        Map<String, Broken> broken = new LinkedHashMap<>();
        broken.put("empty.jpg", new Broken(new byte[0], "decode: empty file (0 bytes)"));
        broken.put(
                "text.jpg",
                new Broken(
                        "This is no image.".getBytes(ISO_8859_1),
                        "decode: not an image: it starts with the text \"This is no image.\""));
        broken.put(
                "document.png",
                new Broken("%PDF-1.7 and more of it".getBytes(ISO_8859_1), "decode: unsupported format: PDF"));
        broken.put(
                "photo.heic",
                new Broken(
                        "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(ISO_8859_1),
                        "decode: unsupported format: ISO media (AVIF, HEIC or video)"));
        broken.put("half.jpg", new Broken(Arrays.copyOf(jpeg, jpeg.length / 2), "decode: truncated JPEG"));
        broken.put(
                "beginning.jpg",
                new Broken(
                        Arrays.copyOf(jpeg, 20),
                        "decode: truncated JPEG: the file ends at byte 20 without an end-of-image marker"));
        broken.put(
                "arithmetic.jpg",
                new Broken(with(jpeg, frame + 1, 0xc9), "decode: unsupported JPEG: arithmetic coding"));
        broken.put(
                "twelve-bits.jpg", new Broken(with(jpeg, frame + 4, 12), "decode: unsupported JPEG: 12 bits a sample"));
        broken.put(
                "no-height.jpg",
                new Broken(
                        with(with(jpeg, frame + 5, 0), frame + 6, 0),
                        "decode: corrupt: the file claims a size of 40 x 0 pixels"));
        broken.put("half.png", new Broken(Arrays.copyOf(png, png.length / 2), "decode: truncated PNG"));
        broken.put(
                "other-checksum.png",
                new Broken(
                        with(png, png.length - 13, png[png.length - 13] ^ 1),
                        "decode: corrupt PNG: wrong checksum of the chunk at byte 33"));
        broken.put(
                "no-width.png",
                new Broken(pngOfSize(png, 0, 36), "decode: corrupt: the file claims a size of 0 x 36 pixels"));
        broken.put(
                "bomb.png",
                new Broken(
                        pngOfSize(png, 60_000, 60_000),
                        "decode: too large: 60000 x 60000 = 3,600,000,000 pixels; the limit is 5,000"));
        broken.put(
                "no-picture.gif",
                new Broken(
                        concat(Arrays.copyOf(gif, 13 + 3 * 256), new byte[] {0x3b}),
                        "decode: corrupt GIF: it has no frame"));
        broken.put(
                "half.bmp",
                new Broken(
                        Arrays.copyOf(bmp, bmp.length / 2),
                        "decode: truncated BMP: 960 bytes at byte 54 reach past the end of the file at 507"));
        broken.put(
                "no-directory.tif",
                new Broken(
                        with(tiff, tiff[0] == 'M' ? 4 : 7, 0x7f),
                        "decode: truncated TIFF: 2 bytes at byte 2130706487 reach past the end of the file at 1153"));
        broken.put(
                "beginning.webp",
                new Broken(
                        "RIFF\15\0\0\0WEBPVP8L\u0030\0\0\0\u002f".getBytes(ISO_8859_1),
                        "decode: truncated WebP: 48 bytes at byte 20 reach past the end of the file at 21"));
        broken.put(
                "too-long.png",
                new Broken(
                        concat(png, new byte[4000]),
                        "read: expected at most 4000 bytes (--max-bytes), but the file has"));
        broken.put(
                "too-large.png",
                new Broken(draw("png", 100, 51), "decode: too large: 100 x 51 = 5,100 pixels; the limit is 5,000"));
        broken.put(
                "too-small.png",
                new Broken(
                        draw("png", 1, 1),
                        "model: pool1 (MaxPool2d) has a kernel of (2 x 2), larger than its padded input of (1 x 1), from relu1 (ReLU) [1, 16, 1, 1]"));
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
