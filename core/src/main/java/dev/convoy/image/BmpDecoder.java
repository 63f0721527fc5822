package dev.convoy.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * BMP: uncompressed, of 1, 4, 8, 16, 24 or 32 bits a pixel, by the JDK's own reader, as Pillow reads it. Alpha is
 * ignored.
 *
 * <p>The reader sees a file with the shortest of the headers: a longer one can name a colour profile, even one in
 * another file.
 *
 * <p>Source: Microsoft's BITMAPINFOHEADER; for the rounding of 5 and 6 bits, Pillow's Unpack.c.
 */
final class BmpDecoder {

    private static final ImageReaderSpi READERS = JdkReaders.named("com.sun.imageio.plugins.bmp.BMPImageReaderSpi");

    private static final int HEADER_BYTES = 54;
    private static final int MASK_BYTES = 12;

    private final ByteReader in;

    private BmpDecoder(byte[] bytes) {
        this.in = new ByteReader(bytes, "BMP");
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws IOException {
        return new BmpDecoder(bytes).decode(limit);
    }

    private RgbImage decode(PixelLimit limit) throws IOException {
        long header = in.u32le(14);
        boolean core = header == 12;
        if (!core && (header < 40 || header > 124)) {
            throw in.unsupported("a header of " + header + " bytes");
        }
        int width = core ? in.u16le(18) : (int) in.u32le(18);
        int signedHeight = core ? in.u16le(20) : (int) in.u32le(22);
        limit.check(width, Math.abs((long) signedHeight));
        int height = Math.abs(signedHeight);
        int depth = in.u16le(core ? 24 : 28);
        int compression = core ? 0 : (int) in.u32le(30);
        if (compression != 0 && !(compression == 3 && (depth == 16 || depth == 32))) {
            throw in.unsupported("compression method " + compression + " at " + depth + " bits a pixel");
        }
        byte[] colors = depth <= 8 ? palette(14 + (int) header, core, depth) : null;

        byte[] file = essentials(width, signedHeight, depth, compression);
        ImageReader reader = READERS.createReaderInstance();
        BufferedImage image = Rasters.read(reader, file, width, height, "BMP");
        Raster raster = image.getRaster();
        if (colors != null) {
            return Rasters.indexed(raster, colors);
        }
        if (depth == 24) {
            return Rasters.toRgb(image, "BMP");
        }
        int[] bits = raster.getSampleModel().getSampleSize();
        return Rasters.direct(raster, (sample, band) -> (int) (sample * 255L / ((1L << bits[band]) - 1)));
    }

    private byte[] palette(int position, boolean core, int depth) throws ImageException {
        int entry = core ? 3 : 4;
        long used = core ? 0 : in.u32le(46);
        int count = (int) (used == 0 ? 1L << depth : Math.min(used, 1L << depth));
        in.require(position, (long) count * entry);
        byte[] table = new byte[768];
        for (int i = 0; i < count; i++) {
            for (int channel = 0; channel < 3; channel++) {
                table[3 * i + channel] = (byte) in.u8(position + i * entry + 2 - channel);
            }
        }
        return table;
    }

    /** A BMP file of this file's pixels, with a palette that is all black. */
    private byte[] essentials(int width, int height, int depth, int compression) throws ImageException {
        long pixels = in.u32le(10);
        long pixelBytes = ((long) width * depth + 31) / 32 * 4 * Math.abs((long) height);
        in.require(pixels, pixelBytes);
        int masks = compression == 3 ? MASK_BYTES : 0;
        if (masks > 0) {
            in.require(HEADER_BYTES, masks);
        }
        int offset = HEADER_BYTES + masks + (depth <= 8 ? 4 << depth : 0);
        int length = Math.addExact(offset, (int) pixelBytes);
        ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(in.bytes(), 0, 2).putInt(length).putInt(0).putInt(offset);
        file.putInt(HEADER_BYTES - 14).putInt(width).putInt(height).putShort((short) 1);
        file.putShort((short) depth).putInt(compression);
        if (masks > 0) {
            file.put(HEADER_BYTES, in.bytes(), HEADER_BYTES, masks);
        }
        file.put(offset, in.bytes(), (int) pixels, (int) pixelBytes);
        return file.array();
    }
}
