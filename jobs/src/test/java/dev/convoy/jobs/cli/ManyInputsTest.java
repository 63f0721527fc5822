package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyInputsTest extends SparkSuite {

    @TempDir
    private static Path directory;

    @BeforeAll
    void drawImages() throws Exception {
        for (String album : List.of("a1", "a2", "b")) {
            Path files = Files.createDirectories(directory.resolve(album).resolve("deep"));
            Samples.draw(files.resolve("x.png"), "png", 20, 20);
            Samples.draw(files.getParent().resolve("y.jpg"), "jpg", 24, 20);
            Samples.draw(files.getParent().resolve("_hidden.jpg"), "jpg", 24, 20);
        }
        Files.createDirectories(directory.resolve("a[12]"));
        Samples.draw(directory.resolve("a[12]/z,z.png"), "png", 20, 20);
    }

    @Test
    void aFile() {
        assertThat(extracted("b/y.jpg")).containsExactly("b/y.jpg");
    }

    @Test
    void directoriesAndFilesEachImageOnce() {
        assertThat(extracted("a1," + directory.resolve("b/y.jpg") + ", " + directory.resolve("b")))
                .containsExactly("a1/deep/x.png", "a1/y.jpg", "b/deep/x.png", "b/y.jpg");
    }

    @Test
    void aGlobOfFilesAndOfDirectories() {
        assertThat(extracted("*/*.jpg")).containsExactly("a1/y.jpg", "a2/y.jpg", "b/y.jpg");
        assertThat(extracted("{a1,b}")).containsExactly("a1/deep/x.png", "a1/y.jpg", "b/deep/x.png", "b/y.jpg");
    }

    @Test
    void aNameThatIsThereIsNoGlob() {
        assertThat(extracted("a[12]")).containsExactly("a[12]/z,z.png");
        assertThat(extracted("a[1-2]/y*")).containsExactly("a1/y.jpg", "a2/y.jpg");
    }

    private List<String> extracted(String input) {
        Path output = directory.resolve("_out");
        Command run = Command.extract(directory.resolve(input), output, "--overwrite");
        run.requireDone();
        return Outputs.ok(spark(), output).stream()
                .map(row -> directory.relativize(Outputs.file(row)).toString())
                .toList();
    }
}
