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
        return region(image, width, height, 0, 0, width, height, interpolation);
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
     * A part of the resized image, its pixels those that the whole would have, without the work for the rest.
     *
     * @param width of the whole resized image
     * @param height of the whole resized image
     * @param left column of the whole at which the part starts
     * @param top row of the whole at which the part starts
     */
    static RgbImage region(
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
            return crop(image, left, top, columns, rows);
        }
        if (down == null) {
            return transposed(Resampler.run(Resampler.columns(image, top), rows, across), columns, rows);
        }
        if (across == null) {
            return image(Resampler.run(Resampler.rows(image, left), columns, down), columns, rows);
        }
        if (image.height() > TALL * image.width() && height < image.height()) {
            int first = across.first();
            int strip = across.end() - first;
            int[] lower = Resampler.run(Resampler.rows(image, first), strip, down);
            return transposed(Resampler.run(Resampler.crossing(lower, strip, first), rows, across), columns, rows);
        }
        int first = down.first();
        int strip = down.end() - first;
        int[] narrower = Resampler.run(Resampler.columns(image, first), strip, across);
        return image(Resampler.run(Resampler.crossing(narrower, strip, first), columns, down), columns, rows);
    }

    private static RgbImage transposed(int[] pixels, int width, int height) {
        int[] rows = new int[pixels.length];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0; x < width; x++, to++) {
                rows[to] = pixels[x * height + y];
            }
        }
        return image(rows, width, height);
    }

    private static RgbImage image(int[] pixels, int width, int height) {
        byte[] rgb = new byte[Math.multiplyExact(pixels.length, 3)];
        for (int i = 0, to = 0; i < pixels.length; i++, to += 3) {
            int pixel = pixels[i];
            rgb[to] = (byte) pixel;
            rgb[to + 1] = (byte) (pixel >> 8);
            rgb[to + 2] = (byte) (pixel >> 16);
        }
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage crop(RgbImage image, int left, int top, int columns, int rows) {
        if (columns == image.width() && rows == image.height()) {
            return image;
        }
        byte[] part = new byte[Math.multiplyExact(Math.multiplyExact(columns, rows), 3)];
        for (int y = 0; y < rows; y++) {
            System.arraycopy(image.rgb(), 3 * ((top + y) * image.width() + left), part, 3 * y * columns, 3 * columns);
        }
        return new RgbImage(columns, rows, part);
    }

    private static RgbImage nearest(RgbImage image, int width, int height, int left, int top, int columns, int rows) {
        int[] across = nearest(image.width(), width, left, columns);
        int[] down = nearest(image.height(), height, top, rows);
        byte[] rgb = image.rgb();
        byte[] part = new byte[Math.multiplyExact(Math.multiplyExact(columns, rows), 3)];
        int to = 0;
        for (int y : down) {
            for (int x : across) {
                int from = 3 * (y * image.width() + x);
                part[to] = rgb[from];
                part[to + 1] = rgb[from + 1];
                part[to + 2] = rgb[from + 2];
                to += 3;
            }
        }
        return new RgbImage(columns, rows, part);
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
