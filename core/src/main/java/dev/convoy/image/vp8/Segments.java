package dev.convoy.image.vp8;

/**
 * Up to four kinds of macroblocks, which differ in quantizer and loop filter (RFC 6386, section 9.3).
 *
 * @param enabled whether there are any but the first
 * @param mapped whether macroblocks say which they are; else all are the first
 * @param absolute whether what follows is instead of the frame's own values, or added to them
 */
record Segments(
        boolean enabled,
        boolean mapped,
        boolean absolute,
        @SuppressWarnings("ArrayRecordComponent") int[] quantizers,
        @SuppressWarnings("ArrayRecordComponent") int[] filterLevels,
        @SuppressWarnings("ArrayRecordComponent") int[] probabilities) {

    static final int COUNT = 4;

    static Segments read(BoolDecoder in) {
        boolean enabled = in.flag();
        boolean mapped = enabled && in.flag();
        boolean valued = enabled && in.flag();
        boolean absolute = valued && in.flag();
        int[] quantizers = new int[COUNT];
        int[] filterLevels = new int[COUNT];
        for (int i = 0; valued && i < COUNT; i++) {
            quantizers[i] = in.signedIfAny(7);
        }
        for (int i = 0; valued && i < COUNT; i++) {
            filterLevels[i] = in.signedIfAny(6);
        }
        int[] probabilities = new int[COUNT - 1];
        for (int i = 0; mapped && i < probabilities.length; i++) {
            probabilities[i] = in.flag() ? in.number(8) : 255;
        }
        return new Segments(enabled, mapped, absolute, quantizers, filterLevels, probabilities);
    }

    /** The segment of the next macroblock. */
    int next(BoolDecoder in) {
        if (!mapped) {
            return 0;
        }
        return in.bit(probabilities[0]) ? in.bit(probabilities[2]) ? 3 : 2 : in.bit(probabilities[1]) ? 1 : 0;
    }

    int quantizer(int segment, int ofFrame) {
        return of(quantizers[segment], ofFrame);
    }

    int filterLevel(int segment, int ofFrame) {
        return of(filterLevels[segment], ofFrame);
    }

    private int of(int value, int ofFrame) {
        return !enabled ? ofFrame : absolute ? value : ofFrame + value;
    }
}
