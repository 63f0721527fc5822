package dev.convoy.state;

import java.util.Arrays;
import java.util.Random;

/** Damages files as transfers, editors and attackers do. */
public final class Mutations {

    private Mutations() {}

    /** A copy with one to four changes: a flipped bit, another byte, a digit, a cut, an insertion or a deletion. */
    public static byte[] mutate(byte[] original, int headerLength, Random random) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int within = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, headerLength);
            bytes = change(bytes, random.nextInt(within), random.nextInt(6), random);
        }
        return bytes;
    }

    /**
     * As {@link #mutate}, of a file that describes itself at both ends. Mostly nothing moves: the end then still
     * describes where things are, and what is damaged is read further.
     */
    public static byte[] mutateBothEnds(byte[] original, int headLength, int tailLength, Random random) {
        byte[] bytes = original.clone();
        boolean moving = random.nextInt(4) == 0;
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int place = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(bytes.length);
                case 1 -> random.nextInt(Math.min(bytes.length, headLength));
                default -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, tailLength));
            };
            bytes = change(bytes, place, random.nextInt(moving ? 6 : 3), random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, int place, int kind, Random random) {
        switch (kind) {
            case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[place] = (byte) random.nextInt(256);
            case 2 -> bytes[nextDigit(bytes, place)] = (byte) ('0' + random.nextInt(10));
            case 3 -> {
                return Arrays.copyOf(bytes, place);
            }
            case 4 -> {
                return splice(bytes, place, place, (byte) "09-{}[](),:\"'TeN\\".charAt(random.nextInt(17)));
            }
            default -> {
                return splice(bytes, place, Math.min(bytes.length, place + random.nextInt(20)));
            }
        }
        return bytes;
    }

    private static int nextDigit(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                return i;
            }
        }
        return from;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte... inserted) {
        byte[] result = new byte[bytes.length - (to - from) + inserted.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(inserted, 0, result, from, inserted.length);
        System.arraycopy(bytes, to, result, from + inserted.length, bytes.length - to);
        return result;
    }
}
