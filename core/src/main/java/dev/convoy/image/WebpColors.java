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
        int[] u = new int[(width + 1) / 2];
        int[] v = new int[(width + 1) / 2];
        for (int y = 0, to = 0; y < picture.height(); y++) {
            rows(picture.u(), y, picture.height(), u);
            rows(picture.v(), y, picture.height(), v);
            int luma = picture.y().at(0, y);
            for (int x = 0; x < width; x++, to += 3) {
                convert(picture.y().samples()[luma + x] & 0xff, between(u, x), between(v, x), rgb, to);
            }
        }
        return new RgbImage(width, picture.height(), rgb);
    }

    /** Three parts of the row of chroma that a row of pixels is in, and one of the next on its other side. */
    private static void rows(Plane plane, int y, int height, int[] sums) {
        int near = plane.at(0, y / 2);
        int far = plane.at(0, neighbour(y, (height + 1) / 2));
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 3 * (plane.samples()[near + i] & 0xff) + (plane.samples()[far + i] & 0xff);
        }
    }

    /** The same in a row. */
    private static int between(int[] sums, int x) {
        return 3 * sums[x / 2] + sums[neighbour(x, sums.length)] + 8 >> 4;
    }

    /** Of the samples of chroma, the one that a pixel is nearest to besides its own; its own again at the border. */
    private static int neighbour(int pixel, int samples) {
        return Math.min(Math.max((pixel - 1) / 2 + (pixel & 1), 0), samples - 1);
    }

    private static void convert(int y, int u, int v, byte[] rgb, int to) {
        int luma = y * LUMA >> 8;
        rgb[to] = level(luma + (v * V_TO_RED >> 8) - RED);
        rgb[to + 1] = level(luma - (u * U_TO_GREEN >> 8) - (v * V_TO_GREEN >> 8) + GREEN);
        rgb[to + 2] = level(luma + (u * U_TO_BLUE >> 8) - BLUE);
    }

    /** Of 64ths of a level. */
    private static byte level(int value) {
        return (byte) Math.min(Math.max(value >> 6, 0), 255);
    }
}
