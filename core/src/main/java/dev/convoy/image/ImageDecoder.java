package dev.convoy.image;

import java.io.IOException;
import java.io.Serializable;

/**
 * Image files to pixels: those of Pillow's {@code Image.open(..).convert("RGB")}, exactly.
 *
 * <p>The format is recognised by content, not by name: JPEG, PNG, GIF (its first frame), BMP, TIFF (its first page) and
 * lossless WebP. Pixels are as stored: an EXIF orientation is not applied, colour profiles and alpha are ignored, as
 * Pillow ignores them.
 *
 * <p>Files may come from strangers: a size is read and bounded before memory is taken for its pixels. Immutable, for
 * any number of threads at once.
 */
public final class ImageDecoder implements Serializable {

    /**
     * The default limit, a quarter of a gigabyte of RGB: Pillow's <a
     * href="https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.MAX_IMAGE_PIXELS">
     * {@code Image.MAX_IMAGE_PIXELS}</a>. Pillow warns beyond it and fails beyond its double; here it is the limit.
     */
    public static final long DEFAULT_MAX_PIXELS = 89_478_485;

    private static final long serialVersionUID = 1L;

    private final PixelLimit limit;

    /** A decoder of images of up to {@link #DEFAULT_MAX_PIXELS} pixels. */
    public ImageDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * A decoder of images of up to this many pixels.
     *
     * @param maxPixels from 1 to 715,827,879, the most that fit one Java array; else {@link IllegalArgumentException}
     */
    public ImageDecoder(long maxPixels) {
        this.limit = new PixelLimit(maxPixels);
    }

    /**
     * Decodes the bytes of a file.
     *
     * @throws ImageException if the file is empty, no image, truncated, corrupt, larger than the limit or of an
     *     unsupported kind
     */
    public RgbImage decode(byte[] file) throws ImageException {
        ImageFormat format = ImageFormat.of(file);
        try {
            return switch (format) {
                case JPEG -> JpegDecoder.decode(file, limit);
                case PNG -> PngDecoder.decode(file, limit);
                case GIF -> GifDecoder.decode(file, limit);
                case BMP -> BmpDecoder.decode(file, limit);
                case TIFF -> TiffDecoder.decode(file, limit);
                case WEBP -> WebpDecoder.decode(file, limit);
            };
        } catch (ImageException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            // A LinkageError is a fault of the JVM's installation (a JRE without its native image libraries), not the
            // file's.
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new ImageException("corrupt " + format + ": " + reason, e);
        }
    }
}
