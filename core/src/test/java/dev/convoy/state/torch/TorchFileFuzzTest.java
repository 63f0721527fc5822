package dev.convoy.state.torch;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TorchFileFuzzTest {

    private static final int DIRECTORY_ENTRY = 0x02014b50;

    @Test
    void aDamagedZipIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("checkpoint_dataparallel.pth");
        Fuzz.reader("zip .pth", random -> Mutations.mutateBothEnds(original, 4200, 3000, random), TorchFile::read);
    }

    @Test
    void aDamagedPickleInAWholeZipIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("state_dict_views.pth");
        int start = 64;
        int length = 3299;
        Fuzz.Damage damage = random -> {
            byte[] bytes = original.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int place = start + random.nextInt(length);
                bytes[place] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[place] ^ 1 << random.nextInt(8));
            }
            return withChecksum(bytes, start, length);
        };
        Fuzz.reader("pickle", damage, TorchFile::read);
    }

    @Test
    void aDamagedLegacyFileIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("state_dict_legacy.pth");
        Fuzz.reader("legacy .pth", random -> Mutations.mutate(original, 5700, random), TorchFile::read);
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
