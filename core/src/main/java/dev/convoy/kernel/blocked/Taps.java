package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Windows;
import java.util.stream.IntStream;

/**
 * The elements of one dimension's windows that lie in the image: output {@code o} sees {@code count[o]} inputs from
 * {@code from[o]} on, {@code step} apart.
 *
 * @param skipped how many elements of the window lie in the padding before the image
 * @param covered how many elements of the window lie in the image or its padding
 */
record Taps(int[] from, int[] count, int[] skipped, int[] covered, int step) {

    /** Of a convolution. */
    static Taps convolution(int size, int outputs, int kernel, int stride, int padding, int dilation) {
        Taps taps = new Taps(new int[outputs], new int[outputs], new int[outputs], new int[outputs], dilation);
        for (int o = 0; o < outputs; o++) {
            int start = o * stride - padding;
            int skipped = Math.min(start < 0 ? ceilDiv(-start, dilation) : 0, kernel);
            int first = start + skipped * dilation;
            taps.from[o] = first;
            taps.skipped[o] = skipped;
            taps.count[o] = first < size ? Math.min(kernel - skipped, ceilDiv(size - first, dilation)) : 0;
            taps.covered[o] = kernel;
        }
        return taps;
    }

    /** Of a pooling. */
    static Taps of(Windows windows) {
        int outputs = windows.from().length;
        int[] count = IntStream.range(0, outputs)
                .map(o -> ceilDiv(Math.max(windows.to()[o] - windows.from()[o], 0), windows.step()))
                .toArray();
        return new Taps(windows.from(), count, new int[outputs], windows.covered(), windows.step());
    }

    private static int ceilDiv(int x, int y) {
        return (x + y - 1) / y;
    }

    int outputs() {
        return from.length;
    }

    /**
     * Where the runs of outputs start whose windows are alike but for their place, of the outputs {@code begin <= o <
     * end}; behind the last run {@code end}.
     */
    int[] runs(int begin, int end) {
        IntStream.Builder starts = IntStream.builder().add(begin);
        int start = begin;
        for (int o = begin + 1; o < end; o++) {
            boolean evenly = o - start < 2 || from[o] - from[o - 1] == from[start + 1] - from[start];
            if (!evenly || count[o] != count[start] || skipped[o] != skipped[start] || covered[o] != covered[start]) {
                start = o;
                starts.add(start);
            }
        }
        return starts.add(end).build().toArray();
    }

    /** How far the windows of a run lie from one another. */
    int distance(int start, int end) {
        return end - start > 1 ? from[start + 1] - from[start] : 0;
    }
}
