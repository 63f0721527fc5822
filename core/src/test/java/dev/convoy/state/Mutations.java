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
            int place = random.nextInt(within);
            switch (random.nextInt(6)) {
                case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[place] = (byte) random.nextInt(256);
                case 2 -> bytes[nextDigit(bytes, place)] = (byte) ('0' + random.nextInt(10));
                case 3 -> bytes = Arrays.copyOf(bytes, place);
                case 4 -> bytes = splice(bytes, place, place, (byte) "09-{}[](),:\"'TeN\\".charAt(random.nextInt(17)));
                default -> bytes = splice(bytes, place, Math.min(bytes.length, place + random.nextInt(20)));
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
