package dev.convoy.image;

import dev.convoy.image.vp8.Picture;
import dev.convoy.image.vp8.Plane;

/**
 * Luma and chroma to RGB with libwebp's integers: chroma between its samples by nine, three, three and one sixteenth of
 * the four around it, and ITU-R BT.601's matrix for levels from 16 to 235.
 */
final class WebpColors {

    /** The matrix's factors, in 16384ths. */
    private static final int LUMA = 19077;

    private static final int V_TO_RED = 26149;
    private static final int U_TO_GREEN = 6419;
    private static final int V_TO_GREEN = 13320;
    private static final int U_TO_BLUE = 33050;

    /** What levels that stand for black and for no colour come to, in 64ths, and a half. */
    private static final int RED = 14234;

    private static final int GREEN = 8708;
    private static final int BLUE = 17685;

    private WebpColors() {}

    static RgbImage toRgb(Picture picture) {
        int width = picture.width();
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, picture.height()), 3)];
        int[] sums = new int[(width + 1) / 2];
        int[] u = new int[width];
        int[] v = new int[width];
        int[] pixels = new int[width];
        for (int y = 0; y < picture.height(); y++) {
            rows(picture.u(), y, picture.height(), sums);
            columns(sums, u);
            rows(picture.v(), y, picture.height(), sums);
            columns(sums, v);
            convert(picture.y().samples(), picture.y().at(0, y), u, v, pixels);
            PackedPixels.write(pixels, rgb, 3 * y * width, width);
        }
        return new RgbImage(width, picture.height(), rgb);
    }

    /** Three parts of the row of chroma that a row of pixels is in, and one of the next on its other side. */
    private static void rows(Plane plane, int y, int height, int[] sums) {
        int near = plane.at(0, y / 2);
        int far = plane.at(0, y % 2 == 0 ? Math.max(y / 2 - 1, 0) : Math.min(y / 2 + 1, (height - 1) / 2));
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 3 * (plane.samples()[near + i] & 0xff) + (plane.samples()[far + i] & 0xff);
        }
    }

    /** The same along a row, for every pixel, rounded: each sample has two, at whose other sides are the next ones. */
    private static void columns(int[] sums, int[] chroma) {
        int last = sums.length - 1;
        for (int i = 0; i <= last; i++) {
            int near = 3 * sums[i] + 8;
            chroma[2 * i] = near + sums[Math.max(i - 1, 0)] >> 4;
            if (2 * i + 1 < chroma.length) {
                chroma[2 * i + 1] = near + sums[Math.min(i + 1, last)] >> 4;
            }
        }
    }

    /** {@linkplain PackedPixels Packed} pixels of levels of luma and chroma. */
    private static void convert(byte[] luma, int from, int[] u, int[] v, int[] pixels) {
        for (int x = 0; x < pixels.length; x++) {
            int y = (luma[from + x] & 0xff) * LUMA >> 8;
            int red = y + (v[x] * V_TO_RED >> 8) - RED;
            int green = y - (u[x] * U_TO_GREEN >> 8) - (v[x] * V_TO_GREEN >> 8) + GREEN;
            int blue = y + (u[x] * U_TO_BLUE >> 8) - BLUE;
            pixels[x] = PackedPixels.level(red >> 6)
                    | PackedPixels.level(green >> 6) << 8
                    | PackedPixels.level(blue >> 6) << 16;
        }
    }
}
