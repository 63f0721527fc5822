package dev.convoy.image;

import java.io.IOException;
import java.io.Serializable;

/**
 * Image files to pixels: those of Pillow's {@code Image.open(..).convert("RGB")}, exactly.
 *
 * <p>The format is recognised by content, not by name: JPEG, PNG, GIF (its first frame), BMP, TIFF (its first page) and
 * lossless WebP. Pixels are as stored, as Pillow gives them: an orientation is applied to TIFF only, unless
 * {@link #applyExifOrientation} says to apply it; colour profiles and alpha are ignored.
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

    /** The largest limit: the most pixels of 3 bytes that fit one Java array. */
    public static final long MOST_PIXELS = PixelLimit.LARGEST;

    private static final long serialVersionUID = 1L;

    private final PixelLimit limit;
    private final boolean exifOrientation;

    /** A decoder of images of up to {@link #DEFAULT_MAX_PIXELS} pixels. */
    public ImageDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * A decoder of images of up to this many pixels.
     *
     * @param maxPixels from 1 to {@link #MOST_PIXELS}; else {@link IllegalArgumentException}
     */
    public ImageDecoder(long maxPixels) {
        this(new PixelLimit(maxPixels), false);
    }

    private ImageDecoder(PixelLimit limit, boolean exifOrientation) {
        this.limit = limit;
        this.exifOrientation = exifOrientation;
    }

    /**
     * Whether images are turned as the EXIF orientation of JPEG, PNG and WebP files says, or the XMP one if there is
     * none, as {@code ImageOps.exif_transpose} turns them; by default they are not. {@code apply_exif_orientation} of
     * torchvision.
     */
    public ImageDecoder applyExifOrientation(boolean apply) {
        return new ImageDecoder(limit, apply);
    }

    /** Whether a file that begins with these bytes, 32 or all there are, is of a format that is read. */
    public static boolean isImage(byte[] head) {
        return ImageFormat.isKnown(head);
    }

    /**
     * Decodes the bytes of a file.
     *
     * @throws ImageException if the file is empty, no image, truncated, corrupt, larger than the limit or of an
     *     unsupported kind
     */
    public RgbImage decode(byte[] file) throws ImageException {
        ImageFormat format = ImageFormat.of(file);
        RgbImage image = decode(file, format);
        return exifOrientation ? Orientation.upright(image, Orientation.of(file, format)) : image;
    }

    private RgbImage decode(byte[] file, ImageFormat format) throws ImageException {
        return decoded(format, () -> switch (format) {
            case JPEG -> JpegDecoder.decode(file, limit);
            case PNG -> PngDecoder.decode(file, limit);
            case GIF -> GifDecoder.decode(file, limit);
            case BMP -> BmpDecoder.decode(file, limit);
            case TIFF -> TiffDecoder.decode(file, limit);
            case WEBP -> WebpDecoder.decode(file, limit);
        });
    }

    /** A decoder at work. */
    interface Decoding {
        RgbImage run() throws IOException;
    }

    /**
     * What a decoder trips over in a broken file is the file's fault. An {@link Error} is not: our own, the
     * installation's (a JRE without its native image libraries), or memory that is too small.
     */
    static RgbImage decoded(ImageFormat format, Decoding decoding) throws ImageException {
        try {
            return decoding.run();
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new ImageException("corrupt " + format + ": " + reason, e);
        }
    }
}
