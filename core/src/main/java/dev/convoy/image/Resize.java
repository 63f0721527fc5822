package dev.convoy.image;

/**
 * Resizing, bit for bit Pillow's {@code Image.resize((width, height), interpolation)}: weights in fixed point of 22
 * bits, first horizontally, then vertically, rounded to 8 bits between; a pass that would change no size is left out.
 *
 * <p>Source: Pillow's src/libImaging/Resample.c, and torchvision's {@code transforms.Resize} for the size.
 */
public final class Resize {

    /** An image this many times as high as wide is reduced vertically first, as Pillow does it since version 12. */
    private static final long TALL = 100;

    /** Rows that a vertical pass holds where it is cheap to read them again. */
    private static final int ROWS_HELD = 32;

    private Resize() {}

    /**
     * The image at exactly this size.
     *
     * @param width at least 1
     * @param height at least 1
     */
    public static RgbImage to(RgbImage image, int width, int height, Interpolation interpolation) {
        requirePositive("width", width);
        requirePositive("height", height);
        return width == image.width() && height == image.height()
                ? image
                : region(image, width, height, 0, 0, width, height, interpolation)
                        .toImage(width, height);
    }

    /**
     * The image at a size at which its shorter side is {@code size} and its longer one {@code int(size * longer /
     * shorter)}, as {@code torchvision.transforms.Resize(size)} makes it.
     *
     * @param size at least 1
     */
    public static RgbImage shorterSide(RgbImage image, int size, Interpolation interpolation) {
        return to(
                image,
                scaledSide(image.width(), image.height(), size),
                scaledSide(image.height(), image.width(), size),
                interpolation);
    }

    /** What {@code Resize(size)} makes of a side, given the other one; {@link Integer#MAX_VALUE} if it is more. */
    static int scaledSide(int side, int other, int size) {
        requirePositive("size", size);
        return side <= other ? size : (int) ((double) ((long) size * side) / other);
    }

    /**
     * The rows of a part of the resized image, its pixels those that the whole would have, without the work for the
     * rest; they are made in their order.
     *
     * @param width of the whole resized image
     * @param height of the whole resized image
     * @param left column of the whole at which the part starts
     * @param top row of the whole at which the part starts
     */
    static PixelRows region(
            RgbImage image,
            int width,
            int height,
            int left,
            int top,
            int columns,
            int rows,
            Interpolation interpolation) {
        if (interpolation == Interpolation.NEAREST) {
            return nearest(image, width, height, left, top, columns, rows);
        }
        Weights across = width == image.width() ? null : Weights.of(image.width(), width, left, columns, interpolation);
        Weights down = height == image.height() ? null : Weights.of(image.height(), height, top, rows, interpolation);
        if (across == null && down == null) {
            return PixelRows.of(image, left, columns).from(top);
        }
        if (down == null) {
            return new HorizontalPass(strip(image, across), across).from(top);
        }
        if (across == null) {
            return new VerticalPass(PixelRows.of(image, left, columns), columns, down, ROWS_HELD);
        }
        if (image.height() > TALL * image.width() && height < image.height()) {
            PixelRows lower = new VerticalPass(strip(image, across), across.end() - across.first(), down, ROWS_HELD);
            return new HorizontalPass(lower, across);
        }
        PixelRows narrower = new HorizontalPass(strip(image, across), across);
        return new VerticalPass(narrower, columns, down, down.taps());
    }

    /** The columns that have a weight. */
    private static PixelRows strip(RgbImage image, Weights across) {
        return PixelRows.of(image, across.first(), across.end() - across.first());
    }

    private static PixelRows nearest(RgbImage image, int width, int height, int left, int top, int columns, int rows) {
        int[] across = nearest(image.width(), width, left, columns);
        int[] down = nearest(image.height(), height, top, rows);
        PixelRows in = PixelRows.of(image, 0, image.width());
        int[] before = new int[image.width()];
        return (row, pixels) -> {
            in.read(down[row], before);
            for (int i = 0; i < columns; i++) {
                pixels[i] = before[across[i]];
            }
        };
    }

    /**
     * The inputs of outputs {@code from} to {@code from + count}, by Pillow's repeated addition, its roundings
     * included.
     */
    private static int[] nearest(int in, int out, int from, int count) {
        double step = (double) in / out;
        int[] inputs = new int[count];
        double position = step * 0.5;
        for (int i = 0; i < from + count; i++, position += step) {
            if (i >= from) {
                inputs[i - from] = (int) position;
            }
        }
        return inputs;
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is expected to be at least 1, but it is " + value);
        }
    }
}
