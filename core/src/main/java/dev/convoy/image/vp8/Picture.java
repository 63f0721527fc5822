package dev.convoy.image.vp8;

/**
 * A frame: luma, and two chromas of half its width and height, rounded up.
 *
 * @param width in pixels; planes may be wider
 * @param height in pixels; planes may be higher
 * @param y luma
 * @param u blue, less luma
 * @param v red, less luma
 */
public record Picture(int width, int height, Plane y, Plane u, Plane v) {

    /** A picture of so many pixels, in whole macroblocks of 16 a side. */
    static Picture of(int width, int height) {
        int columns = macroblocks(width);
        int rows = macroblocks(height);
        return new Picture(
                width,
                height,
                new Plane(16 * columns, 16 * rows),
                new Plane(8 * columns, 8 * rows),
                new Plane(8 * columns, 8 * rows));
    }

    /** The macroblocks of a row. */
    int columns() {
        return macroblocks(width);
    }

    /** The rows of macroblocks. */
    int rows() {
        return macroblocks(height);
    }

    private static int macroblocks(int pixels) {
        return (pixels + 15) / 16;
    }
}
