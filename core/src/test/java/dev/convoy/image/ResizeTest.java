package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
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
        assertThat(Resize.to(image, 32, 32, Interpolation.BILINEAR))
                .isEqualTo(ImageFixtures.pixels(name + ".bilinear_32x32"));
        assertThat(Resize.to(image, 57, 40, Interpolation.BILINEAR))
                .isEqualTo(ImageFixtures.pixels(name + ".bilinear_57x40"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void resizesAndCropsToTorchvisionsPixels(String name) {
        RgbImage image = ImageFixtures.pixels(name + ".rgb");
        assertThat(CenterCrop.of(Resize.shorterSide(image, 48, Interpolation.BILINEAR), 40, 40))
                .isEqualTo(ImageFixtures.pixels(name + ".resize48_crop40"));
    }

    /**
     * The checksums are those of Pillow 12.3's pixels for {@link #formula}: by NEAREST, BOX, BILINEAR, HAMMING, BICUBIC
     * and LANCZOS. The images of 3 x 2000 and 2 x 300 are so tall that Pillow reduces their height first.
     */
    @ParameterizedTest
    @CsvSource({
        "500, 375, 341, 256, 4f305eb6, ada1d306, 0c9251fa, b862607f, 853583da, a6509086",
        "375, 500, 224, 224, 38413797, 06a0b9c0, e680ee63, dcf54f60, a917bb27, 52c5d22a",
        "100, 80, 300, 200, d363422e, d634e07d, 6af9cc0f, 4efaca63, 4e6ff58b, 503d4c98",
        "640, 3, 7, 9, dd501e33, b2d83bbb, 70b579a7, 9b2d1d3a, 6d95c638, 6b2044de",
        "1, 1, 5, 4, 7dd37268, 7dd37268, 7dd37268, 7dd37268, 7dd37268, 7dd37268",
        "333, 250, 1, 1, 0730c183, c8f1ffeb, 5bd50299, 5bd50299, 5bd50299, 5bd50299",
        "64, 64, 64, 31, cd7dfef6, 16a4f12d, dc43b3e0, c049b96d, ce69f6b5, 4f179a72",
        "64, 64, 31, 64, 4f466376, cc3becfe, 8e903d7a, 9d33c6ee, 0cc236b2, 63df1415",
        "2000, 5, 13, 5, 36bcf610, 504d2bb5, 9d751e6c, 2c99cc73, 3114f93d, 44d32e4d",
        "3, 2000, 3, 17, 2dcee33f, 14c55d43, 32db7d2d, 6755a702, 502434b3, 8ab845c9",
        "3, 2000, 2, 17, 55937d8f, d8c546f3, 475e5184, 176e4fef, 4336b87c, 7d7fe1b3",
        "4, 900, 9, 600, 35e1e320, e9f6ba1e, 5ec66faa, d39e834b, f55af219, 12747ed3",
        "2, 300, 5, 400, 1a772dc9, 1a772dc9, 7c9a255c, 011b6963, b08efd79, c572aed8",
        "150, 140, 149, 141, bf7dd2eb, a55799d6, a1744820, d9aa8bee, 09e03329, 780fadb6",
        "97, 89, 13, 11, bc93d185, 19183ba3, 57d123cd, be2d1a78, 55ecd836, 7f7a2ab1"
    })
    void agreesWithPillowUpDownAndAcross(ArgumentsAccessor row) {
        RgbImage image = formula(row.getInteger(0), row.getInteger(1));
        for (Interpolation interpolation : Interpolation.values()) {
            CRC32 crc = new CRC32();
            crc.update(Resize.to(image, row.getInteger(2), row.getInteger(3), interpolation)
                    .rgb());
            assertThat(String.format("%08x", crc.getValue()))
                    .as("%s", interpolation)
                    .isEqualTo(row.getString(4 + interpolation.ordinal()));
        }
    }

    /** Sizes that a cache or a block of rows might confuse: more rows than a block, more taps than lines held. */
    @Test
    void theSameImageGivesTheSamePixelsAgain() {
        RgbImage image = formula(300, 290);
        RgbImage once = Resize.to(image, 3, 2, Interpolation.LANCZOS);
        Resize.to(image, 3, 3, Interpolation.BICUBIC);
        assertThat(Resize.to(image, 3, 2, Interpolation.LANCZOS)).isEqualTo(once);
        assertThat(Resize.to(image, 3, 2, Interpolation.BICUBIC)).isNotEqualTo(once);
    }

    @Test
    void aPartHasThePixelsOfTheWhole() {
        long seed = System.nanoTime();
        System.out.println("ResizeTest.aPartHasThePixelsOfTheWhole: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Interpolation interpolation = Interpolation.values()[i % Interpolation.values().length];
            RgbImage image = i % 5 == 0
                    ? formula(1 + random.nextInt(3), 150 + random.nextInt(300))
                    : formula(1 + random.nextInt(40), 1 + random.nextInt(40));
            int width = random.nextInt(4) == 0 ? image.width() : 1 + random.nextInt(60);
            int height = random.nextInt(4) == 0 ? image.height() : 1 + random.nextInt(60);
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            int columns = 1 + random.nextInt(width - left);
            int rows = 1 + random.nextInt(height - top);
            RgbImage whole = Resize.to(image, width, height, interpolation);
            RgbImage part = Resize.region(image, width, height, left, top, columns, rows, interpolation)
                    .toImage(columns, rows);
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
        assertThat(Resize.shorterSide(image, 48, Interpolation.BILINEAR)).isEqualTo(image);
    }

    /** The longer side is {@code int(size * longer / shorter)}, rounded down. */
    @ParameterizedTest
    @CsvSource({"500, 375, 256, 341, 256", "375, 500, 256, 256, 341", "90, 67, 48, 64, 48", "7, 7, 3, 3, 3"})
    void theLongerSideIsRoundedDown(int width, int height, int size, int toWidth, int toHeight) {
        RgbImage resized = Resize.shorterSide(formula(width, height), size, Interpolation.BILINEAR);
        assertThat(resized).hasToString("RgbImage[" + toWidth + " x " + toHeight + "]");
    }

    @Test
    void refusesSizesBelowOne() {
        assertThatThrownBy(() -> Resize.to(formula(2, 2), 0, 3, Interpolation.BOX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width is expected to be at least 1, but it is 0");
        assertThatThrownBy(() -> Resize.shorterSide(formula(2, 2), -1, Interpolation.BOX))
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
