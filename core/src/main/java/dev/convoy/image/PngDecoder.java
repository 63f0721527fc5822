package dev.convoy.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * PNG: every colour type and depth, interlaced or not, by the JDK's own reader, with Pillow's conversions to RGB.
 *
 * <p>Alpha and {@code tRNS} are ignored; 16-bit grey is clamped to 255, as Pillow's {@code I;16} to RGB; of other
 * 16-bit samples the high byte counts; a palette index without an entry is black. The chunks are walked before the
 * reader sees them: checksums are checked up to the last chunk of image data, Pillow's headers and, unlike Pillow's,
 * the image data's chunks too. Image data that ends before the last row is a failure. What follows the image data is
 * not read.
 *
 * <p>Source: W3C Portable Network Graphics Specification (Third Edition).
 */
final class PngDecoder {

    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    private static final ImageReaderSpi READERS = JdkReaders.named("com.sun.imageio.plugins.png.PNGImageReaderSpi");

    private static final int IHDR_BYTES = 25;

    /** Of one black entry: colours come from the file's own palette. The reader does not check the checksum. */
    private static final byte[] PLTE = {0, 0, 0, 3, 'P', 'L', 'T', 'E', 0, 0, 0, 0, 0, 0, 0};

    private static final byte[] IEND = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0, 0, 0, 0};

    /** The reader holds some rows beside the pixels, of up to 8 bytes a pixel: no real image is so wide. */
    private static final int MAX_WIDTH = 1 << 23;

    private final ByteReader in;
    private int width;
    private int height;
    private byte[] palette = new byte[0];

    private PngDecoder(byte[] bytes) {
        this.in = new ByteReader(bytes, "PNG");
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws IOException {
        return new PngDecoder(bytes).decode(limit);
    }

    private RgbImage decode(PixelLimit limit) throws IOException {
        int header = SIGNATURE.length();
        if (!in.startsWith(header + 4, "IHDR")) {
            throw in.corrupt("the first chunk is not IHDR");
        }
        int position = header;
        while (!in.startsWith(position + 4, "IDAT")) {
            in.require(position, 12);
            if (in.startsWith(position + 4, "IEND")) {
                throw in.corrupt("it has no image data");
            }
            int length = checkedLength(position);
            if (in.startsWith(position + 4, "IHDR")) {
                header(position + 8, length, limit);
            } else if (in.startsWith(position + 4, "PLTE")) {
                palette(position + 8, length);
            }
            position += 12 + length;
        }
        int imageData = position;
        while (in.startsWith(position + 4, "IDAT")) {
            position += 12 + checkedLength(position);
        }
        return pixels(in.u8(header + 16), in.u8(header + 17), imageData, position);
    }

    /** The length of the chunk that starts at this position, after checking that it is all there and its checksum. */
    private int checkedLength(int position) throws ImageException {
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
        if (width != 0 || length != IHDR_BYTES - 12) {
            throw in.corrupt(width != 0 ? "it has two IHDR chunks" : "IHDR has " + length + " bytes");
        }
        limit.check(in.u32(position), in.u32(position + 4));
        width = (int) in.u32(position);
        height = (int) in.u32(position + 4);
        if (width > MAX_WIDTH) {
            throw in.unsupported("a row of " + width + " pixels");
        }
    }

    private void palette(int position, int length) throws ImageException {
        if (length > 768) {
            throw in.corrupt("its palette has " + length + " bytes, more than 256 colours");
        }
        palette = Arrays.copyOfRange(in.bytes(), position, position + length / 3 * 3);
    }

    private RgbImage pixels(int depth, int colorType, int from, int to) throws IOException {
        ImageReader reader = READERS.createReaderInstance();
        BufferedImage image = Rasters.read(reader, essentials(colorType == 3, from, to), width, height, "PNG");
        if (colorType == 3) {
            return Rasters.indexed(image.getRaster(), Arrays.copyOf(palette, 768));
        }
        if (depth == 16) {
            return Rasters.direct(
                    image.getRaster(),
                    colorType == 0 ? (sample, band) -> Math.min(sample, 255) : (sample, band) -> sample >> 8);
        }
        return Rasters.toRgb(image, "PNG");
    }

    /** A PNG file of the header, a palette if samples are indices, and these bytes, the chunks of image data. */
    private byte[] essentials(boolean indexed, int from, int to) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(to - from + 64);
        file.write(in.bytes(), 0, SIGNATURE.length() + IHDR_BYTES);
        if (indexed) {
            file.writeBytes(PLTE);
        }
        file.write(in.bytes(), from, to - from);
        file.writeBytes(IEND);
        return file.toByteArray();
    }
}
