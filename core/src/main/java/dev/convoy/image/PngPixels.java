package dev.convoy.image;

/** The RGB pixels of a PNG image, filled row by row from its samples. */
final class PngPixels {

    private final int width;
    private final int depth;
    private final int colorType;
    private final int samplesPerPixel;
    private final byte[] colors;
    private final byte[] rgb;

    PngPixels(int width, int height, int depth, int colorType, byte[] palette) {
        this.width = width;
        this.depth = depth;
        this.colorType = colorType;
        this.samplesPerPixel = switch (colorType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        this.colors = colorType == 3 ? paletteColors(palette) : grayColors(depth);
        this.rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    }

    byte[] rgb() {
        return rgb;
    }

    int bitsPerPixel() {
        return samplesPerPixel * depth;
    }

    /**
     * Puts a row's samples, which start at byte 1, at every {@code step}-th pixel of row {@code y} from {@code left}.
     */
    void put(byte[] row, int columns, int left, int y, int step) {
        int to = (y * width + left) * 3;
        if (colorType == 2 && depth == 8 && step == 1) {
            System.arraycopy(row, 1, rgb, to, columns * 3);
        } else if (samplesPerPixel >= 3) {
            putColor(row, columns, to, 3 * step);
        } else if (depth == 16) {
            putGray16(row, columns, to, 3 * step);
        } else {
            putIndexed(row, columns, to, 3 * step);
        }
    }

    /** Of 8- or 16-bit samples in big-endian order, the first byte of each. */
    private void putColor(byte[] row, int columns, int start, int step) {
        int sample = depth / 8;
        int pixel = samplesPerPixel * sample;
        for (int x = 0, from = 1, to = start; x < columns; x++, from += pixel, to += step) {
            rgb[to] = row[from];
            rgb[to + 1] = row[from + sample];
            rgb[to + 2] = row[from + 2 * sample];
        }
    }

    private void putGray16(byte[] row, int columns, int start, int step) {
        boolean alpha = samplesPerPixel == 2;
        int pixel = 2 * samplesPerPixel;
        for (int x = 0, from = 1, to = start; x < columns; x++, from += pixel, to += step) {
            byte level = alpha ? row[from] : row[from] != 0 ? (byte) 255 : row[from + 1];
            rgb[to] = level;
            rgb[to + 1] = level;
            rgb[to + 2] = level;
        }
    }

    /** Samples of 1, 2, 4 or 8 bits through the table of colours; alpha is stepped over. */
    private void putIndexed(byte[] row, int columns, int start, int step) {
        int perByte = 8 / depth;
        int mask = (1 << depth) - 1;
        for (int x = 0, to = start; x < columns; x++, to += step) {
            int value = samplesPerPixel == 2
                    ? row[1 + 2 * x] & 0xff
                    : row[1 + x / perByte] >> (8 - depth - x % perByte * depth) & mask;
            rgb[to] = colors[3 * value];
            rgb[to + 1] = colors[3 * value + 1];
            rgb[to + 2] = colors[3 * value + 2];
        }
    }

    private static byte[] paletteColors(byte[] palette) {
        byte[] colors = new byte[768];
        System.arraycopy(palette, 0, colors, 0, palette.length / 3 * 3);
        return colors;
    }

    private static byte[] grayColors(int depth) {
        byte[] colors = new byte[768];
        int levels = Math.min(256, 1 << depth);
        for (int i = 0; i < 3 * levels; i++) {
            colors[i] = (byte) (i / 3 * 255 / (levels - 1));
        }
        return colors;
    }
}
