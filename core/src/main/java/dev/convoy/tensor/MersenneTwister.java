package dev.convoy.tensor;

/**
 * The 32-bit Mersenne Twister, MT19937, as Matsumoto and Nishimura published it (ACM TOMACS 8(1), 1998), seeded by
 * their {@code init_genrand}. Not safe for use by several threads.
 */
final class MersenneTwister {

    private static final int WORDS = 624;
    private static final int SHIFT = 397;
    private static final int TWIST = 0x9908b0df;
    private static final int UPPER_BIT = 0x80000000;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            int previous = state[i - 1];
            state[i] = 1812433253 * (previous ^ (previous >>> 30)) + i;
        }
    }

    /** The next 32 bits. */
    int next32() {
        if (next == WORDS) {
            regenerate();
            next = 0;
        }
        int word = state[next++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >>> 18);
    }

    /** The next 64 bits: two words, the first one drawn being the upper half. */
    long next64() {
        long upper = next32();
        return (upper << 32) | Integer.toUnsignedLong(next32());
    }

    private void regenerate() {
        for (int i = 0; i < WORDS; i++) {
            int word = (state[i] & UPPER_BIT) | (state[(i + 1) % WORDS] & ~UPPER_BIT);
            state[i] = state[(i + SHIFT) % WORDS] ^ (word >>> 1) ^ ((word & 1) == 0 ? 0 : TWIST);
        }
    }
}
