package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path directory;

    @Test
    void replacesAFileWhole() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "before, and longer");

        AtomicFile.write(
                file,
                List.of(ByteBuffer.wrap(new byte[] {'x'}), ByteBuffer.wrap(new byte[] {'y'}))
                        .iterator());

        assertThat(file).hasContent("xy");
        assertThat(directory.toFile().list()).containsExactly("a");
    }

    @Test
    void leavesWhatWasThereWhenWritingFails() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "before");
        Stream<ByteBuffer> failing = Stream.of(1, 0).map(divisor -> ByteBuffer.allocate(1 / divisor));

        assertThatThrownBy(() -> AtomicFile.write(file, failing.iterator())).isInstanceOf(ArithmeticException.class);

        assertThat(file).hasContent("before");
        assertThat(directory.toFile().list()).containsExactly("a");
    }
}
