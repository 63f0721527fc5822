package dev.convoy.tensor;

/**
 * Random tensors as torch's CPU generator draws them: the same seed followed by the same calls gives the same numbers.
 *
 * <p>{@link #rand}, {@link #uniform} and {@link #randint} agree with torch bit for bit. {@link #randn} and
 * {@link #normal} agree to within 2e-7 of a standard normal value, because torch's own vector and scalar code differ in
 * the last bits; here the result is the same on every machine.
 *
 * <p>Not safe for use by several threads: a sequence of draws has one order.
 */
public final class Generator {

    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final int BLOCK = 16;

    private final MersenneTwister engine;
    private double cachedNormal;
    private boolean hasCachedNormal;

    private Generator(MersenneTwister engine) {
        this.engine = engine;
    }

    /** A generator in the state {@code torch.manual_seed(seed)} leaves: only the low 32 bits of the seed count. */
    public static Generator manualSeed(long seed) {
        return new Generator(new MersenneTwister((int) seed));
    }

    /** As {@code torch.rand}: uniform in {@code [0, 1)}, multiples of 2<sup>-24</sup>. */
    public Tensor rand(Shape shape) {
        return uniform(0, 1, shape);
    }

    /**
     * As {@code torch.empty(shape).uniform_(from, to)}: uniform in {@code [from, to)}, computed in float32 with one
     * fused multiply-add.
     *
     * @throws IllegalArgumentException if {@code from > to}, or if either bound or their distance is not finite in
     *     float32
     */
    public Tensor uniform(double from, double to, Shape shape) {
        float low = (float) from;
        float width = (float) to - low;
        if (!(from <= to) || !Float.isFinite(low) || !Float.isFinite(width)) {
            throw new IllegalArgumentException(
                    "uniform expects from <= to, finite and less than the largest float apart, but receives from="
                            + from + " and to=" + to);
        }
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.fma(uniformFloat(), width, low);
        }
        return Tensor.of(shape, values);
    }

    /**
     * As {@code torch.randint(low, high, shape).float()}: integers {@code low <= n < high}, rounded to float32 where it
     * cannot hold them.
     *
     * @throws IllegalArgumentException if {@code low >= high}
     */
    public Tensor randint(long low, long high, Shape shape) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "randint expects low < high, but receives low=" + low + " and high=" + high);
        }
        long range = high - low;
        boolean wide = Long.compareUnsigned(range, 1L << 28) >= 0;
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            long bits = wide ? engine.next64() : Integer.toUnsignedLong(engine.next32());
            values[i] = (float) (Long.remainderUnsigned(bits, range) + low);
        }
        return Tensor.of(shape, values);
    }

    /** As {@code torch.randn}: normal with mean 0 and standard deviation 1. */
    public Tensor randn(Shape shape) {
        return normal(0, 1, shape);
    }

    /**
     * As {@code torch.empty(shape).normal_(mean, std)}. Below 16 elements torch draws pairs in float64 and keeps the
     * second of a pair for the next such call; from 16 elements up it transforms uniform floats in blocks of 16.
     *
     * @throws IllegalArgumentException if {@code std} is negative or NaN
     */
    public Tensor normal(double mean, double std, Shape shape) {
        if (!(std >= 0)) {
            throw new IllegalArgumentException("normal expects std >= 0, but receives std=" + std);
        }
        float[] values = new float[shape.elements()];
        if (values.length < BLOCK) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (normalDouble() * std + mean);
            }
        } else {
            fillNormal(values, (float) mean, (float) std);
        }
        return Tensor.of(shape, values);
    }

    private void fillNormal(float[] values, float mean, float std) {
        fillUniform(values, 0);
        for (int block = 0; block + BLOCK <= values.length; block += BLOCK) {
            transformBlock(values, block, mean, std);
        }
        if (values.length % BLOCK != 0) {
            int last = values.length - BLOCK;
            fillUniform(values, last);
            transformBlock(values, last, mean, std);
        }
    }

    private void fillUniform(float[] values, int from) {
        for (int i = from; i < values.length; i++) {
            values[i] = uniformFloat();
        }
    }

    /** Box and Muller's transform of 8 pairs of uniform floats, the second of a pair 8 places after the first. */
    private static void transformBlock(float[] values, int block, float mean, float std) {
        for (int i = block; i < block + BLOCK / 2; i++) {
            float logarithm = (float) StrictMath.log(1 - values[i]);
            float radius = (float) Math.sqrt(-2 * logarithm);
            float angle = TWO_PI * values[i + BLOCK / 2];
            values[i] = Math.fma(radius * (float) StrictMath.cos(angle), std, mean);
            values[i + BLOCK / 2] = Math.fma(radius * (float) StrictMath.sin(angle), std, mean);
        }
    }

    private double normalDouble() {
        if (hasCachedNormal) {
            hasCachedNormal = false;
            return cachedNormal;
        }
        double angle = 2 * Math.PI * uniformDouble();
        double radius = Math.sqrt(-2 * StrictMath.log1p(-uniformDouble()));
        cachedNormal = radius * StrictMath.sin(angle);
        hasCachedNormal = true;
        return radius * StrictMath.cos(angle);
    }

    private float uniformFloat() {
        return (engine.next32() & 0xffffff) * 0x1p-24f;
    }

    private double uniformDouble() {
        return (engine.next64() & 0x1fffffffffffffL) * 0x1p-53;
    }
}
