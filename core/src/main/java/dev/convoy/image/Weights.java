package dev.convoy.image;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of one resizing pass: output {@code i} is the sum over {@code k < counts[i]} of {@code weights[k][i]}
 * times input {@code starts[i] + k}, in fixed point of {@link #PRECISION} bits; weights that it does not have are 0.
 *
 * <p>Source: {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} of Pillow's Resample.c.
 */
@SuppressWarnings("ArrayRecordComponent")
record Weights(int[] starts, int[] counts, int[][] weights) {

    static final int PRECISION = 22;

    private static final int CACHED = 64;
    private static final int LARGEST_CACHED = 1 << 16;

    /** Those used last: images of a collection mostly have a few sizes. */
    private static final Map<Key, Weights> CACHE =
            Collections.synchronizedMap(new LinkedHashMap<>(CACHED, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Weights> eldest) {
                    return size() > CACHED;
                }
            });

    private record Key(int in, int out, int from, int count, Interpolation interpolation) {}

    /** The weights of outputs {@code from} to {@code from + count} when {@code in} inputs become {@code out}. */
    static Weights of(int in, int out, int from, int count, Interpolation interpolation) {
        Key key = new Key(in, out, from, count, interpolation);
        Weights known = CACHE.get(key);
        if (known != null) {
            return known;
        }
        Weights made = make(key);
        if ((long) made.taps() * made.outputs() <= LARGEST_CACHED) {
            CACHE.put(key, made);
        }
        return made;
    }

    private static Weights make(Key key) {
        double scale = (double) key.in / key.out;
        double filterScale = Math.max(scale, 1.0);
        double support = key.interpolation.support() * filterScale;
        double inverse = 1.0 / filterScale;
        int stride = (int) Math.min(Math.ceil(support) * 2 + 1, key.in);
        int[] starts = new int[key.count];
        int[] counts = new int[key.count];
        int[][] weights = new int[stride][key.count];
        double[] exact = new double[stride];
        for (int i = 0; i < key.count; i++) {
            double center = (key.from + i + 0.5) * scale;
            int start = Math.max(0, (int) (center - support + 0.5));
            int taps = Math.min(key.in, (int) (center + support + 0.5)) - start;
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                exact[k] = key.interpolation.weight((k + start - center + 0.5) * inverse);
                sum += exact[k];
            }
            for (int k = 0; k < taps; k++) {
                double weight = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << PRECISION);
                weights[k][i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            starts[i] = start;
            counts[i] = taps;
        }
        int most = Arrays.stream(counts).max().getAsInt();
        return new Weights(starts, counts, Arrays.copyOf(weights, most));
    }

    /** How many outputs there are. */
    int outputs() {
        return starts.length;
    }

    /** The first input that any output reads. */
    int first() {
        return starts[0];
    }

    /** One past the last input that any output reads. */
    int end() {
        int last = starts.length - 1;
        return starts[last] + counts[last];
    }

    /** How many weights an output has, those of 0 included. */
    int taps() {
        return weights.length;
    }
}
