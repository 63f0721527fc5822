package dev.convoy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.jobs.conf.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private Path directory;

    @Test
    void aDirectoryIsListedOnceWhateverLinksLeadToIt() throws Exception {
        Path real = Files.createDirectories(directory.resolve("in/real"));
        Files.createFile(real.resolve("x.jpg"));
        Files.createSymbolicLink(real.resolve("up"), directory.resolve("in"));
        Files.createSymbolicLink(directory.resolve("in/a-link"), real);
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.createFile(outside.resolve("y.jpg"));
        Files.createSymbolicLink(directory.resolve("in/b-link"), outside);
        Files.createSymbolicLink(directory.resolve("in/c-link"), outside);
        assertThat(list("in")).containsExactly("in/b-link/y.jpg", "in/real/x.jpg");
        assertThat(list("in", "in/real", "in/a-link", "in/real/x.jpg"))
                .containsExactly("in/b-link/y.jpg", "in/real/x.jpg");
    }

    @Test
    void everyNameThatADiskTakesIsFoundAndOpened() throws Exception {
        List<String> names = List.of(
                "-dash",
                "2024-05-01T12:00:00.jpg",
                "[a]",
                "a\tb",
                "a b",
                "back\\slash",
                "h#ash",
                "new\nline",
                "pe%r%20cent",
                "q?",
                "s*",
                "with:colon/and:colon.jpg",
                "{a,b}");
        for (String name : names) {
            Path file = directory.resolve("in").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        assertThat(list("in"))
                .containsExactlyElementsOf(names.stream().map("in/"::concat).toList());
        for (FileEntry entry : InputPaths.of(List.of(directory + "/in/*", directory + "/in/*/*"), HADOOP)) {
            if (!entry.isDirectory()) {
                try (var in = StoredFile.open(entry.path().toString(), HADOOP)) {
                    assertThat(entry.path().toString()).endsWith(new String(in.readAllBytes()));
                }
            }
        }
        for (String name : names) {
            assertThat(list("in/" + name)).as("as it is").containsExactly("in/" + name);
        }
    }

    @Test
    void globsMatchAsHadoopsDo() throws Exception {
        for (String name : List.of("a1/x.jpg", "a2/y.png", "b/z.jpg", "b/t:1.jpg", "b/_hidden.jpg", "c.jpg")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        assertThat(list("a?")).containsExactly("a1/x.jpg", "a2/y.png");
        assertThat(list("{a1,b}/*.jpg")).containsExactly("a1/x.jpg", "b/t:1.jpg", "b/z.jpg");
        assertThat(list("[ab]*/{x.jpg,y.png}")).containsExactly("a1/x.jpg", "a2/y.png");
        assertThat(list("*/z.jpg")).containsExactly("b/z.jpg");
        assertThat(list("b/*:*")).containsExactly("b/t:1.jpg");
        assertThat(list("{a1/x,c}.jpg")).containsExactly("a1/x.jpg", "c.jpg");
        assertThat(list("c\\.jpg")).containsExactly("c.jpg");
        assertThatThrownBy(() -> list("a1/*.png"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected a file, a directory or a glob of them as input, but there is none");
        assertThatThrownBy(() -> list("c.jpg/*")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void whatIsHiddenIsPassedOver() throws Exception {
        Files.createDirectories(directory.resolve("in/.hidden"));
        Files.createDirectories(directory.resolve("in/_SUCCESS"));
        for (String name : List.of("._x.jpg", "_x.jpg", "x.jpg._COPYING_", ".hidden/x.jpg", "_SUCCESS/x.jpg")) {
            Files.createFile(directory.resolve("in").resolve(name));
        }
        assertThatThrownBy(() -> list("in")).hasMessageContaining("there is no file in it");
        Files.createFile(directory.resolve("in/x._y.jpg"));
        assertThat(list("in")).containsExactly("in/x._y.jpg");
        assertThat(list("in/.hidden")).as("named itself").containsExactly("in/.hidden/x.jpg");
    }

    @Test
    void aPipeIsNoFileAndALinkToNothingIsOneThatFailed() throws Exception {
        Path in = Files.createDirectories(directory.resolve("in"));
        Process pipe = new ProcessBuilder("mkfifo", in.resolve("pipe.jpg").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        assertThatThrownBy(() -> list("in")).hasMessageContaining("there is no file in it");
        assertThatThrownBy(() -> list("in/pipe.jpg")).hasMessageContaining("it is a pipe, a socket or a device");
        Files.createSymbolicLink(in.resolve("broken.jpg"), Path.of("gone.jpg"));
        Files.createSymbolicLink(in.resolve("loop.jpg"), Path.of("loop.jpg"));
        Files.createFile(in.resolve("x.jpg"));
        assertThat(list("in"))
                .containsExactly(
                        "in/broken.jpg: expected a file, but it is a symbolic link to 'gone.jpg', which is not there",
                        "in/loop.jpg: expected a file, but it is a symbolic link to 'loop.jpg', which is not there",
                        "in/x.jpg");
    }

    /** What these inputs list, without the directory; behind a colon, why nothing can be had of it. */
    private List<String> list(String... inputs) throws ConfigurationException {
        List<String> named =
                List.of(inputs).stream().map(input -> directory + "/" + input).toList();
        return FileListing.of(InputPaths.of(named, HADOOP), false, HADOOP).files().stream()
                .map(file -> file.getString(FileListing.PATH).replace("file:" + directory + "/", "")
                        + (file.isNullAt(FileListing.PROBLEM) ? "" : ": " + file.getString(FileListing.PROBLEM)))
                .toList();
    }
}
