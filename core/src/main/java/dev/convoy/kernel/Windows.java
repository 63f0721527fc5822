package dev.convoy.kernel;

/**
 * The windows of one dimension that a pooling sees, one an output: the inputs {@code from[o] <= i < to[o]} in steps of
 * {@code step}. Of a window {@code covered[o]} elements are in the image or its padding.
 */
public record Windows(int[] from, int[] to, int[] covered, int step) {

    /** Windows that are one input each. */
    public static Windows each(int size) {
        return sliding(size, size, 1, 1, 0, 1);
    }

    /** Windows of one size at regular places, as {@code torch.nn.MaxPool1d} has them. */
    public static Windows sliding(int size, int outputs, int kernel, int stride, int padding, int dilation) {
        int[] from = new int[outputs];
        int[] to = new int[outputs];
        int[] covered = new int[outputs];
        int step = Math.min(dilation, size + padding);
        for (int o = 0; o < outputs; o++) {
            int start = o * stride - padding;
            int end = (int) Math.min(start + (kernel - 1L) * dilation + 1, size + padding);
            from[o] = start >= 0 ? start : start + (-start + step - 1) / step * step;
            to[o] = Math.min(end, size);
            covered[o] = (end - start + step - 1) / step;
        }
        return new Windows(from, to, covered, step);
    }

    /** Windows that share an input as evenly as can be, as {@code torch.nn.AdaptiveAvgPool1d} has them. */
    public static Windows adaptive(int size, int outputs) {
        int[] from = new int[outputs];
        int[] to = new int[outputs];
        int[] covered = new int[outputs];
        for (int o = 0; o < outputs; o++) {
            from[o] = (int) ((long) o * size / outputs);
            to[o] = (int) (((o + 1L) * size + outputs - 1) / outputs);
            covered[o] = to[o] - from[o];
        }
        return new Windows(from, to, covered, 1);
    }

    int outputs() {
        return from.length;
    }

    /** The elements of a window in the image; for windows without dilation. */
    int inside(int output) {
        return Math.max(to[output] - from[output], 0);
    }
}
