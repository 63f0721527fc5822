package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();

    static List<String> good() {
        return ImageFixtures.names(true);
    }

    static List<String> bad() {
        return ImageFixtures.names(false);
    }

    @Test
    void anErrorIsNoCorruptImage() {
        for (Error error : List.of(new AssertionError("ours"), new OutOfMemoryError(), new NoClassDefFoundError())) {
            assertThatThrownBy(() -> ImageDecoder.decoded(ImageFormat.GIF, () -> {
                        throw error;
                    }))
                    .isSameAs(error);
        }
        assertThatThrownBy(() -> ImageDecoder.decoded(ImageFormat.GIF, () -> {
                    throw new ArrayIndexOutOfBoundsException("index 9");
                }))
                .isInstanceOf(ImageException.class)
                .hasMessage("corrupt GIF: index 9");
    }

    @ParameterizedTest
    @MethodSource("good")
    void decodesToPillowsPixels(String name) throws ImageException {
        assertThat(decoder.decode(ImageFixtures.file(name))).isEqualTo(ImageFixtures.pixels(name + ".rgb"));
    }

    /** Layouts that images.json does not have; beside each file, Pillow's pixels as an RGB PNG. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg-440.jpg",
                "jpeg-440-wide.jpg",
                "jpeg-440-2x5.jpg",
                "jpeg-411.jpg",
                "jpeg-icc.jpg",
                "jpeg-restarts.jpg",
                "jpeg-rgb.jpg",
                "jpeg-cmyk-progressive.jpg",
                "png-gray1-interlaced.png",
                "png-gray2.png",
                "png-gray4-interlaced.png",
                "png-gray16.png",
                "png-gray16-interlaced.png",
                "png-rgb16-interlaced.png",
                "png-palette4.png",
                "png-palette8-interlaced.png",
                "png-gray-alpha-interlaced.png",
                "png-gray-alpha16.png",
                "png-rgba16-interlaced.png",
                "gif-offset.gif",
                "gif-offset-transparent.gif",
                "gif-beyond-screen.gif",
                "gif-gray-interlaced.gif",
                "bmp-palette.bmp",
                "bmp-1bit.bmp",
                "bmp-555.bmp",
                "bmp-565.bmp",
                "bmp-rgba.bmp",
                "tiff-palette.tif",
                "tiff-group4.tif",
                "tiff-group4-narrow.tif",
                "tiff-rgba.tif",
                "tiff-cmyk.tif",
                "webp-rgba.webp",
                "webp-icc.webp",
                "webp-lossy.webp",
                "webp-lossy-segments.webp",
                "webp-lossy-simple-filter.webp",
                "webp-lossy-unfiltered.webp",
                "webp-lossy-partitions.webp",
                "webp-lossy-alpha.webp",
                "webp-lossy-pixel.webp",
                "webp-lossy-noise.webp",
                "webp-animation.webp",
                "webp-animation-lossless.webp"
            })
    void decodesEveryLayoutToPillowsPixels(String name) throws ImageException {
        RgbImage expected = decoder.decode(ImageFixtures.more(name + ".expected.png"));
        assertThat(decoder.decode(ImageFixtures.more(name))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void failsOnWhatPillowFailsOn(String name) {
        assertFails(ImageFixtures.file(name), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty.jpg | empty file (0 bytes)",
                "text.jpg | not an image: it starts with the text \"this is not an image\"",
                "zeros.png | not an image: it starts with the bytes 00 00",
                "truncated.jpg | truncated JPEG: its image data ends at byte 1981 without an end-of-image marker",
                "truncated.png | truncated PNG: ",
                "corrupt_crc.png | corrupt PNG: wrong checksum of the chunk at byte 33",
                "bomb_60000x60000.png | too large: 60000 x 60000 = 3,600,000,000 pixels; the limit is 89,478,485"
            })
    void saysWhatIsWrong(String name, String message) {
        assertFails(ImageFixtures.file(name), message);
    }

    @Test
    void namesUnsupportedKinds() {
        assertFails("\0\0\0 ftypavif".getBytes(StandardCharsets.ISO_8859_1), "unsupported format: ISO media");
        assertFails("%PDF-1.7".getBytes(StandardCharsets.ISO_8859_1), "unsupported format: PDF");
        byte[] arithmetic = ImageFixtures.file("photo_444.jpg");
        arithmetic[indexOf(arithmetic, 0xff, 0xc0) + 1] = (byte) 0xc9;
        assertFails(arithmetic, "unsupported JPEG: arithmetic coding");
    }

    @ParameterizedTest
    @MethodSource("good")
    void failsOnEveryFileCutShort(String name) {
        byte[] file = ImageFixtures.file(name);
        // A PNG is all there where its image data is; its last chunk, 12 bytes, holds nothing.
        for (int length : new int[] {1, 2, 10, 20, 40, file.length / 4, file.length / 2, file.length - 40}) {
            assertFails(Arrays.copyOf(file, length), "");
        }
    }

    @Test
    void failsOnLossyWebpCutShortWhateverItsChunkSays() {
        byte[] file = ImageFixtures.more("webp-lossy-partitions.webp");
        for (int length = 20; length < file.length; length += 1 + length / 20) {
            byte[] cut = Arrays.copyOf(file, length);
            ByteBuffer.wrap(cut)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(4, length - 8)
                    .putInt(16, length - 20);
            assertFails(cut, "truncated WebP: its ");
        }
        assertFails(Arrays.copyOf(file, 25), "truncated WebP: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20 |   1 | corrupt WebP: its frame is no key frame",
                "20 |   8 | corrupt WebP: its frame is of version 4, but there are 0 to 3",
                "20 |  16 | corrupt WebP: its frame is not to be shown",
                "23 |   1 | corrupt WebP: its frame has no start code",
                "22 | 128 | truncated WebP: its first partition has ",
                "26 | 255 | corrupt: the file claims a size of 0 x 23 pixels"
            })
    void saysWhatIsWrongWithLossyWebp(int at, int flipped, String message) {
        byte[] file = ImageFixtures.more("webp-lossy.webp");
        file[at] ^= (byte) (at == 26 ? file[26] : flipped);
        assertFails(file, message);
    }

    @Test
    void failsOnWebpFramesThatAreNoFramesOfTheirCanvas() {
        byte[] file = ImageFixtures.more("webp-animation.webp");
        int frame = indexOf(file, 'N', 'M') - 1;
        byte[] moved = file.clone();
        moved[frame + 8] = 20;
        assertFails(moved, "corrupt WebP: its frame of 40 x 30 pixels at 40, 8 reaches over its canvas of 64 x 48");
        byte[] nested = file.clone();
        System.arraycopy(nested, frame, nested, frame + 24, 4);
        assertFails(nested, "truncated WebP: ");
        assertFails(Arrays.copyOf(file, file.length - 1), "truncated WebP: 586 bytes at byte 8 reach past the end");
        byte[] small = file.clone();
        small[frame + 4] = 15;
        assertFails(small, "corrupt WebP: its frame has 15 bytes, fewer than its header");
    }

    @Test
    void failsOnJpegDataThatEndsBeforeTheLastRowWithAnEndMarker() {
        byte[] file = ImageFixtures.file("photo_444.jpg");
        byte[] cut = Arrays.copyOf(file, 4000);
        cut[3998] = (byte) 0xff;
        cut[3999] = (byte) 0xd9;
        assertFails(cut, "truncated JPEG: its image data ends too early");
    }

    @Test
    void checksTheChecksumOfEveryChunkUpToTheImageData() {
        byte[] file = ImageFixtures.file("palette.png");
        for (int inChunk : new int[] {20, indexOf(file, 'P', 'L') + 10, indexOf(file, 'I', 'D') + 100}) {
            byte[] damaged = file.clone();
            damaged[inChunk] ^= 1;
            assertFails(damaged, "corrupt PNG: wrong checksum of the chunk at byte ");
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void boundsTheSizeOfEveryFormat(String name) throws ImageException {
        RgbImage image = ImageFixtures.pixels(name + ".rgb");
        long pixels = (long) image.width() * image.height();
        byte[] file = ImageFixtures.file(name);
        assertThat(new ImageDecoder(pixels).decode(file)).isEqualTo(image);
        assertThatThrownBy(() -> new ImageDecoder(pixels - 1).decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("too large: ");
    }

    /** As on Spark's executors, where ImageIO's plug-ins are not on the loader that ImageIO asks. */
    @Test
    void decodesOnAnyThreadWhateverItsClassLoader() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(() -> {
                Thread.currentThread().setContextClassLoader(null);
                for (String name : good()) {
                    decodesToPillowsPixels(name);
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void refusesALimitThatNoArrayCanHold() {
        assertThatThrownBy(() -> new ImageDecoder(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxPixels is expected from 1 to 715827879, but it is 0");
        assertThatThrownBy(() -> new ImageDecoder(715_827_880)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertFails(byte[] file, String message) {
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(message);
    }

    private static int indexOf(byte[] file, int first, int second) {
        for (int i = 0; i + 1 < file.length; i++) {
            if ((file[i] & 0xff) == first && (file[i + 1] & 0xff) == second) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
