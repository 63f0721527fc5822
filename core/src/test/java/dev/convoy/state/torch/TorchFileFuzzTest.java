package dev.convoy.state.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TorchFileFuzzTest {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 1000);
    private static final int DIRECTORY_ENTRY = 0x02014b50;

    @Test
    void aDamagedZipIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("checkpoint_dataparallel.pth");
        fuzz("zip", random -> Mutations.mutateBothEnds(original, 4200, 3000, random));
    }

    @Test
    void aDamagedPickleInAWholeZipIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("state_dict_views.pth");
        int start = 64;
        int length = 3299;
        fuzz("pickle", random -> {
            byte[] bytes = original.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int place = start + random.nextInt(length);
                bytes[place] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[place] ^ 1 << random.nextInt(8));
            }
            return withChecksum(bytes, start, length);
        });
    }

    @Test
    void aDamagedLegacyFileIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("state_dict_legacy.pth");
        fuzz("legacy", random -> Mutations.mutate(original, 5700, random));
    }

    private interface Damage {
        byte[] apply(Random random);
    }

    private static void fuzz(String form, Damage damage) throws IOException {
        long seed = System.nanoTime();
        System.out.println("TorchFileFuzzTest " + form + " seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = damage.apply(random);
            try {
                StateDict state = TorchFile.read("damaged", damaged);
                assertThat(state.names()).isNotEmpty();
            } catch (MalformedFileException expected) {
                assertThat(expected).hasMessageStartingWith("damaged: ");
                refused++;
            } catch (RuntimeException | Error wrong) {
                fail("file " + i + " of seed " + seed, wrong);
            }
        }
        System.out.println("TorchFileFuzzTest " + form + " refused " + refused + " of " + FILES);
        assertThat(refused).isBetween(1, FILES - 1);
    }

    /** Puts the checksum of the first entry's data into the directory's first entry. */
    private static byte[] withChecksum(byte[] zip, int start, int length) {
        CRC32 crc = new CRC32();
        crc.update(zip, start, length);
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.length - Integer.BYTES;
        for (int at = directory; at > 0; at--) {
            directory = bytes.getInt(at) == DIRECTORY_ENTRY ? at : directory;
        }
        bytes.putInt(directory + 16, (int) crc.getValue());
        return zip;
    }
}
