package dev.convoy.image;

/** The image data of a GIF frame: blocks of up to 255 bytes, in them codes of variable length, least bits first. */
final class GifLzw {

    private static final int MAX_CODES = 4096;

    private final ByteReader in;
    private int position;
    private int blockEnd;
    private int bits;
    private int bitCount;

    private final int[] prefix = new int[MAX_CODES];
    private final byte[] suffix = new byte[MAX_CODES];
    private final byte[] first = new byte[MAX_CODES];
    private final int[] length = new int[MAX_CODES];

    /** Data that starts at this position, with the byte that tells the initial size of a code. */
    GifLzw(ByteReader in, int position) {
        this.in = in;
        this.position = position;
    }

    /** Fills the target with colour indices, in the order of the data; the number that were there. */
    int decode(byte[] target) throws ImageException {
        int dataBits = in.u8(position);
        position++;
        blockEnd = position;
        if (dataBits < 1 || dataBits > 11) {
            throw in.corrupt("its image data starts with codes of " + dataBits + " bits");
        }
        int clear = 1 << dataBits;
        for (int i = 0; i < clear; i++) {
            suffix[i] = (byte) i;
            first[i] = (byte) i;
            length[i] = 1;
        }
        int codeBits = dataBits + 1;
        int next = clear + 2;
        int previous = -1;
        int filled = 0;
        while (filled < target.length) {
            int code = code(codeBits);
            if (code < 0 || code == clear + 1) {
                break;
            }
            if (code == clear) {
                codeBits = dataBits + 1;
                next = clear + 2;
                previous = -1;
                continue;
            }
            if (previous < 0 ? code > clear : code > next || (code == next && next == MAX_CODES)) {
                throw in.corrupt("its image data has code " + code + " before it is defined");
            }
            if (previous >= 0 && next < MAX_CODES) {
                prefix[next] = previous;
                first[next] = first[previous];
                suffix[next] = first[code == next ? previous : code];
                length[next] = length[previous] + 1;
                next++;
                if (next == 1 << codeBits && codeBits < 12) {
                    codeBits++;
                }
            }
            int end = filled + length[code];
            int entry = code;
            for (int i = end - 1; i >= filled; i--) {
                if (i < target.length) {
                    target[i] = suffix[entry];
                }
                entry = prefix[entry];
            }
            filled = Math.min(end, target.length);
            previous = code;
        }
        return filled;
    }

    /** The next code, or -1 at the end of the data. */
    private int code(int codeBits) throws ImageException {
        while (bitCount < codeBits) {
            if (position == blockEnd) {
                int count = position < in.length() ? in.u8(position) : 0;
                if (count == 0) {
                    return -1;
                }
                position++;
                blockEnd = position + count;
            }
            if (position >= in.length()) {
                return -1;
            }
            bits |= in.u8(position) << bitCount;
            position++;
            bitCount += 8;
        }
        int code = bits & ((1 << codeBits) - 1);
        bits >>>= codeBits;
        bitCount -= codeBits;
        return code;
    }
}
