package dev.convoy.image.vp8;

/**
 * Smooths the edges of blocks where the step across them is small (RFC 6386, sections 9.3, 9.6 and 15).
 *
 * @param simple whether luma's edges alone are filtered, and by two samples
 * @param level how large a step may be, of the frame
 * @param sharpness how much less it may be within blocks
 * @param levelOfKeyFrames added to the level
 * @param levelOfSubblocks added where luma is predicted by subblocks
 */
record LoopFilter(boolean simple, int level, int sharpness, int levelOfKeyFrames, int levelOfSubblocks) {

    static LoopFilter read(BoolDecoder in) {
        boolean simple = in.flag();
        int level = in.number(6);
        int sharpness = in.number(3);
        int[] added = new int[8];
        boolean adds = in.flag();
        boolean said = adds && in.flag();
        for (int i = 0; said && i < added.length; i++) {
            added[i] = in.signedIfAny(6);
        }
        return new LoopFilter(simple, level, sharpness, added[0], added[4]);
    }

    boolean isOff() {
        return level == 0;
    }

    /** The level of a macroblock, from 0, which leaves it as it is, to 63. */
    int level(int ofSegment, boolean bySubblocks) {
        return Math.min(Math.max(ofSegment + levelOfKeyFrames + (bySubblocks ? levelOfSubblocks : 0), 0), 63);
    }

    /**
     * Filters the edges of a macroblock: of those to its left and above it, where there are such, and of its subblocks.
     *
     * @param inner whether subblocks are filtered
     */
    void apply(Picture picture, int column, int row, int macroblockLevel, boolean inner) {
        Strength strength = strength(macroblockLevel);
        for (boolean across : new boolean[] {true, false}) {
            edges(picture.y(), 16, column, row, across, inner, strength);
            if (!simple) {
                edges(picture.u(), 8, column, row, across, inner, strength);
                edges(picture.v(), 8, column, row, across, inner, strength);
            }
        }
    }

    /**
     * What is filtered.
     *
     * @param edge how large a step between subblocks may be
     * @param interior how large one between samples of one side may be
     * @param highVariance a larger one beside the edge leaves all but its two samples as they are
     */
    private record Strength(int edge, int interior, int highVariance) {}

    private Strength strength(int macroblockLevel) {
        int interior = macroblockLevel >> (sharpness > 4 ? 2 : sharpness > 0 ? 1 : 0);
        interior = Math.max(1, sharpness > 0 ? Math.min(interior, 9 - sharpness) : interior);
        int highVariance = macroblockLevel >= 40 ? 2 : macroblockLevel >= 15 ? 1 : 0;
        return new Strength(2 * macroblockLevel + interior, interior, highVariance);
    }

    /** The edges of a plane's part, {@code size} samples a side, that are crossed from left to right or downwards. */
    private void edges(Plane plane, int size, int column, int row, boolean across, boolean inner, Strength strength) {
        int at = plane.at(size * column, size * row);
        int step = across ? 1 : plane.stride();
        int along = across ? plane.stride() : 1;
        boolean outer = (across ? column : row) > 0;
        for (int edge = outer ? 0 : 4; edge < (inner ? size : 1); edge += 4) {
            int limit = 2 * (edge == 0 ? strength.edge + 4 : strength.edge) + 1;
            for (int i = 0; i < size; i++) {
                int place = at + edge * step + i * along;
                if (simple) {
                    simple(plane.samples(), place, step, limit);
                } else {
                    normal(plane.samples(), place, step, limit, strength.interior, strength.highVariance, edge == 0);
                }
            }
        }
    }

    /** As {@link #normal}, of two samples whatever is further away. */
    private static void simple(byte[] samples, int at, int step, int limit) {
        int p1 = samples[at - 2 * step] & 0xff;
        int p0 = samples[at - step] & 0xff;
        int q0 = samples[at] & 0xff;
        int q1 = samples[at + step] & 0xff;
        if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) <= limit) {
            two(samples, at, step, p1, p0, q0, q1);
        }
    }

    /**
     * Filters the samples p3 to p0 before and q0 to q3 behind an edge where the step is small enough to be its doing.
     */
    private static void normal(
            byte[] samples, int at, int step, int limit, int interior, int highVariance, boolean ofMacroblock) {
        int p3 = samples[at - 4 * step] & 0xff;
        int p2 = samples[at - 3 * step] & 0xff;
        int p1 = samples[at - 2 * step] & 0xff;
        int p0 = samples[at - step] & 0xff;
        int q0 = samples[at] & 0xff;
        int q1 = samples[at + step] & 0xff;
        int q2 = samples[at + 2 * step] & 0xff;
        int q3 = samples[at + 3 * step] & 0xff;
        int beside = Math.max(Math.abs(p1 - p0), Math.abs(q1 - q0));
        int further = Math.max(
                Math.max(Math.abs(p3 - p2), Math.abs(p2 - p1)), Math.max(Math.abs(q3 - q2), Math.abs(q2 - q1)));
        if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > limit || Math.max(beside, further) > interior) {
            return;
        }
        if (beside > highVariance) {
            two(samples, at, step, p1, p0, q0, q1);
        } else if (ofMacroblock) {
            int across = signed(3 * (q0 - p0) + signed(p1 - q1));
            int near = 27 * across + 63 >> 7;
            int middle = 18 * across + 63 >> 7;
            int far = 9 * across + 63 >> 7;
            samples[at - 3 * step] = Plane.level(p2 + far);
            samples[at - 2 * step] = Plane.level(p1 + middle);
            samples[at - step] = Plane.level(p0 + near);
            samples[at] = Plane.level(q0 - near);
            samples[at + step] = Plane.level(q1 - middle);
            samples[at + 2 * step] = Plane.level(q2 - far);
        } else {
            int across = 3 * (q0 - p0);
            int near = eighth(across + 4);
            int far = near + 1 >> 1;
            samples[at - 2 * step] = Plane.level(p1 + far);
            samples[at - step] = Plane.level(p0 + eighth(across + 3));
            samples[at] = Plane.level(q0 - near);
            samples[at + step] = Plane.level(q1 - far);
        }
    }

    private static void two(byte[] samples, int at, int step, int p1, int p0, int q0, int q1) {
        int across = 3 * (q0 - p0) + signed(p1 - q1);
        samples[at - step] = Plane.level(p0 + eighth(across + 3));
        samples[at] = Plane.level(q0 - eighth(across + 4));
    }

    private static int eighth(int value) {
        return Math.min(Math.max(value >> 3, -16), 15);
    }

    private static int signed(int value) {
        return Math.min(Math.max(value, -128), 127);
    }
}
