package dev.convoy.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.convoy.image.vp8.FrameHeader;
import dev.convoy.image.vp8.Vp8Decoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Arrays;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * WebP: lossless by TwelveMonkeys' reader of its bit stream, lossy by {@link Vp8Decoder}, as that reader's lossy pixels
 * are not libwebp's. Of an animation the first frame on its canvas, as Pillow shows it, which is black elsewhere. Alpha
 * and colour profiles are ignored.
 *
 * <p>Source: Google, WebP Container Specification and Specification for WebP Lossless Bitstream.
 */
final class WebpDecoder {

    private static final ImageReaderSpi READERS = new WebPImageReaderSpi();

    /** The bytes of a chunk before its content. */
    private static final int HEADER = 8;

    /** Those of an animation's frame before its chunks. */
    private static final int FRAME = 16;

    private final ByteReader in;
    private final PixelLimit limit;
    private int canvasWidth;
    private int canvasHeight;

    private WebpDecoder(byte[] bytes, PixelLimit limit) {
        this.in = new ByteReader(bytes, "WebP");
        this.limit = limit;
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws IOException {
        WebpDecoder decoder = new WebpDecoder(bytes, limit);
        decoder.in.require(HEADER, decoder.in.u32le(4));
        return decoder.decode(12, false);
    }

    /** The first image of the chunks from a position on, those of the file or those of a frame. */
    private RgbImage decode(int from, boolean ofFrame) throws IOException {
        int position = from;
        while (true) {
            in.require(position, HEADER);
            int content = position + HEADER;
            long length = in.u32le(position + 4);
            in.require(content, length);
            if (in.startsWith(position, "VP8L")) {
                return lossless(position, (int) length);
            }
            if (in.startsWith(position, "VP8 ")) {
                return lossy(content, (int) length);
            }
            if (in.startsWith(position, "ANMF") && !ofFrame) {
                return onCanvas(content, length);
            }
            if (in.startsWith(position, "VP8X") && length >= 10) {
                canvasWidth = 1 + in.u24le(content + 4);
                canvasHeight = 1 + in.u24le(content + 7);
                limit.check(canvasWidth, canvasHeight);
            }
            long next = content + length + (length & 1);
            in.require(next, HEADER);
            position = (int) next;
        }
    }

    private RgbImage onCanvas(int frame, long length) throws IOException {
        if (length < FRAME) {
            throw in.corrupt("its frame has " + length + " bytes, fewer than its header");
        }
        long left = 2L * in.u24le(frame);
        long top = 2L * in.u24le(frame + 3);
        RgbImage image = decode(frame + FRAME, true);
        if (left + image.width() > canvasWidth || top + image.height() > canvasHeight) {
            throw in.corrupt("its frame of " + image.width() + " x " + image.height() + " pixels at " + left + ", "
                    + top + " reaches over its canvas of " + canvasWidth + " x " + canvasHeight);
        }
        if (image.width() == canvasWidth && image.height() == canvasHeight) {
            return image;
        }
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(canvasWidth, canvasHeight), 3)];
        for (int y = 0; y < image.height(); y++) {
            int to = (((int) top + y) * canvasWidth + (int) left) * 3;
            System.arraycopy(image.rgb(), y * image.width() * 3, rgb, to, image.width() * 3);
        }
        return new RgbImage(canvasWidth, canvasHeight, rgb);
    }

    private RgbImage lossy(int offset, int length) throws ImageException {
        try {
            FrameHeader header = FrameHeader.read(in.bytes(), offset, length);
            limit.check(header.width(), header.height());
            return WebpColors.toRgb(Vp8Decoder.decode(in.bytes(), offset, length, header));
        } catch (EOFException e) {
            throw in.truncated(e.getMessage());
        } catch (StreamCorruptedException e) {
            throw in.corrupt(e.getMessage());
        }
    }

    private RgbImage lossless(int chunk, int length) throws IOException {
        if (length < 5 || in.u8(chunk + HEADER) != 0x2f) {
            throw in.corrupt("its image data has no signature");
        }
        long size = in.u32le(chunk + HEADER + 1);
        int width = 1 + (int) (size & 0x3fff);
        int height = 1 + (int) (size >> 14 & 0x3fff);
        limit.check(width, height);

        ImageReader reader = READERS.createReaderInstance();
        return Rasters.toRgb(Rasters.read(reader, alone(chunk, length), width, height, "WebP"), "WebP");
    }

    /** A WebP file of this chunk only. */
    private byte[] alone(int chunk, int length) {
        int padded = length + (length & 1);
        byte[] file = Arrays.copyOf(in.bytes(), 12 + HEADER + padded);
        int riff = 4 + HEADER + padded;
        for (int i = 0; i < 4; i++) {
            file[4 + i] = (byte) (riff >> (8 * i));
        }
        System.arraycopy(in.bytes(), chunk, file, 12, HEADER + length);
        return file;
    }
}
