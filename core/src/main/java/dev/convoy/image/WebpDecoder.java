package dev.convoy.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Lossless WebP, by TwelveMonkeys' reader of its bit stream. Alpha and colour profiles are ignored.
 *
 * <p>Lossy WebP is refused: that reader's pixels are up to 14 levels off libwebp's, which are Pillow's. So are
 * animations.
 *
 * <p>Source: Google, WebP Container Specification and Specification for WebP Lossless Bitstream.
 */
final class WebpDecoder {

    private static final ImageReaderSpi READERS = new WebPImageReaderSpi();

    private WebpDecoder() {}

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws IOException {
        ByteReader in = new ByteReader(bytes, "WebP");
        int chunk = bitstream(in, limit);
        long length = in.u32le(chunk + 4);
        in.require(chunk + 8, length);
        if (length < 5 || in.u8(chunk + 8) != 0x2f) {
            throw in.corrupt("its image data has no signature");
        }
        long size = in.u32le(chunk + 9);
        int width = 1 + (int) (size & 0x3fff);
        int height = 1 + (int) (size >> 14 & 0x3fff);
        limit.check(width, height);

        ImageReader reader = READERS.createReaderInstance();
        return Rasters.toRgb(Rasters.read(reader, alone(bytes, chunk, (int) length), width, height, "WebP"), "WebP");
    }

    /** The position of the lossless bit stream's chunk. */
    private static int bitstream(ByteReader in, PixelLimit limit) throws ImageException {
        int position = 12;
        while (true) {
            in.require(position, 8);
            if (in.startsWith(position, "VP8L")) {
                return position;
            }
            if (in.startsWith(position, "VP8 ")) {
                throw in.unsupported("lossy coding");
            }
            if (in.startsWith(position, "ANIM") || in.startsWith(position, "ANMF")) {
                throw in.unsupported("an animation");
            }
            long length = in.u32le(position + 4);
            in.require(position + 8, length);
            if (in.startsWith(position, "VP8X") && length >= 10) {
                limit.check(1 + in.u32le(position + 11) / 256, 1 + in.u32le(position + 14) / 256);
            }
            long next = position + 8 + length + (length & 1);
            in.require(next, 8);
            position = (int) next;
        }
    }

    /** A WebP file of this chunk only. */
    private static byte[] alone(byte[] bytes, int chunk, int length) {
        int padded = length + (length & 1);
        byte[] file = Arrays.copyOf(bytes, 12 + 8 + padded);
        int riff = 4 + 8 + padded;
        for (int i = 0; i < 4; i++) {
            file[4 + i] = (byte) (riff >> (8 * i));
        }
        System.arraycopy(bytes, chunk, file, 12, 8 + length);
        return file;
    }
}
