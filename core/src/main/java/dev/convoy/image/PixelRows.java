package dev.convoy.image;

/** Rows of {@linkplain PackedPixels packed pixels}, made as they are asked for. */
interface PixelRows {

    /** Writes a row to the beginning of an array. */
    void read(int row, int[] pixels);

    /** A part of an image's rows, which begins at column {@code left}. */
    static PixelRows of(RgbImage image, int left, int columns) {
        return (row, pixels) -> PackedPixels.read(image.rgb(), 3 * (row * image.width() + left), pixels, columns);
    }

    /** These rows, of which row {@code top} becomes the first. */
    default PixelRows from(int top) {
        return (row, pixels) -> read(top + row, pixels);
    }

    /** The first rows as an image. */
    default RgbImage toImage(int columns, int rows) {
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(columns, rows), 3)];
        int[] pixels = new int[columns];
        for (int row = 0; row < rows; row++) {
            read(row, pixels);
            PackedPixels.write(pixels, rgb, 3 * row * columns, columns);
        }
        return new RgbImage(columns, rows, rgb);
    }
}
