package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MalformedFileExceptionTest {

    @Test
    void namesFilePlaceAndReason() {
        MalformedFileException exception = new MalformedFileException("a.npy", 6, "the version is 9.0");

        assertThat(exception).hasMessage("a.npy: at byte 6: the version is 9.0");
        assertThat(exception.path()).isEqualTo("a.npy");
        assertThat(exception.offset()).isEqualTo(6);
        assertThat(exception.reason()).isEqualTo("the version is 9.0");
    }

    @Test
    void leavesOutAPlaceThereIsNot() {
        assertThat(new MalformedFileException("a.npy", -1, "it is truncated")).hasMessage("a.npy: it is truncated");
    }
}
