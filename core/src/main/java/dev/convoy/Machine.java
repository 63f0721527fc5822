package dev.convoy;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import java.util.OptionalDouble;

/** What computes: the kernel that this JVM chose, and what the core under it can do at most. */
public final class Machine {

    /** So few rounds a call that the calls, not the loop in one of them, make the JIT compile it. */
    private static final int ROUNDS = 2_000;

    private static final int CALLS = 1_000;

    private Machine() {}

    /** The kernel, as {@code "Vector API, 16 lanes"}. */
    public static String kernel() {
        return Kernels.current().description();
    }

    /**
     * Measures, for some milliseconds, how many fused multiply-adds a second one thread does that wait for nothing and
     * load nothing: the ceiling of every layer whose algorithm multiplies as often as its definition. It is right once
     * it has been measured a few times.
     *
     * @return none if the kernel cannot tell
     */
    public static OptionalDouble multiplyAddsPerSecond() {
        Kernel kernel = Kernels.current();
        long multiplyAdds = 0;
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            multiplyAdds += kernel.saturate(ROUNDS);
        }
        long nanos = Math.max(1, System.nanoTime() - start);
        return multiplyAdds == 0 ? OptionalDouble.empty() : OptionalDouble.of(multiplyAdds * 1e9 / nanos);
    }
}
