package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {

    /** Where exif_orientation_6.jpg says 6. */
    private static final int VALUE = 49;

    private final ImageDecoder decoder = new ImageDecoder().applyExifOrientation(true);

    @Test
    void turnsTheImageAsExifTransposeDoes() throws ImageException {
        byte[] file = ImageFixtures.file("exif_orientation_6.jpg");
        assertThat(decoder.decode(file)).isEqualTo(ImageFixtures.pixels("exif_orientation_6.jpg.transposed_rgb"));
        assertThat(decoder.applyExifOrientation(false).decode(file))
                .isEqualTo(ImageFixtures.pixels("exif_orientation_6.jpg.rgb"));
    }

    /** The checksums are those of Pillow 12.3's {@code exif_transpose}. */
    @ParameterizedTest
    @CsvSource({
        "0, 90, 2b01d6b3",
        "1, 90, 2b01d6b3",
        "2, 90, 7d9816c3",
        "3, 90, 28af7b06",
        "4, 90, 77912c22",
        "5, 67, 94c121cf",
        "6, 67, 865fb070",
        "7, 67, 35dfa1ad",
        "8, 67, d5efea6c",
        "9, 90, 2b01d6b3"
    })
    void knowsEveryOrientation(byte orientation, int width, String checksum) throws ImageException {
        byte[] file = ImageFixtures.file("exif_orientation_6.jpg");
        assertThat(file[VALUE]).isEqualTo((byte) 6);
        file[VALUE] = orientation;
        RgbImage image = decoder.decode(file);
        CRC32 crc = new CRC32();
        crc.update(image.rgb());
        assertThat(image.width()).isEqualTo(width);
        assertThat(String.format("%08x", crc.getValue())).isEqualTo(checksum);
    }

    /** Beside each file, Pillow's pixels as an RGB PNG. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "png-exif-6.png",
                "webp-exif-8.webp",
                "jpeg-xmp-6.jpg",
                "png-xmp-7.png",
                "jpeg-xmp-8-exif-3.jpg",
                "tiff-orientation-5.tif"
            })
    void readsItWhereverAFormatKeepsIt(String name) throws ImageException {
        RgbImage expected = decoder.decode(ImageFixtures.more(name + ".expected.png"));
        assertThat(decoder.decode(ImageFixtures.more(name))).isEqualTo(expected);
        assertThat(new ImageDecoder().decode(ImageFixtures.more(name)).equals(expected))
                .as("Pillow turns TIFF while it decodes, and nothing else")
                .isEqualTo(name.endsWith(".tif"));
    }

    @Test
    void metadataThatIsNoGoodTurnsNothing() throws ImageException {
        byte[] file = ImageFixtures.file("exif_orientation_6.jpg");
        RgbImage stored = ImageFixtures.pixels("exif_orientation_6.jpg.rgb");
        int exif = VALUE - 19;
        for (int at = exif; at < VALUE; at++) {
            byte[] damaged = file.clone();
            Arrays.fill(damaged, at, Math.min(at + 4, VALUE), (byte) 0xee);
            assertThat(decoder.decode(damaged)).as("byte %d", at).isEqualTo(stored);
        }
    }
}
