package dev.convoy.image;

/**
 * Upsampling of components of half the rows and all the columns (4:4:0, a 4:2:2 turned by a quarter), the one kind on
 * which libraries differ: libjpeg 6b, which most JDKs bundle, repeats rows; libjpeg-turbo, which Pillow and some Linux
 * distributions' JDKs use, takes three quarters of the nearer row and one of the other.
 *
 * <p>Source: {@code h1v2_fancy_upsample} of libjpeg-turbo's jdsample.c.
 */
final class JpegUpsampling {

    private JpegUpsampling() {}

    /** Makes of a component's repeated rows what libjpeg-turbo does; leaves rows that are not repeated as they are. */
    static void smooth(byte[] samples, int width, int height, int components, int component) {
        if (!repeated(samples, width, height, components, component)) {
            // Turbo has been here. Its rows come in equal pairs only where smoothing them again changes nothing.
            return;
        }
        int stride = width * components;
        byte[] above = new byte[width];
        byte[] here = new byte[width];
        for (int y = 0; y < height; y += 2) {
            int upper = y * stride + component;
            int below = y + 2 < height ? upper + 2 * stride : upper;
            for (int x = 0, p = 0; x < width; x++, p += components) {
                here[x] = samples[upper + p];
                int nearer = 3 * (here[x] & 0xff);
                int before = y == 0 ? here[x] & 0xff : above[x] & 0xff;
                int after = samples[below + p] & 0xff;
                samples[upper + p] = (byte) ((nearer + before + 1) >> 2);
                if (y + 1 < height) {
                    samples[upper + stride + p] = (byte) ((nearer + after + 2) >> 2);
                }
            }
            byte[] swap = above;
            above = here;
            here = swap;
        }
    }

    private static boolean repeated(byte[] samples, int width, int height, int components, int component) {
        int stride = width * components;
        for (int y = 0; y + 1 < height; y += 2) {
            int end = (y + 1) * stride;
            for (int p = y * stride + component; p < end; p += components) {
                if (samples[p] != samples[p + stride]) {
                    return false;
                }
            }
        }
        return true;
    }
}
