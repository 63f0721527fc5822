package dev.convoy.image;

import java.util.Arrays;

/**
 * GIF: the first frame on its screen, as Pillow shows it.
 *
 * <p>Where the frame leaves the screen free, it has the frame's transparent colour, or colour 0 if it names none; the
 * screen grows to hold the frame. Transparency is ignored otherwise; a colour index without an entry is black, and
 * without any palette an index is a level of grey.
 *
 * <p>The JDK's own reader is not used: it takes the second of two clear codes in a row for a pixel and shifts the rest.
 *
 * <p>Source: CompuServe, Graphics Interchange Format, Version 89a.
 */
final class GifDecoder {

    private final ByteReader in;
    private final PixelLimit limit;
    private byte[] colors = new byte[0];
    private int transparent;

    private GifDecoder(byte[] bytes, PixelLimit limit) {
        this.in = new ByteReader(bytes, "GIF");
        this.limit = limit;
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws ImageException {
        return new GifDecoder(bytes, limit).decode();
    }

    private RgbImage decode() throws ImageException {
        int width = in.u16le(6);
        int height = in.u16le(8);
        limit.check(Math.max(1, width), Math.max(1, height));
        int position = 13 + palette(10, 13);
        while (true) {
            int block = in.u8(position);
            position++;
            if (block == '!') {
                if (in.u8(position) == 0xf9 && in.u8(position + 1) >= 4 && (in.u8(position + 2) & 1) != 0) {
                    transparent = in.u8(position + 5);
                }
                position = afterBlocks(position + 1);
            } else if (block == ',') {
                return frame(position, width, height);
            } else if (block == ';') {
                throw in.corrupt("it has no frame");
            }
        }
    }

    /** Takes the palette at {@code position} if the flags say that there is one; the bytes it takes. */
    private int palette(int flagsPosition, int position) throws ImageException {
        int flags = in.u8(flagsPosition);
        if ((flags & 0x80) == 0) {
            return 0;
        }
        int length = 3 << ((flags & 7) + 1);
        in.require(position, length);
        colors = Arrays.copyOfRange(in.bytes(), position, position + length);
        return length;
    }

    private int afterBlocks(int from) throws ImageException {
        int position = from;
        while (in.u8(position) != 0) {
            position += 1 + in.u8(position);
        }
        return position + 1;
    }

    private RgbImage frame(int position, int screenWidth, int screenHeight) throws ImageException {
        int left = in.u16le(position);
        int top = in.u16le(position + 2);
        int frameWidth = in.u16le(position + 4);
        int frameHeight = in.u16le(position + 6);
        boolean interlaced = (in.u8(position + 8) & 0x40) != 0;
        int width = Math.max(screenWidth, left + frameWidth);
        int height = Math.max(screenHeight, top + frameHeight);
        limit.check(width, height);
        int data = position + 9 + palette(position + 8, position + 9);
        if (frameWidth == 0 || frameHeight == 0) {
            throw in.corrupt("its frame is " + frameWidth + " x " + frameHeight + " pixels");
        }
        byte[] indices = new byte[Math.multiplyExact(frameWidth, frameHeight)];
        int filled = new GifLzw(in, data).decode(indices);
        if (filled < indices.length) {
            throw in.truncated("its image data ends after " + filled + " of " + indices.length + " pixels");
        }

        byte[] table = table();
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        if (frameWidth != width || frameHeight != height) {
            for (int i = 0; i < rgb.length; i += 3) {
                System.arraycopy(table, 3 * transparent, rgb, i, 3);
            }
        }
        for (int row = 0; row < frameHeight; row++) {
            int y = top + (interlaced ? interlacedRow(row, frameHeight) : row);
            int to = 3 * (y * width + left);
            for (int x = 0; x < frameWidth; x++, to += 3) {
                int color = 3 * (indices[row * frameWidth + x] & 0xff);
                rgb[to] = table[color];
                rgb[to + 1] = table[color + 1];
                rgb[to + 2] = table[color + 2];
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private byte[] table() {
        if (colors.length > 0) {
            return Arrays.copyOf(colors, 768);
        }
        byte[] grays = new byte[768];
        for (int i = 0; i < grays.length; i++) {
            grays[i] = (byte) (i / 3);
        }
        return grays;
    }

    /** Where the {@code row}-th row of the data goes: every 8th from 0, every 8th from 4, every 4th from 2, the odd. */
    private static int interlacedRow(int row, int height) {
        int rest = row;
        for (int pass = 0; pass < 4; pass++) {
            int start = pass == 0 ? 0 : 8 >> pass;
            int step = pass == 0 ? 8 : 16 >> pass;
            int rows = height > start ? (height - start + step - 1) / step : 0;
            if (rest < rows) {
                return start + rest * step;
            }
            rest -= rows;
        }
        throw new AssertionError("row " + row + " of " + height);
    }
}
