package dev.convoy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The most fused multiply-adds a core does: 24 independent chains of them, nothing loaded or stored between. */
final class VectorCeiling {

    private static final int CHAINS = 24;

    private VectorCeiling() {}

    /** The multiply-adds of {@link #run}. */
    static long multiplyAdds(int rounds) {
        return (long) rounds * CHAINS * VectorTiles.LANES;
    }

    /** Does {@code rounds} steps of every chain; the result depends on all of them. */
    static float run(int rounds) {
        FloatVector x = FloatVector.broadcast(VectorTiles.SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(VectorTiles.SPECIES, 0.001f);
        FloatVector a0 = FloatVector.broadcast(VectorTiles.SPECIES, 0f);
        FloatVector a1 = FloatVector.broadcast(VectorTiles.SPECIES, 1f);
        FloatVector a2 = FloatVector.broadcast(VectorTiles.SPECIES, 2f);
        FloatVector a3 = FloatVector.broadcast(VectorTiles.SPECIES, 3f);
        FloatVector a4 = FloatVector.broadcast(VectorTiles.SPECIES, 4f);
        FloatVector a5 = FloatVector.broadcast(VectorTiles.SPECIES, 5f);
        FloatVector a6 = FloatVector.broadcast(VectorTiles.SPECIES, 6f);
        FloatVector a7 = FloatVector.broadcast(VectorTiles.SPECIES, 7f);
        FloatVector a8 = FloatVector.broadcast(VectorTiles.SPECIES, 8f);
        FloatVector a9 = FloatVector.broadcast(VectorTiles.SPECIES, 9f);
        FloatVector a10 = FloatVector.broadcast(VectorTiles.SPECIES, 10f);
        FloatVector a11 = FloatVector.broadcast(VectorTiles.SPECIES, 11f);
        FloatVector a12 = FloatVector.broadcast(VectorTiles.SPECIES, 12f);
        FloatVector a13 = FloatVector.broadcast(VectorTiles.SPECIES, 13f);
        FloatVector a14 = FloatVector.broadcast(VectorTiles.SPECIES, 14f);
        FloatVector a15 = FloatVector.broadcast(VectorTiles.SPECIES, 15f);
        FloatVector a16 = FloatVector.broadcast(VectorTiles.SPECIES, 16f);
        FloatVector a17 = FloatVector.broadcast(VectorTiles.SPECIES, 17f);
        FloatVector a18 = FloatVector.broadcast(VectorTiles.SPECIES, 18f);
        FloatVector a19 = FloatVector.broadcast(VectorTiles.SPECIES, 19f);
        FloatVector a20 = FloatVector.broadcast(VectorTiles.SPECIES, 20f);
        FloatVector a21 = FloatVector.broadcast(VectorTiles.SPECIES, 21f);
        FloatVector a22 = FloatVector.broadcast(VectorTiles.SPECIES, 22f);
        FloatVector a23 = FloatVector.broadcast(VectorTiles.SPECIES, 23f);
        for (int i = 0; i < rounds; i++) {
            a0 = x.fma(y, a0);
            a1 = x.fma(y, a1);
            a2 = x.fma(y, a2);
            a3 = x.fma(y, a3);
            a4 = x.fma(y, a4);
            a5 = x.fma(y, a5);
            a6 = x.fma(y, a6);
            a7 = x.fma(y, a7);
            a8 = x.fma(y, a8);
            a9 = x.fma(y, a9);
            a10 = x.fma(y, a10);
            a11 = x.fma(y, a11);
            a12 = x.fma(y, a12);
            a13 = x.fma(y, a13);
            a14 = x.fma(y, a14);
            a15 = x.fma(y, a15);
            a16 = x.fma(y, a16);
            a17 = x.fma(y, a17);
            a18 = x.fma(y, a18);
            a19 = x.fma(y, a19);
            a20 = x.fma(y, a20);
            a21 = x.fma(y, a21);
            a22 = x.fma(y, a22);
            a23 = x.fma(y, a23);
        }
        return a0.add(a1)
                .add(a2)
                .add(a3)
                .add(a4)
                .add(a5)
                .add(a6)
                .add(a7)
                .add(a8)
                .add(a9)
                .add(a10)
                .add(a11)
                .add(a12)
                .add(a13)
                .add(a14)
                .add(a15)
                .add(a16)
                .add(a17)
                .add(a18)
                .add(a19)
                .add(a20)
                .add(a21)
                .add(a22)
                .add(a23)
                .reduceLanes(VectorOperators.ADD);
    }
}
