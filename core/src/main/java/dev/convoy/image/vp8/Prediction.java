package dev.convoy.image.vp8;

import java.util.Arrays;

/** What samples are expected to be, from those above and to the left of them (RFC 6386, section 12). */
final class Prediction {

    /**
     * Of {@link #edge}: the place of the sample above and to the left; those above follow, those to the left precede.
     */
    private static final int CORNER = 4;

    private Prediction() {}

    /** Of {@code size} rows of {@code size} samples; at the frame's border, an average leaves out what is not there. */
    static void block(Plane plane, int at, int size, BlockMode mode, boolean hasAbove, boolean hasLeft) {
        byte[] samples = plane.samples();
        int stride = plane.stride();
        switch (mode) {
            case DC -> {
                byte level = (byte) average(plane, at, size, hasAbove, hasLeft);
                for (int y = 0; y < size; y++) {
                    Arrays.fill(samples, at + y * stride, at + y * stride + size, level);
                }
            }
            case VERTICAL -> {
                for (int y = 0; y < size; y++) {
                    System.arraycopy(samples, at - stride, samples, at + y * stride, size);
                }
            }
            case HORIZONTAL -> {
                for (int row = at; row < at + size * stride; row += stride) {
                    Arrays.fill(samples, row, row + size, samples[row - 1]);
                }
            }
            case TRUE_MOTION -> trueMotion(plane, at, size);
        }
    }

    private static int average(Plane plane, int at, int size, boolean hasAbove, boolean hasLeft) {
        if (!hasAbove && !hasLeft) {
            return 128;
        }
        int count = 0;
        int sum = 0;
        for (int i = 0; hasAbove && i < size; i++, count++) {
            sum += plane.samples()[at - plane.stride() + i] & 0xff;
        }
        for (int i = 0; hasLeft && i < size; i++, count++) {
            sum += plane.samples()[at - 1 + i * plane.stride()] & 0xff;
        }
        return (sum + count / 2) / count;
    }

    private static void trueMotion(Plane plane, int at, int size) {
        byte[] samples = plane.samples();
        int above = at - plane.stride();
        int corner = samples[above - 1] & 0xff;
        for (int row = at, y = 0; y < size; y++, row += plane.stride()) {
            int left = (samples[row - 1] & 0xff) - corner;
            for (int x = 0; x < size; x++) {
                samples[row + x] = Plane.level(left + (samples[above + x] & 0xff));
            }
        }
    }

    /**
     * Of 4x4 samples.
     *
     * @param beyond where the four samples are that follow those above
     */
    static void subblock(Plane plane, int at, SubblockMode mode, int beyond) {
        if (mode == SubblockMode.TRUE_MOTION) {
            trueMotion(plane, at, 4);
            return;
        }
        if (mode == SubblockMode.DC) {
            block(plane, at, 4, BlockMode.DC, true, true);
            return;
        }
        int[] edge = edge(plane, at, beyond);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                plane.samples()[at + y * plane.stride() + x] = (byte) sample(mode, edge, x, y);
            }
        }
    }

    /** The samples around 4x4 others: those to the left from the lowest up, the corner, those above, those beyond. */
    private static int[] edge(Plane plane, int at, int beyond) {
        byte[] samples = plane.samples();
        int[] edge = new int[CORNER + 9];
        for (int i = 0; i < 4; i++) {
            edge[CORNER - 1 - i] = samples[at - 1 + i * plane.stride()] & 0xff;
            edge[CORNER + 1 + i] = samples[at - plane.stride() + i] & 0xff;
            edge[CORNER + 5 + i] = samples[beyond + i] & 0xff;
        }
        edge[CORNER] = samples[at - plane.stride() - 1] & 0xff;
        return edge;
    }

    /** A sample that lies in the mode's direction: from what of the edge it comes, smoothed over two or three. */
    private static int sample(SubblockMode mode, int[] edge, int x, int y) {
        int right = 2 * x - y;
        int down = 2 * y - x;
        return switch (mode) {
            case VERTICAL -> ofThree(edge, CORNER + 1 + x);
            case HORIZONTAL -> y < 3 ? ofThree(edge, CORNER - 1 - y) : (edge[1] + 3 * edge[0] + 2) >> 2;
            case LEFT_DOWN -> x + y < 6 ? ofThree(edge, CORNER + 2 + x + y) : (edge[11] + 3 * edge[12] + 2) >> 2;
            case RIGHT_DOWN -> ofThree(edge, CORNER + x - y);
            case VERTICAL_RIGHT ->
                right < 0
                        ? ofThree(edge, CORNER + 1 + right)
                        : right % 2 == 0 ? ofTwo(edge, CORNER + right / 2) : ofThree(edge, CORNER + (right + 1) / 2);
            case HORIZONTAL_DOWN ->
                down < 0
                        ? ofThree(edge, CORNER - 1 - down)
                        : down % 2 == 0 ? ofTwo(edge, CORNER - 1 - down / 2) : ofThree(edge, CORNER - (down + 1) / 2);
            case VERTICAL_LEFT -> verticalLeft(edge, x, y);
            case HORIZONTAL_UP -> horizontalUp(edge, x + 2 * y);
            default -> throw new AssertionError(mode);
        };
    }

    /** As the others but for the last two of the last column, which lie further on. */
    private static int verticalLeft(int[] edge, int x, int y) {
        if (x == 3 && y >= 2) {
            return ofThree(edge, CORNER + 4 + y);
        }
        int from = CORNER + 1 + x + y / 2;
        return y % 2 == 0 ? ofTwo(edge, from) : ofThree(edge, from + 1);
    }

    private static int horizontalUp(int[] edge, int steps) {
        if (steps > 5) {
            return edge[0];
        }
        if (steps == 5) {
            return (edge[1] + 3 * edge[0] + 2) >> 2;
        }
        int from = CORNER - 1 - steps / 2;
        return steps % 2 == 0 ? ofTwo(edge, from - 1) : ofThree(edge, from - 1);
    }

    private static int ofTwo(int[] edge, int first) {
        return (edge[first] + edge[first + 1] + 1) >> 1;
    }

    private static int ofThree(int[] edge, int middle) {
        return (edge[middle - 1] + 2 * edge[middle] + edge[middle + 1] + 2) >> 2;
    }
}
