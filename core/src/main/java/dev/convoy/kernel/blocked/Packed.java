package dev.convoy.kernel.blocked;

import java.lang.ref.WeakReference;

/**
 * Room for packed weights, beginning where a vector lies within one cache line: reading one that lies in two takes
 * twice as long. G1 puts the first element of an array of its largest kind 16 bytes into a line, so small requests
 * share such arrays.
 *
 * @param array in which others may have room too
 * @param offset where this room begins
 */
record Packed(float[] array, int offset) {

    /** Where in a large array a line begins. */
    static final int START = 12;

    /** 16 MB: large to G1 whatever its regions. */
    private static final int SHARED = 4 * 1024 * 1024;

    private static WeakReference<float[]> shared = new WeakReference<>(null);
    private static int used;

    /** Room for so many floats, all zero. */
    static synchronized Packed allocate(int floats) {
        if (floats > SHARED / 4) {
            return new Packed(new float[Math.addExact(START, floats)], START);
        }
        float[] array = shared.get();
        if (array == null || used + floats > array.length) {
            array = new float[SHARED];
            shared = new WeakReference<>(array);
            used = START;
        }
        Packed room = new Packed(array, used);
        used += (floats + 15) / 16 * 16;
        return room;
    }
}
