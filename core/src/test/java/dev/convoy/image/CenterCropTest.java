package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CenterCropTest {

    /** Python's {@code round} goes to the even neighbour: (5 - 4) / 2 to 0, (7 - 4) / 2 to 2, (9 - 4) / 2 to 2. */
    @ParameterizedTest
    @CsvSource({"4, 0", "5, 0", "6, 1", "7, 2", "8, 2", "9, 2", "10, 3", "11, 4"})
    void roundsTheOffsetHalfToEven(int width, int firstColumn) {
        RgbImage cropped = CenterCrop.of(columns(width), 1, 4);
        assertThat(cropped.rgb()[0]).isEqualTo((byte) (firstColumn + 1));
        assertThat(cropped.rgb()).hasSize(12);
    }

    /** torchvision pads (crop - side) // 2 before and (crop - side + 1) // 2 after. */
    @Test
    void padsASmallerImageWithBlack() {
        assertThat(levels(CenterCrop.of(columns(3), 1, 6))).containsExactly(0, 1, 2, 3, 0, 0);
        assertThat(levels(CenterCrop.of(columns(3), 1, 7))).containsExactly(0, 0, 1, 2, 3, 0, 0);
        assertThat(levels(CenterCrop.of(columns(3), 4, 2)))
                .as("padded above and below, cut across")
                .containsExactly(0, 0, 1, 2, 0, 0, 0, 0);
    }

    @Test
    void refusesSizesBelowOne() {
        assertThatThrownBy(() -> CenterCrop.of(columns(3), 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size of the crop is expected to be at least 1, but it is 0");
    }

    /** An image of one row whose columns have the levels 1, 2, 3.. */
    private static RgbImage columns(int width) {
        byte[] rgb = new byte[3 * width];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 + 1);
        }
        return new RgbImage(width, 1, rgb);
    }

    private static int[] levels(RgbImage image) {
        int[] levels = new int[image.width() * image.height()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.rgb()[3 * i];
        }
        return levels;
    }
}
