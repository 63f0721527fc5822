package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Random;

/**
 * Reads many damaged files: each is read or refused as malformed, and nothing else happens.
 * {@code -Dconvoy.fuzz.files=20000} reads more, {@code -Dconvoy.fuzz.seed=…} the same ones again.
 */
public final class Fuzz {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 1000);

    private Fuzz() {}

    /** Damages a file that is good. */
    @FunctionalInterface
    public interface Damage {
        byte[] apply(Random random);
    }

    /** What reads a file's bytes. */
    @FunctionalInterface
    public interface Reader {
        Object read(String name, byte[] bytes) throws IOException;
    }

    /** Some of the files must be refused, and some read. */
    public static void reader(String form, Damage damage, Reader reader) throws IOException {
        long seed = Long.getLong("convoy.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = damage.apply(random);
            try {
                assertThat(reader.read("damaged", damaged)).isNotNull();
            } catch (MalformedFileException expected) {
                assertThat(expected).hasMessageStartingWith("damaged");
                refused++;
            } catch (RuntimeException | Error wrong) {
                fail(form + ": file " + i + " of -Dconvoy.fuzz.seed=" + seed, wrong);
            }
        }
        System.out.println("Fuzz " + form + ": refused " + refused + " of " + FILES + ", -Dconvoy.fuzz.seed=" + seed);
        assertThat(refused).isBetween(1, FILES - 1);
    }
}
