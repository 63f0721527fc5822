package dev.convoy.kernel;

/**
 * Where the outputs of one resized dimension come from: {@code lower[o]} and, with the weight {@code upperWeight[o]},
 * {@code upper[o]}. All arithmetic on places is torch's, in float32.
 */
public record Samples(int[] lower, int[] upper, float[] lowerWeight, float[] upperWeight) {

    /** The input nearest before the output's place: {@code min(floor(o * scale), size - 1)}. */
    public static Samples nearest(int size, int outputs, float scale) {
        Samples samples = new Samples(outputs);
        for (int o = 0; o < outputs; o++) {
            int before = Math.min((int) (o * scale), size - 1);
            samples.set(o, before, before, 0f);
        }
        return samples;
    }

    /** The two inputs around the output's place, {@code max((o + 0.5) * scale - 0.5, 0)}. */
    public static Samples linear(int size, int outputs, float scale) {
        Samples samples = new Samples(outputs);
        for (int o = 0; o < outputs; o++) {
            samples.between(o, Math.max(scale * (o + 0.5f) - 0.5f, 0f), size);
        }
        return samples;
    }

    /** The two inputs around the output's place, {@code o * (size - 1) / (outputs - 1)}. */
    public static Samples linearAlignCorners(int size, int outputs) {
        float scale = outputs > 1 ? (float) (size - 1) / (outputs - 1) : 0f;
        Samples samples = new Samples(outputs);
        for (int o = 0; o < outputs; o++) {
            samples.between(o, scale * o, size);
        }
        return samples;
    }

    private Samples(int outputs) {
        this(new int[outputs], new int[outputs], new float[outputs], new float[outputs]);
    }

    /** Where the size stays, every output is its input whatever the scale. */
    private void between(int output, float place, int size) {
        if (lower.length == size) {
            set(output, output, output, 0f);
            return;
        }
        int before = Math.min((int) place, size - 1);
        set(output, before, Math.min(before + 1, size - 1), Math.min(Math.max(place - before, 0f), 1f));
    }

    private void set(int output, int before, int after, float weight) {
        lower[output] = before;
        upper[output] = after;
        lowerWeight[output] = 1f - weight;
        upperWeight[output] = weight;
    }

    int outputs() {
        return lower.length;
    }
}
