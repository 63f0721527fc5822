package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {

    static List<String> good() {
        return ImageFixtures.names(true);
    }

    @ParameterizedTest
    @MethodSource("good")
    void resizesToPillowsPixels(String name) {
        RgbImage image = ImageFixtures.pixels(name + ".rgb");
        assertThat(Resize.to(image, 32, 32)).isEqualTo(ImageFixtures.pixels(name + ".bilinear_32x32"));
        assertThat(Resize.to(image, 57, 40)).isEqualTo(ImageFixtures.pixels(name + ".bilinear_57x40"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void resizesAndCropsToTorchvisionsPixels(String name) {
        RgbImage image = ImageFixtures.pixels(name + ".rgb");
        assertThat(CenterCrop.of(Resize.shorterSide(image, 48), 40, 40))
                .isEqualTo(ImageFixtures.pixels(name + ".resize48_crop40"));
    }

    /** The checksums are those of Pillow 12.3's pixels for {@link #formula}. */
    @ParameterizedTest
    @CsvSource({
        "500, 375, 341, 256, 0c9251fa",
        "375, 500, 224, 224, e680ee63",
        "100, 80, 300, 200, 6af9cc0f",
        "640, 3, 7, 9, 70b579a7",
        "1, 1, 5, 4, 7dd37268",
        "333, 250, 1, 1, 5bd50299",
        "64, 64, 64, 31, dc43b3e0",
        "64, 64, 31, 64, 8e903d7a",
        "2000, 5, 13, 5, 9d751e6c",
        "3, 2000, 3, 17, 32db7d2d"
    })
    void agreesWithPillowUpDownAndAcross(int width, int height, int toWidth, int toHeight, String checksum) {
        CRC32 crc = new CRC32();
        crc.update(Resize.to(formula(width, height), toWidth, toHeight).rgb());
        assertThat(String.format("%08x", crc.getValue())).isEqualTo(checksum);
    }

    @Test
    void aPartHasThePixelsOfTheWhole() {
        long seed = System.nanoTime();
        System.out.println("ResizeTest.aPartHasThePixelsOfTheWhole: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            RgbImage image = formula(1 + random.nextInt(40), 1 + random.nextInt(40));
            int width = random.nextInt(4) == 0 ? image.width() : 1 + random.nextInt(60);
            int height = random.nextInt(4) == 0 ? image.height() : 1 + random.nextInt(60);
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            int columns = 1 + random.nextInt(width - left);
            int rows = 1 + random.nextInt(height - top);
            RgbImage whole = Resize.to(image, width, height);
            RgbImage part = Resize.region(image, width, height, left, top, columns, rows);
            for (int y = 0; y < rows; y++) {
                int from = 3 * ((top + y) * width + left);
                assertThat(Arrays.copyOfRange(part.rgb(), 3 * columns * y, 3 * columns * (y + 1)))
                        .isEqualTo(Arrays.copyOfRange(whole.rgb(), from, from + 3 * columns));
            }
        }
    }

    @Test
    void leavesAnImageOfTheRightSizeAsItIs() {
        RgbImage image = formula(48, 60);
        assertThat(Resize.shorterSide(image, 48)).isEqualTo(image);
    }

    /** The longer side is {@code int(size * longer / shorter)}, rounded down. */
    @ParameterizedTest
    @CsvSource({"500, 375, 256, 341, 256", "375, 500, 256, 256, 341", "90, 67, 48, 64, 48", "7, 7, 3, 3, 3"})
    void theLongerSideIsRoundedDown(int width, int height, int size, int toWidth, int toHeight) {
        RgbImage resized = Resize.shorterSide(formula(width, height), size);
        assertThat(resized).hasToString("RgbImage[" + toWidth + " x " + toHeight + "]");
    }

    @Test
    void refusesSizesBelowOne() {
        assertThatThrownBy(() -> Resize.to(formula(2, 2), 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width is expected to be at least 1, but it is 0");
        assertThatThrownBy(() -> Resize.shorterSide(formula(2, 2), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size is expected to be at least 1, but it is -1");
    }

    private static RgbImage formula(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((long) i * i * 7 + i / 13);
        }
        return new RgbImage(width, height, rgb);
    }
}
