package dev.convoy.state.onnx;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileFuzzTest {

    @ParameterizedTest
    @ValueSource(strings = {"legacy_export", "legacy_export_unfolded", "dynamo_export"})
    void aDamagedModelIsReadOrRefusedAndNothingElse(String export) throws IOException {
        byte[] original = Tinynet.bytes("model_" + export + ".onnx");
        Fuzz.reader(
                export,
                random -> random.nextBoolean()
                        ? Mutations.mutate(original, 3000, random)
                        : inPlace(original.clone(), random),
                OnnxFile::read);
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
