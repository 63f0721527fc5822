package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleImagesTest {

    /** Surefire's working directory is the module. */
    private static final Path COMMITTED = Path.of("..", "data-samples", "images");

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void remakesWhatIsCommitted(@TempDir Path remade) throws IOException {
        SampleImages.write(remade);
        assertThat(names(remade)).isEqualTo(names(COMMITTED)).hasSize(13);
        for (String name : names(remade)) {
            if (!name.equals("truncated.jpg")) {
                RgbImage again = decoder.decode(Files.readAllBytes(remade.resolve(name)));
                RgbImage committed = decoder.decode(Files.readAllBytes(COMMITTED.resolve(name)));
                assertThat(again.toString()).as(name).isEqualTo(committed.toString());
                assertThat(name.endsWith(".jpg") || again.equals(committed))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void onlyTheTruncatedOneFails() throws IOException {
        byte[] truncated = Files.readAllBytes(COMMITTED.resolve("truncated.jpg"));
        assertThatThrownBy(() -> decoder.decode(truncated))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("truncated JPEG: ");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
