package dev.convoy.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pixels of three interleaved bytes as one {@code int} each, the first byte lowest: what a loop over whole arrays does
 * to them, the JVM compiles to vector instructions.
 */
final class PackedPixels {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedPixels() {}

    /** Reads {@code count} pixels, at least one, from byte {@code from} on. */
    static void read(byte[] bytes, int from, int[] pixels, int count) {
        int last = count - 1;
        for (int i = 0; i < last; i++) {
            pixels[i] = (int) INT.get(bytes, from + 3 * i) & 0xffffff;
        }
        int end = from + 3 * last;
        pixels[last] = bytes[end] & 0xff | (bytes[end + 1] & 0xff) << 8 | (bytes[end + 2] & 0xff) << 16;
    }

    /** Writes {@code count} pixels, at least one, from byte {@code to} on; what is above their 24 bits is left out. */
    static void write(int[] pixels, byte[] bytes, int to, int count) {
        int last = count - 1;
        for (int i = 0; i < last; i++) {
            INT.set(bytes, to + 3 * i, pixels[i]);
        }
        int pixel = pixels[last];
        int end = to + 3 * last;
        bytes[end] = (byte) pixel;
        bytes[end + 1] = (byte) (pixel >> 8);
        bytes[end + 2] = (byte) (pixel >> 16);
    }

    /** The nearest value from 0 to 255, without a branch. */
    static int level(int value) {
        int above = 255 - value;
        return (value & ~(value >> 31)) + (above & above >> 31);
    }
}
