package dev.convoy.image.vp8;

/** The boolean entropy decoder: bits of known probabilities out of a range of bytes (RFC 6386, section 7). */
final class BoolDecoder {

    private final byte[] bytes;
    private final int end;
    private int position;
    /** What is left of the bits that were read; those from bit {@code below} on are compared with the range. */
    private int value;

    private int below = -8;
    private int range = 255;
    private boolean exhausted;

    BoolDecoder(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** The next bit, which is false with a probability of so many 256ths. */
    boolean bit(int probability) {
        if (below < 0) {
            exhausted |= position == end;
            value = value << 8 | (position == end ? 0 : bytes[position++] & 0xff);
            below += 8;
        }
        int split = 1 + ((range - 1) * probability >> 8);
        boolean bit = value >= split << below;
        if (bit) {
            value -= split << below;
            range -= split;
        } else {
            range = split;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        range <<= shift;
        below -= shift;
        return bit;
    }

    /** A bit that is as often true as false. */
    boolean flag() {
        return bit(128);
    }

    /** A number of so many bits, the highest first. */
    int number(int bits) {
        int number = 0;
        for (int i = 0; i < bits; i++) {
            number = number << 1 | (flag() ? 1 : 0);
        }
        return number;
    }

    /** A number of so many bits and its sign, if a flag says that there is one, else 0. */
    int signedIfAny(int bits) {
        if (!flag()) {
            return 0;
        }
        int magnitude = number(bits);
        return flag() ? -magnitude : magnitude;
    }

    /** Whether bits were asked for that are beyond the end; they were zeros. */
    boolean isExhausted() {
        return exhausted;
    }
}
