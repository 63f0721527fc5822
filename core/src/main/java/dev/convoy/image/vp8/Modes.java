package dev.convoy.image.vp8;

import java.util.Arrays;

/** What each macroblock says of itself before its coefficients (RFC 6386, sections 11 and 19.3). */
final class Modes {

    private static final SubblockMode[] SUBBLOCK_MODES = SubblockMode.values();

    /** From a node to the next two, or to minus a mode (section 11.2). */
    private static final int[] SUBBLOCK_TREE = {0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9};

    private final BoolDecoder in;
    private final Segments segments;
    private final boolean skips;
    private final int skipProbability;
    private final SubblockMode[] above;
    private final SubblockMode[] left = new SubblockMode[4];
    private final SubblockMode[] subblocks = new SubblockMode[16];
    private int segment;
    private boolean skipped;
    private boolean bySubblocks;
    private BlockMode luma = BlockMode.DC;
    private BlockMode chroma = BlockMode.DC;

    /** Reads what is said of all macroblocks, {@code columns} a row. */
    Modes(BoolDecoder in, Segments segments, int columns) {
        this.in = in;
        this.segments = segments;
        this.skips = in.flag();
        this.skipProbability = skips ? in.number(8) : 0;
        this.above = new SubblockMode[4 * columns];
        Arrays.fill(above, SubblockMode.DC);
    }

    void beginRow() {
        Arrays.fill(left, SubblockMode.DC);
    }

    /** Reads the modes of the macroblock of this column. */
    void next(int column) {
        segment = segments.next(in);
        skipped = skips && in.bit(skipProbability);
        bySubblocks = !in.bit(145);
        if (bySubblocks) {
            for (int i = 0; i < 16; i++) {
                SubblockMode mode = subblock(above[4 * column + i % 4], left[i / 4]);
                subblocks[i] = mode;
                above[4 * column + i % 4] = mode;
                left[i / 4] = mode;
            }
        } else {
            luma = in.bit(156)
                    ? in.bit(128) ? BlockMode.TRUE_MOTION : BlockMode.HORIZONTAL
                    : in.bit(163) ? BlockMode.VERTICAL : BlockMode.DC;
            SubblockMode like = like(luma);
            Arrays.fill(above, 4 * column, 4 * column + 4, like);
            Arrays.fill(left, like);
        }
        chroma = !in.bit(142)
                ? BlockMode.DC
                : !in.bit(114) ? BlockMode.VERTICAL : in.bit(183) ? BlockMode.TRUE_MOTION : BlockMode.HORIZONTAL;
    }

    private SubblockMode subblock(SubblockMode modeAbove, SubblockMode modeLeft) {
        int probabilities =
                (modeAbove.ordinal() * SUBBLOCK_MODES.length + modeLeft.ordinal()) * (SUBBLOCK_MODES.length - 1);
        int node = 0;
        do {
            node = SUBBLOCK_TREE[node + (in.bit(Tables.SUBBLOCK_MODES[probabilities + node / 2]) ? 1 : 0)];
        } while (node > 0);
        return SUBBLOCK_MODES[-node];
    }

    /** What neighbours take a whole macroblock's mode for. */
    private static SubblockMode like(BlockMode mode) {
        return switch (mode) {
            case DC -> SubblockMode.DC;
            case VERTICAL -> SubblockMode.VERTICAL;
            case HORIZONTAL -> SubblockMode.HORIZONTAL;
            case TRUE_MOTION -> SubblockMode.TRUE_MOTION;
        };
    }

    int segment() {
        return segment;
    }

    /** Whether it has no coefficients. */
    boolean isSkipped() {
        return skipped;
    }

    /** Whether luma is predicted 4x4 pixels at a time, by {@link #subblock(int)}, not by {@link #luma()}. */
    boolean isBySubblocks() {
        return bySubblocks;
    }

    BlockMode luma() {
        return luma;
    }

    BlockMode chroma() {
        return chroma;
    }

    /** Of 16, a row of four after the other. */
    SubblockMode subblock(int index) {
        return subblocks[index];
    }
}
