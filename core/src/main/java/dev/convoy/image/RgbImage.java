package dev.convoy.image;

import java.util.Arrays;

/**
 * A decoded image: 8 bits a channel, channels red, green, blue, interleaved, rows from the top: {@code [H, W, 3]}, the
 * layout of {@code numpy.asarray(Image.open(..).convert("RGB"))}.
 *
 * <p>An image does not copy the array it is made of, and nothing in Convoy writes to it afterwards; who keeps the array
 * must not either.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code height * width * 3} bytes, each an unsigned level from 0 to 255
 */
public record RgbImage(
        int width,
        int height,
        @SuppressWarnings("ArrayRecordComponent") byte[] rgb) {

    /** Checks that the array is as long as the size says, else {@link IllegalArgumentException}. */
    public RgbImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "an image is at least 1 x 1 pixel, but this one is " + width + " x " + height);
        }
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " pixels has "
                    + 3L * width * height + " bytes of RGB, but the array has " + rgb.length);
        }
    }

    /** Whether size and every pixel agree. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && width == image.width
                && height == image.height
                && Arrays.equals(rgb, image.rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    /** For example {@code RgbImage[500 x 375]}. */
    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}
