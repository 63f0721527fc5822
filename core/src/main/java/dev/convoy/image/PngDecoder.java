package dev.convoy.image;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * PNG: every colour type and depth, interlaced or not, with Pillow's conversions to RGB.
 *
 * <p>Alpha and {@code tRNS} are ignored; 16-bit grey is clamped to 255, as Pillow's {@code I;16} to RGB; of other
 * 16-bit samples the high byte counts; a palette index without an entry is black. Checksums are checked up to the last
 * byte of image data, Pillow's headers and, unlike Pillow's, the image data's chunks too. Image data that ends before
 * the last row is a failure. What follows the image data is not read.
 *
 * <p>Source: W3C Portable Network Graphics Specification (Third Edition).
 */
final class PngDecoder {

    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    private final ByteReader in;
    private int width;
    private int height;
    private int depth;
    private int colorType;
    private boolean interlaced;
    private byte[] palette = new byte[0];

    private PngDecoder(byte[] bytes) {
        this.in = new ByteReader(bytes, "PNG");
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws ImageException {
        return new PngDecoder(bytes).decode(limit);
    }

    private RgbImage decode(PixelLimit limit) throws ImageException {
        int position = SIGNATURE.length();
        if (!in.startsWith(position + 4, "IHDR")) {
            throw in.corrupt("the first chunk is not IHDR");
        }
        int imageData = -1;
        while (imageData < 0) {
            in.require(position, 12);
            if (in.startsWith(position + 4, "IEND")) {
                throw in.corrupt("it has no image data");
            }
            if (in.startsWith(position + 4, "IDAT")) {
                imageData = position;
                continue;
            }
            int length = checkedLength(in, position);
            if (in.startsWith(position + 4, "IHDR")) {
                header(position + 8, length, limit);
            } else if (in.startsWith(position + 4, "PLTE")) {
                palette(position + 8, length);
            }
            position += 12 + length;
        }
        PngPixels pixels = new PngPixels(width, height, depth, colorType, palette);
        try (PngRows rows = new PngRows(in, imageData)) {
            if (interlaced) {
                readInterlaced(rows, pixels);
            } else {
                readPass(rows, pixels, 0, 0, 1, 1);
            }
            rows.finish();
        }
        return new RgbImage(width, height, pixels.rgb());
    }

    /** The length of the chunk that starts at this position, after checking that it is all there and its checksum. */
    static int checkedLength(ByteReader in, int position) throws ImageException {
        long length = in.u32(position);
        in.require(position, length + 12);
        CRC32 crc = new CRC32();
        crc.update(in.bytes(), position + 4, (int) length + 4);
        if (crc.getValue() != in.u32((int) (position + 8 + length))) {
            throw in.corrupt("wrong checksum of the chunk at byte " + position);
        }
        return (int) length;
    }

    private void header(int position, int length, PixelLimit limit) throws ImageException {
        if (width != 0 || length != 13) {
            throw in.corrupt(width != 0 ? "it has two IHDR chunks" : "IHDR has " + length + " bytes");
        }
        limit.check(in.u32(position), in.u32(position + 4));
        width = (int) in.u32(position);
        height = (int) in.u32(position + 4);
        depth = in.u8(position + 8);
        colorType = in.u8(position + 9);
        boolean known = colorType != 1 && colorType != 5 && colorType <= 6;
        boolean deep = depth == 8 || (depth == 16 && colorType != 3);
        boolean shallow = (colorType == 0 || colorType == 3) && (depth == 1 || depth == 2 || depth == 4);
        if (!known || !(deep || shallow)) {
            throw in.corrupt("colour type " + colorType + " does not exist at " + depth + " bits");
        }
        int compression = in.u8(position + 10);
        int filter = in.u8(position + 11);
        int interlace = in.u8(position + 12);
        if (compression != 0 || filter != 0 || interlace > 1) {
            throw in.unsupported(
                    "compression, filter and interlace methods " + compression + ", " + filter + ", " + interlace);
        }
        interlaced = interlace == 1;
    }

    private void palette(int position, int length) throws ImageException {
        if (length > 768) {
            throw in.corrupt("its palette has " + length + " bytes, more than 256 colours");
        }
        palette = Arrays.copyOfRange(in.bytes(), position, position + length);
    }

    private void readInterlaced(PngRows rows, PngPixels pixels) throws ImageException {
        readPass(rows, pixels, 0, 0, 8, 8);
        readPass(rows, pixels, 4, 0, 8, 8);
        readPass(rows, pixels, 0, 4, 4, 8);
        readPass(rows, pixels, 2, 0, 4, 4);
        readPass(rows, pixels, 0, 2, 2, 4);
        readPass(rows, pixels, 1, 0, 2, 2);
        readPass(rows, pixels, 0, 1, 1, 2);
    }

    private void readPass(PngRows rows, PngPixels pixels, int left, int top, int stepX, int stepY)
            throws ImageException {
        if (left >= width || top >= height) {
            return;
        }
        int columns = (width - left + stepX - 1) / stepX;
        rows.start(((long) columns * pixels.bitsPerPixel() + 7) / 8, Math.max(1, pixels.bitsPerPixel() / 8));
        for (int y = top; y < height; y += stepY) {
            pixels.put(rows.next(), columns, left, y, stepX);
        }
    }
}
