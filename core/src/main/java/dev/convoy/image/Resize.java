package dev.convoy.image;

/**
 * Bilinear resizing with antialiasing, bit for bit Pillow's {@code Image.resize((width, height), BILINEAR)}: weights in
 * fixed point of 22 bits, first horizontally, then vertically, rounded to 8 bits between; a pass that would change no
 * size is left out.
 *
 * <p>Source: Pillow's src/libImaging/Resample.c, and torchvision's {@code transforms.Resize} for the size.
 */
public final class Resize {

    private Resize() {}

    /**
     * The image at exactly this size.
     *
     * @param width at least 1
     * @param height at least 1
     */
    public static RgbImage to(RgbImage image, int width, int height) {
        requirePositive("width", width);
        requirePositive("height", height);
        return region(image, width, height, 0, 0, width, height);
    }

    /**
     * The image at a size at which its shorter side is {@code size} and its longer one {@code int(size * longer /
     * shorter)}, as {@code torchvision.transforms.Resize(size)} makes it.
     *
     * @param size at least 1
     */
    public static RgbImage shorterSide(RgbImage image, int size) {
        return to(
                image,
                scaledSide(image.width(), image.height(), size),
                scaledSide(image.height(), image.width(), size));
    }

    /** What {@code Resize(size)} makes of a side, given the other one; {@link Integer#MAX_VALUE} if it is more. */
    static int scaledSide(int side, int other, int size) {
        requirePositive("size", size);
        return side <= other ? size : (int) ((double) ((long) size * side) / other);
    }

    /**
     * A part of the resized image, its pixels those that the whole would have, without the work for the rest.
     *
     * @param width of the whole resized image
     * @param height of the whole resized image
     * @param left column of the whole at which the part starts
     * @param top row of the whole at which the part starts
     */
    static RgbImage region(RgbImage image, int width, int height, int left, int top, int columns, int rows) {
        boolean horizontal = width != image.width();
        boolean vertical = height != image.height();
        Weights across = horizontal ? Weights.of(image.width(), width, left, columns) : null;
        Weights down = vertical ? Weights.of(image.height(), height, top, rows) : null;

        int firstRow = vertical ? down.first() : top;
        int endRow = vertical ? down.end() : top + rows;
        byte[] rgb = image.rgb();
        int stride = 3 * image.width();
        int offset = firstRow * stride + 3 * left;
        if (horizontal) {
            rgb = across.acrossRows(rgb, stride, firstRow, endRow);
            stride = 3 * columns;
            offset = 0;
        }
        if (vertical) {
            rgb = down.downColumns(rgb, stride, offset, 3 * columns);
        } else if (stride != 3 * columns || rgb.length != 3 * columns * rows) {
            rgb = copy(rgb, stride, offset, 3 * columns, rows);
        }
        return new RgbImage(columns, rows, rgb);
    }

    private static byte[] copy(byte[] rgb, int stride, int offset, int rowBytes, int rows) {
        byte[] part = new byte[Math.multiplyExact(rowBytes, rows)];
        for (int y = 0; y < rows; y++) {
            System.arraycopy(rgb, offset + y * stride, part, y * rowBytes, rowBytes);
        }
        return part;
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is expected to be at least 1, but it is " + value);
        }
    }
}
