package dev.convoy.image;

/**
 * JPEG samples to RGB, in place where there are three a pixel, with libjpeg's integers and Pillow's conversions.
 *
 * <p>YCbCr follows {@code build_ycc_rgb_table} of libjpeg's jdcolor.c: 16-bit fixed point, rounded once for red and
 * blue and once for the sum of green's two terms. Four components are taken to be stored inverted, as Adobe stores them
 * and Pillow assumes.
 */
final class JpegColors {

    private static final int[] CR_TO_RED = new int[256];
    private static final int[] CB_TO_BLUE = new int[256];
    private static final int[] CR_TO_GREEN = new int[256];
    private static final int[] CB_TO_GREEN = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            CR_TO_RED[i] = (fixed(1.40200) * x + 0x8000) >> 16;
            CB_TO_BLUE[i] = (fixed(1.77200) * x + 0x8000) >> 16;
            CR_TO_GREEN[i] = -fixed(0.71414) * x;
            CB_TO_GREEN[i] = -fixed(0.34414) * x + 0x8000;
        }
    }

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
                ycbcr(samples, 3, 0);
                yield samples;
            }
            case CMYK -> cmyk(samples);
            case YCCK -> {
                // libjpeg turns YCC into 255 - RGB and passes K through.
                ycbcr(samples, 4, 0xff);
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

    private static void ycbcr(byte[] samples, int step, int inversion) {
        for (int i = 0; i < samples.length; i += step) {
            int y = samples[i] & 0xff;
            int cb = samples[i + 1] & 0xff;
            int cr = samples[i + 2] & 0xff;
            samples[i] = (byte) (clamp(y + CR_TO_RED[cr]) ^ inversion);
            samples[i + 1] = (byte) (clamp(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> 16)) ^ inversion);
            samples[i + 2] = (byte) (clamp(y + CB_TO_BLUE[cb]) ^ inversion);
        }
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

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
