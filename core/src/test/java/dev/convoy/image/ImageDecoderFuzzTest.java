package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged files end in pixels or in an {@link ImageException}; nothing else, and not larger. */
class ImageDecoderFuzzTest {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 1000);
    private static final long MAX_PIXELS = 1_000_000;

    private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS).applyExifOrientation(true);

    @Test
    @Timeout(3600)
    void damagedFilesAreDecodedOrRefused() {
        long seed = Long.getLong("convoy.fuzz.seed", System.nanoTime());
        System.out.println("ImageDecoderFuzzTest: -Dconvoy.fuzz.seed=" + seed);
        Map<String, byte[]> files = new LinkedHashMap<>();
        ImageFixtures.all().forEach(name -> files.put(name, ImageFixtures.file(name)));
        for (String name : List.of("webp-lossy-segments.webp", "webp-lossy-partitions.webp", "webp-animation.webp")) {
            files.put(name, ImageFixtures.more(name));
        }
        List<String> names = List.copyOf(files.keySet());
        int decoded = 0;
        for (int i = 0; i < FILES; i++) {
            Random random = new Random(seed + i);
            String name = names.get(random.nextInt(names.size()));
            byte[] file = damaged(files.get(name), random);
            String what = name + " damaged by seed " + seed + " + " + i;
            if (decodes(file, what)) {
                decoded++;
            }
        }
        assertThat(decoded).as("decoded of " + FILES).isPositive().isLessThan(FILES);
    }

    private boolean decodes(byte[] file, String what) {
        try {
            RgbImage image = decoder.decode(file);
            assertThat((long) image.width() * image.height()).as(what).isLessThanOrEqualTo(MAX_PIXELS);
            return true;
        } catch (ImageException e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
            return false;
        } catch (RuntimeException | Error e) {
            return fail(what, e);
        }
    }

    private static byte[] damaged(byte[] original, Random random) {
        byte[] file = original.clone();
        for (int edits = 1 + random.nextInt(4); edits > 0 && file.length > 0; edits--) {
            // Headers are where the sizes and offsets are: half of the damage is done there.
            int reach = random.nextBoolean() ? Math.min(file.length, 64) : file.length;
            int at = random.nextInt(reach);
            switch (random.nextInt(6)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 ->
                    Arrays.fill(file, at, Math.min(file.length, at + 4), (byte) (random.nextBoolean() ? 0xff : 0));
                case 3 -> file = Arrays.copyOf(file, random.nextInt(4) == 0 ? at : file.length);
                case 4 -> {
                    int from = random.nextInt(file.length);
                    int count = Math.min(random.nextInt(64), file.length - Math.max(at, from));
                    System.arraycopy(file, from, file, at, count);
                }
                default -> {
                    byte[] longer = new byte[file.length + 1];
                    System.arraycopy(file, 0, longer, 0, at);
                    System.arraycopy(file, at, longer, at + 1, file.length - at);
                    file = longer;
                }
            }
        }
        return file;
    }
}
