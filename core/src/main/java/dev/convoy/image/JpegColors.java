package dev.convoy.image;

/**
 * JPEG samples to RGB, in place where there are three a pixel, with libjpeg's integers and Pillow's conversions.
 *
 * <p>YCbCr follows {@code build_ycc_rgb_table} of libjpeg's jdcolor.c: 16-bit fixed point, rounded once for red and
 * blue and once for the sum of green's two terms. Four components are taken to be stored inverted, as Adobe stores them
 * and Pillow assumes.
 */
final class JpegColors {

    private static final int CR_TO_RED = fixed(1.40200);
    private static final int CB_TO_BLUE = fixed(1.77200);
    private static final int CR_TO_GREEN = fixed(0.71414);
    private static final int CB_TO_GREEN = fixed(0.34414);
    private static final int HALF = 1 << 15;

    /** Pixels that are converted at a time: they stay in the first-level cache. */
    private static final int CHUNK = 1024;

    private JpegColors() {}

    private static int fixed(double value) {
        return (int) (value * 65536 + 0.5);
    }

    /** RGB of the samples, interleaved as in {@link RgbImage}; three samples a pixel are overwritten. */
    static byte[] toRgb(byte[] samples, JpegFile.Colors colors) {
        return switch (colors) {
            case RGB -> samples;
            case GRAY -> gray(samples);
            case YCBCR -> {
                ycbcr(samples);
                yield samples;
            }
            case CMYK -> cmyk(samples);
            case YCCK -> {
                ycck(samples);
                yield cmyk(samples);
            }
        };
    }

    private static byte[] gray(byte[] samples) {
        byte[] rgb = new byte[Math.multiplyExact(samples.length, 3)];
        for (int i = 0, to = 0; i < samples.length; i++, to += 3) {
            rgb[to] = samples[i];
            rgb[to + 1] = samples[i];
            rgb[to + 2] = samples[i];
        }
        return rgb;
    }

    private static void ycbcr(byte[] samples) {
        int[] pixels = new int[CHUNK];
        int count = samples.length / 3;
        for (int from = 0; from < count; from += CHUNK) {
            int length = Math.min(CHUNK, count - from);
            PackedPixels.read(samples, 3 * from, pixels, length);
            for (int i = 0; i < length; i++) {
                pixels[i] = rgb(pixels[i]);
            }
            PackedPixels.write(pixels, samples, 3 * from, length);
        }
    }

    /** libjpeg turns YCC into 255 - RGB and passes K through. */
    private static void ycck(byte[] samples) {
        int[] pixel = new int[1];
        for (int i = 0; i < samples.length; i += 4) {
            PackedPixels.read(samples, i, pixel, 1);
            pixel[0] = ~rgb(pixel[0]);
            PackedPixels.write(pixel, samples, i, 1);
        }
    }

    /** A {@linkplain PackedPixels packed pixel}, red lowest, of one of Y, Cb and Cr, Y lowest. */
    private static int rgb(int ycc) {
        int y = ycc & 0xff;
        int cb = (ycc >> 8 & 0xff) - 128;
        int cr = (ycc >> 16 & 0xff) - 128;
        int red = y + (CR_TO_RED * cr + HALF >> 16);
        int green = y + (HALF - CB_TO_GREEN * cb - CR_TO_GREEN * cr >> 16);
        int blue = y + (CB_TO_BLUE * cb + HALF >> 16);
        return PackedPixels.level(red) | PackedPixels.level(green) << 8 | PackedPixels.level(blue) << 16;
    }

    /** {@code cmyk2rgb} of Pillow's Convert.c, on inverted samples: each ink darkens what black leaves. */
    private static byte[] cmyk(byte[] samples) {
        byte[] rgb = new byte[samples.length / 4 * 3];
        for (int i = 0, to = 0; i < samples.length; i += 4, to += 3) {
            int white = samples[i + 3] & 0xff;
            for (int ink = 0; ink < 3; ink++) {
                int product = (255 - (samples[i + ink] & 0xff)) * white + 128;
                rgb[to + ink] = (byte) (white - ((product + (product >> 8)) >> 8));
            }
        }
        return rgb;
    }
}
