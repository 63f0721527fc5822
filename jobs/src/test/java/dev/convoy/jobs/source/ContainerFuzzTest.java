package dev.convoy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.arrow.ArrowColumn;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads many damaged files: each ends, and all that comes of it are images and failures that say what is wrong.
 * {@code -Dconvoy.fuzz.files=20000} reads more, {@code -Dconvoy.fuzz.seed=…} the same ones again.
 */
class ContainerFuzzTest {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 500);
    private static final LengthLimit LIMIT = new LengthLimit(100_000, "--max-bytes");
    private static final TensorShape ANY = new TensorShape(List.of());
    private static final Configuration HADOOP = new Configuration();
    /** More than all of a file's bytes could be. */
    private static final int MOST_IMAGES = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void tar() throws Exception {
        read(
                "images.tar",
                archive(TarArchiveOutputStream.LONGFILE_GNU),
                (path, length) -> TarImages.open(path, length, HADOOP, LIMIT));
        read(
                "pax.tar",
                archive(TarArchiveOutputStream.LONGFILE_POSIX),
                (path, length) -> TarImages.open(path, length, HADOOP, LIMIT));
    }

    @Test
    void tarWithSiblings() throws Exception {
        List<String> carried = List.of("cls", "json");
        read(
                "samples.tar",
                archive(TarArchiveOutputStream.LONGFILE_POSIX),
                (path, length) -> TarSamples.open(path, length, carried, HADOOP, LIMIT));
    }

    @Test
    void compressedTar() throws Exception {
        for (String codec : List.of("gz", "bzip2", "xz", "zstd")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new CompressorStreamFactory().createCompressorOutputStream(codec, bytes)) {
                out.write(archive(TarArchiveOutputStream.LONGFILE_GNU));
            }
            read(
                    "images." + codec,
                    bytes.toByteArray(),
                    (path, length) -> TarSamples.open(path, length, List.of("cls"), HADOOP, LIMIT));
        }
    }

    @Test
    void npy() throws Exception {
        Path file = directory.resolve("original");
        Npy.write(file, Generator.manualSeed(1).randn(Shape.of(5, 3, 4, 4)));
        read("a.npy", Files.readAllBytes(file), (path, length) -> NpyImages.open(path, length, ANY, HADOOP, LIMIT));
    }

    @Test
    void arrow() throws Exception {
        List<Field> fields = List.of(
                ArrowFiles.tensor("x", ArrowFiles.HALF, 48, "{\"shape\":[3,4,4]}"),
                ArrowFiles.field("label", new ArrowType.Utf8()));
        for (boolean stream : new boolean[] {true, false}) {
            byte[] original = ArrowFiles.bytes(stream, fields, new int[] {2, 2}, all -> {
                FixedSizeListVector list = (FixedSizeListVector) all.get(0);
                for (int i = 0; i < 96; i++) {
                    ((Float2Vector) list.getDataVector()).setSafeWithPossibleTruncate(i, i);
                }
                for (int row = 0; row < 2; row++) {
                    list.setNotNull(row);
                    ((VarCharVector) all.get(1)).setSafe(row, "label".getBytes(StandardCharsets.UTF_8));
                }
            });
            ArrowImages.Column image = new ArrowImages.Column("x", ArrowColumn.Kind.TENSOR);
            List<ArrowImages.Column> carried = List.of(new ArrowImages.Column("label", ArrowColumn.Kind.TEXT));
            read(
                    stream ? "x.stream" : "x.arrow",
                    original,
                    (path, length) -> ArrowImages.open(path, length, image, carried, ANY, HADOOP, LIMIT));
        }
    }

    private void read(String name, byte[] original, Container.Opener opener) throws IOException {
        long seed = Long.getLong("convoy.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        long images = 0;
        long failures = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = damage(original, random);
            Path file = Files.write(directory.resolve(name), damaged);
            try (Container container = opener.open(file.toString(), damaged.length)) {
                Optional<SourceImage> image = container.next();
                for (int count = 0; image.isPresent(); count++) {
                    assertThat(count)
                            .as(name + ": file " + i + " of seed " + seed)
                            .isLessThan(MOST_IMAGES);
                    try {
                        assertThat(image.get().reading().read()).isNotNull();
                        images++;
                    } catch (IOException expected) {
                        assertThat(expected.getMessage()).isNotBlank();
                        failures++;
                    }
                    image = container.next();
                }
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
                failures++;
            } catch (RuntimeException | Error wrong) {
                fail(name + ": file " + i + " of -Dconvoy.fuzz.seed=" + seed, wrong);
            }
        }
        System.out.println("Fuzz " + name + ": " + images + " images and " + failures + " failures of " + FILES
                + " files, -Dconvoy.fuzz.seed=" + seed);
        assertThat(images).isPositive();
        assertThat(failures).isPositive();
    }

    /** A copy with one to four changes, half of them where names and sizes are. */
    private static byte[] damage(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int place = random.nextBoolean()
                    ? random.nextInt(bytes.length)
                    : Math.min(bytes.length - 1, random.nextInt(1 + bytes.length / 512) * 512 + random.nextInt(160));
            switch (random.nextInt(6)) {
                case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[place] = (byte) random.nextInt(256);
                case 2 -> bytes[place] = (byte) ('0' + random.nextInt(10));
                case 3 -> bytes = Arrays.copyOf(bytes, place);
                default -> mendChecksum(bytes, place / 512 * 512, random);
            }
        }
        return bytes;
    }

    /** Changes a number in what may be a tar header, and the header's checksum with it, so that it is believed. */
    private static void mendChecksum(byte[] bytes, int header, Random random) {
        if (header + 512 > bytes.length) {
            return;
        }
        bytes[header + 124 + random.nextInt(12)] = (byte) ("01234567\0 -\u0080".charAt(random.nextInt(12)));
        if (random.nextBoolean()) {
            bytes[header + 156] = (byte) "0125gxLKS\0".charAt(random.nextInt(10));
        }
        Arrays.fill(bytes, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += bytes[i] & 0xff;
        }
        byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, bytes, header + 148, 8);
    }

    private static byte[] archive(int longNames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(longNames);
            tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
            for (int i = 0; i < 4; i++) {
                String name = i == 2 ? "long/".repeat(60) + "ü" : "000" + i;
                for (String extension : List.of("png", "cls", "json")) {
                    TarArchiveEntry entry = new TarArchiveEntry(name + "." + extension);
                    byte[] data = new byte[300 * i];
                    Arrays.fill(data, (byte) ('a' + i));
                    entry.setSize(data.length);
                    tar.putArchiveEntry(entry);
                    tar.write(data);
                    tar.closeArchiveEntry();
                }
            }
        }
        return bytes.toByteArray();
    }
}
