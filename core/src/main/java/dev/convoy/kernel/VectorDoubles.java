package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Arithmetic in float64 on floats in arrays, half as many lanes at a time as there are floats in a vector. */
final class VectorDoubles {

    static final VectorSpecies<Double> DOUBLES = SPECIES.withLanes(double.class);

    static final int DOUBLE_LANES = DOUBLES.length();

    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

    private VectorDoubles() {}

    static DoubleVector load(float[] x, int i) {
        return (DoubleVector) FloatVector.fromArray(FLOATS, x, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    /** Rounds every lane. */
    static void store(DoubleVector value, float[] y, int i) {
        ((FloatVector) value.convertShape(VectorOperators.D2F, FLOATS, 0)).intoArray(y, i);
    }

    /** Adds the lanes one after the other. */
    static double sum(double sum, DoubleVector x) {
        double total = sum + x.lane(0) + x.lane(1);
        if (DOUBLE_LANES >= 4) {
            total = total + x.lane(2) + x.lane(3);
        }
        if (DOUBLE_LANES >= 8) {
            total = total + x.lane(4) + x.lane(5) + x.lane(6) + x.lane(7);
        }
        return total;
    }
}
