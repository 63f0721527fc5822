package dev.convoy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Shows the JVM's profile every kind of vector operation before any is compiled.
 *
 * <p>C2 compiles what all operations share, such as the cast of their operator, for the kinds seen until then. The next
 * kind is a failed class check, four of which are counted before the code is made anew. A tile inlines that method 28
 * times, and its 4 * 28 failures are more than the 100 (PerMethodTrapLimit) at which C2 gives up inlining by type: the
 * tile's vectors then live on the heap, 20 times as slow, for as long as the JVM runs.
 */
final class VectorProfile {

    /** So many that the methods are profiled, which begins at 200 calls, and so few that C2 has none in hand. */
    private static final int ROUNDS = 1000;

    private VectorProfile() {}

    /** Takes about 0.1 s. */
    static void fill() {
        float[] x = new float[Kernel.BLOCK];
        for (int i = 0; i < ROUNDS; i++) {
            FloatVector a = FloatVector.fromArray(VectorTiles.SPECIES, x, 0);
            FloatVector b = FloatVector.broadcast(VectorTiles.SPECIES, i);
            FloatVector c =
                    a.fma(b, b).add(b).sub(a).mul(b).div(b).max(a).min(b).neg().abs();
            IntVector bits = c.reinterpretAsInts();
            IntVector changed = bits.lanewise(VectorOperators.LSHL, 2)
                    .and(bits)
                    .or(bits)
                    .add(bits)
                    .sub(bits)
                    .min(bits);
            VectorMask<Float> mask = c.compare(VectorOperators.LT, b);
            c.blend(changed.reinterpretAsFloats(), mask).intoArray(x, 0);
            x[0] = c.reduceLanes(VectorOperators.ADD);
        }
    }
}
