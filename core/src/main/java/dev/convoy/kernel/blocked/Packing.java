package dev.convoy.kernel.blocked;

import java.util.function.Supplier;

/** Packed weights as a filter reads them, made by the first who does. */
final class Packing {

    private final Supplier<Packed> source;

    /** Threads may see it late and ask the source again, which gives the same: its fields are final. */
    private Packed packed;

    Packing(Supplier<Packed> source) {
        this.source = source;
    }

    private Packed packed() {
        Packed known = packed;
        if (known == null) {
            known = source.get();
            packed = known;
        }
        return known;
    }

    float[] array() {
        return packed().array();
    }

    /** Where in the array they begin. */
    int offset() {
        return packed().offset();
    }
}
