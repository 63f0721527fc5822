package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.lang.ref.WeakReference;

/**
 * Room for packed weights, beginning where a vector lies within one cache line: reading one that lies in two takes
 * twice as long. {@link Kernel#LINE_START} is where a line begins in large arrays, so small requests share one.
 *
 * @param array in which others may have room too
 * @param offset where this room begins
 */
record Packed(float[] array, int offset) {

    /** 16 MB: large to G1 whatever its regions. */
    private static final int SHARED = 4 * 1024 * 1024;

    private static WeakReference<float[]> shared = new WeakReference<>(null);
    private static int used;

    /** Room for so many floats, all zero. */
    static synchronized Packed allocate(int floats) {
        if (floats > SHARED / 4) {
            return new Packed(new float[Math.addExact(Kernel.LINE_START, floats)], Kernel.LINE_START);
        }
        float[] array = shared.get();
        if (array == null || used + floats > array.length) {
            array = new float[SHARED];
            shared = new WeakReference<>(array);
            used = Kernel.LINE_START;
        }
        Packed room = new Packed(array, used);
        used += (floats + 15) / 16 * 16;
        return room;
    }
}
