package dev.convoy.image.vp8;

import java.util.Arrays;

/**
 * The coefficients of a macroblock's 4x4 blocks: 16 of luma, four of each chroma, and those that stand for the averages
 * of luma's (RFC 6386, section 13).
 */
final class Coefficients {

    /** The blocks that become pixels. */
    private static final int BLOCKS = 24;

    private static final int SECOND = BLOCKS;
    private static final int NODES = 11;
    private static final int CONTEXTS = 3;
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

    /** The probabilities of the bits that are added to the values from 11, 19, 35 and 67 on (section 13.2). */
    private static final int[][] EXTRA_BITS = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    /** The kinds of blocks, of which each has its probabilities. */
    private static final int LUMA_WITHOUT_DC = 0;

    private static final int SECOND_LUMA = 1;
    private static final int CHROMA = 2;
    private static final int LUMA = 3;

    /** The blocks that have neighbours: four of luma, two of each chroma, and one of averages. */
    private static final int[] EDGES = {0, 4, 6, 8};

    private static final int EDGE = 9;

    private final int[] probabilities = Tables.COEFFICIENTS.clone();
    private final short[] values = new short[(BLOCKS + 1) * 16];
    private final boolean[] coded = new boolean[BLOCKS];
    /** Whether the blocks above and to the left had coefficients, a macroblock's {@link #EDGE} after the other's. */
    private final boolean[] above;

    private final boolean[] left = new boolean[EDGE];

    /** Reads what is said of all macroblocks, {@code columns} a row. */
    Coefficients(BoolDecoder in, int columns) {
        this.above = new boolean[columns * EDGE];
        for (int i = 0; i < probabilities.length; i++) {
            if (in.bit(Tables.COEFFICIENTS_KEPT[i])) {
                probabilities[i] = in.number(8);
            }
        }
    }

    void beginRow() {
        Arrays.fill(left, false);
    }

    /** The values of block {@code i} from {@code 16 * i} on, where {@link #isCoded}; row by row. */
    short[] values() {
        return values;
    }

    /** Whether a value of the block may be other than 0. */
    boolean isCoded(int block) {
        return coded[block];
    }

    /** A macroblock of this column that has none. */
    void skip(int column, boolean bySubblocks) {
        Arrays.fill(coded, false);
        int edges = bySubblocks ? EDGE - 1 : EDGE;
        Arrays.fill(left, 0, edges, false);
        Arrays.fill(above, column * EDGE, column * EDGE + edges, false);
    }

    /**
     * Reads those of the macroblock of this column.
     *
     * @return whether any block is coded
     */
    boolean next(BoolDecoder in, int column, boolean bySubblocks, Quantizer steps) {
        Arrays.fill(values, (short) 0);
        if (!bySubblocks) {
            block(in, SECOND_LUMA, SECOND, column, EDGES[3], 0, 0, steps.secondDc(), steps.secondAc());
            Transforms.average(values, 16 * SECOND, values);
        }
        boolean any = false;
        int luma = bySubblocks ? LUMA : LUMA_WITHOUT_DC;
        for (int block = 0; block < BLOCKS; block++) {
            boolean ofLuma = block < 16;
            int side = ofLuma ? 4 : 2;
            int edge = ofLuma ? EDGES[0] : block < 20 ? EDGES[1] : EDGES[2];
            int last = block(
                    in,
                    ofLuma ? luma : CHROMA,
                    block,
                    column,
                    edge,
                    block % side,
                    block / side % side,
                    ofLuma ? steps.lumaDc() : steps.chromaDc(),
                    ofLuma ? steps.lumaAc() : steps.chromaAc());
            coded[block] = last > 1 || values[16 * block] != 0;
            any |= coded[block];
        }
        return any;
    }

    /** A block at this place among those of its plane; behind the last of its coefficients. */
    private int block(BoolDecoder in, int type, int block, int column, int edge, int x, int y, int dcStep, int acStep) {
        int up = column * EDGE + edge + x;
        int side = edge + y;
        int first = type == LUMA_WITHOUT_DC ? 1 : 0;
        int context = (above[up] ? 1 : 0) + (left[side] ? 1 : 0);
        int last = values(in, type, context, first, 16 * block, dcStep, acStep);
        above[up] = last > first;
        left[side] = last > first;
        return last;
    }

    private int values(BoolDecoder in, int type, int context, int first, int to, int dcStep, int acStep) {
        int place = first;
        int node = node(type, place, context);
        while (place < 16 && in.bit(probabilities[node])) {
            while (!in.bit(probabilities[node + 1])) {
                place++;
                if (place == 16) {
                    return place;
                }
                node = node(type, place, 0);
            }
            int value = in.bit(probabilities[node + 2]) ? large(in, node) : 1;
            int step = place == 0 ? dcStep : acStep;
            values[to + ZIGZAG[place]] = (short) ((in.flag() ? -value : value) * step);
            place++;
            node = node(type, place, value == 1 ? 1 : 2);
        }
        return place;
    }

    private static int node(int type, int place, int context) {
        return ((type * 8 + BANDS[place]) * CONTEXTS + context) * NODES;
    }

    /** A value of at least 2. */
    private int large(BoolDecoder in, int node) {
        if (!in.bit(probabilities[node + 3])) {
            return !in.bit(probabilities[node + 4]) ? 2 : in.bit(probabilities[node + 5]) ? 4 : 3;
        }
        if (!in.bit(probabilities[node + 6])) {
            if (!in.bit(probabilities[node + 7])) {
                return in.bit(159) ? 6 : 5;
            }
            return 7 + (in.bit(165) ? 2 : 0) + (in.bit(145) ? 1 : 0);
        }
        int high = in.bit(probabilities[node + 8]) ? 1 : 0;
        int category = 2 * high + (in.bit(probabilities[node + 9 + high]) ? 1 : 0);
        int extra = 0;
        for (int probability : EXTRA_BITS[category]) {
            extra = 2 * extra + (in.bit(probability) ? 1 : 0);
        }
        return 3 + (8 << category) + extra;
    }
}
