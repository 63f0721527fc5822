package dev.convoy.state.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileFuzzTest {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 1000);

    @ParameterizedTest
    @ValueSource(strings = {"legacy_export", "legacy_export_unfolded", "dynamo_export"})
    void aDamagedModelIsReadOrRefusedAndNothingElse(String export) throws IOException {
        byte[] original = Tinynet.bytes("model_" + export + ".onnx");
        long seed = System.nanoTime();
        System.out.println("OnnxFileFuzzTest " + export + " seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged =
                    random.nextBoolean() ? Mutations.mutate(original, 3000, random) : inPlace(original.clone(), random);
            try {
                OnnxModel model = OnnxFile.read("damaged", damaged);
                assertThat(model.outputs()).isNotEmpty();
            } catch (MalformedFileException expected) {
                assertThat(expected).hasMessageStartingWith("damaged: ");
                refused++;
            } catch (RuntimeException | Error wrong) {
                fail("file " + i + " of seed " + seed, wrong);
            }
        }
        System.out.println("OnnxFileFuzzTest " + export + " refused " + refused + " of " + FILES);
        assertThat(refused).isBetween(1, FILES - 1);
    }

    /** Changes that move nothing, so that the message still parses and what it says is wrong. */
    private static byte[] inPlace(byte[] bytes, Random random) {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int place = random.nextInt(bytes.length);
            bytes[place] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[place] ^ (1 << random.nextInt(8)));
        }
        return bytes;
    }
}
