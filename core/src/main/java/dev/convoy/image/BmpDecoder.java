package dev.convoy.image;

/**
 * BMP: uncompressed, of 1, 4, 8, 16, 24 or 32 bits a pixel, as Pillow reads it. Alpha is ignored.
 *
 * <p>Source: Microsoft's BITMAPINFOHEADER; for the rounding of 5 and 6 bits, Pillow's Unpack.c.
 */
final class BmpDecoder {

    private final ByteReader in;

    private BmpDecoder(byte[] bytes) {
        this.in = new ByteReader(bytes, "BMP");
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws ImageException {
        return new BmpDecoder(bytes).decode(limit);
    }

    private RgbImage decode(PixelLimit limit) throws ImageException {
        long pixelData = in.u32le(10);
        long header = in.u32le(14);
        boolean core = header == 12;
        if (!core && (header < 40 || header > 124)) {
            throw in.unsupported("a header of " + header + " bytes");
        }
        int width = core ? in.u16le(18) : (int) in.u32le(18);
        int signedHeight = core ? in.u16le(20) : (int) in.u32le(22);
        boolean topDown = signedHeight < 0;
        long tall = Math.abs((long) signedHeight);
        limit.check(width, tall);
        int height = (int) tall;
        int depth = in.u16le(core ? 24 : 28);
        long compression = core ? 0 : in.u32le(30);
        if (compression != 0 && !(compression == 3 && (depth == 16 || depth == 32))) {
            throw in.unsupported("compression method " + compression + " at " + depth + " bits a pixel");
        }
        if (depth != 1 && depth != 4 && depth != 8 && depth != 16 && depth != 24 && depth != 32) {
            throw in.unsupported(depth + " bits a pixel");
        }
        long rowBytes = ((long) width * depth + 31) / 32 * 4;
        in.require(pixelData, rowBytes * height);

        byte[] table = depth <= 8 ? palette(14 + (int) header, core, depth) : new byte[0];
        Layout layout = depth > 8 ? layout(depth, compression) : null;
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        for (int y = 0; y < height; y++) {
            int from = (int) (pixelData + rowBytes * (topDown ? y : height - 1 - y));
            int to = 3 * width * y;
            if (depth <= 8) {
                indexed(from, table, depth, rgb, to, width);
            } else {
                direct(from, layout, rgb, to, width);
            }
        }
        return new RgbImage(width, height, rgb);
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

    private void indexed(int from, byte[] table, int depth, byte[] rgb, int start, int width) {
        byte[] bytes = in.bytes();
        int perByte = 8 / depth;
        int mask = (1 << depth) - 1;
        for (int x = 0, to = start; x < width; x++, to += 3) {
            int index = bytes[from + x / perByte] >> (8 - depth - x % perByte * depth) & mask;
            System.arraycopy(table, 3 * index, rgb, to, 3);
        }
    }

    /** Bits of red, green and blue within a little-endian pixel of so many bytes. */
    private record Layout(int bytes, int red, int redBits, int green, int greenBits, int blue, int blueBits) {}

    private Layout layout(int depth, long compression) throws ImageException {
        if (depth == 24) {
            return new Layout(3, 16, 8, 8, 8, 0, 8);
        }
        if (compression == 0) {
            return depth == 32 ? new Layout(4, 16, 8, 8, 8, 0, 8) : new Layout(2, 10, 5, 5, 5, 0, 5);
        }
        int red = (int) in.u32le(54);
        int green = (int) in.u32le(58);
        int blue = (int) in.u32le(62);
        int redBits = contiguousBits(red);
        int greenBits = contiguousBits(green);
        int blueBits = contiguousBits(blue);
        return new Layout(
                depth / 8,
                Integer.numberOfTrailingZeros(red),
                redBits,
                Integer.numberOfTrailingZeros(green),
                greenBits,
                Integer.numberOfTrailingZeros(blue),
                blueBits);
    }

    private int contiguousBits(int mask) throws ImageException {
        int bits = Integer.bitCount(mask);
        boolean contiguous = bits > 0 && mask >>> Integer.numberOfTrailingZeros(mask) == (1 << bits) - 1;
        if (!contiguous || bits > 8) {
            throw in.unsupported(String.format("colour mask 0x%08x", mask));
        }
        return bits;
    }

    private void direct(int from, Layout layout, byte[] rgb, int start, int width) {
        byte[] bytes = in.bytes();
        int p = from;
        for (int x = 0, to = start; x < width; x++, to += 3) {
            int pixel = 0;
            for (int i = 0; i < layout.bytes; i++, p++) {
                pixel |= (bytes[p] & 0xff) << (8 * i);
            }
            rgb[to] = level(pixel >>> layout.red, layout.redBits);
            rgb[to + 1] = level(pixel >>> layout.green, layout.greenBits);
            rgb[to + 2] = level(pixel >>> layout.blue, layout.blueBits);
        }
    }

    private static byte level(int value, int bits) {
        int most = (1 << bits) - 1;
        return (byte) ((value & most) * 255 / most);
    }
}
