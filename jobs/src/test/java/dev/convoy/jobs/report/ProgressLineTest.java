package dev.convoy.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void theTimeLeftFollowsTheRateOfTheLastMinute() {
        ProgressLine line = new ProgressLine(OptionalLong.of(10_000), 0);
        long images = 0;
        String text = "";
        for (int second = 1; second <= 120; second++) {
            images += second <= 60 ? 100 : 10;
            text = line.at(second * SECOND, images, 3);
        }
        assertThat(text).isEqualTo("images 6600/10000, 10.0/s, about 5:40 left, 3 failed");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        assertThat(new ProgressLine(OptionalLong.of(10), 0).at(SECOND, 0, 0)).isEqualTo("images 0/10, 0.0/s, 0 failed");
        assertThat(new ProgressLine(OptionalLong.empty(), 0).at(2 * SECOND, 9, 0))
                .isEqualTo("images 9, 4.5/s, 0 failed");
    }

    @Test
    void aFailedAttemptTakesImagesBack() {
        ProgressLine line = new ProgressLine(OptionalLong.of(10), 0);
        line.at(SECOND, 8, 0);
        for (int second = 2; second <= 61; second++) {
            line.at(second * SECOND, 8, 0);
        }
        assertThat(line.at(62 * SECOND, 4, 0)).isEqualTo("images 4/10, 0.0/s, 0 failed");
    }
}
