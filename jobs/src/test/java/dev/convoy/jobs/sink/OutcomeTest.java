package dev.convoy.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.feature.Sizing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void rowsAndImagesAreReconciled() {
        assertThat(outcome(10, 0, 7, 2, 1).imbalance()).isEmpty();
        assertThat(outcome(10, 0, 7, 2, 0).imbalance())
                .contains("10 images were listed, so 10 rows are expected,"
                        + " but 7 rows written, 2 rows failed and 0 images dropped are 9");
        assertThat(outcome(10, 4, 5, 1, 0).imbalance()).isEmpty();
        assertThat(outcome(10, 4, 7, 0, 0).imbalance())
                .contains("10 images were listed, 4 of them done before, so 6 rows are expected,"
                        + " but 7 rows written, 0 rows failed and 0 images dropped are 7");
    }

    @Test
    void theFailedFractionIsOfTheImagesToBeDone() {
        assertThat(outcome(10, 6, 3, 1, 0).failedFraction()).isEqualTo(0.25);
        assertThat(outcome(10, 10, 0, 0, 0).failedFraction()).isZero();
    }

    private static Outcome outcome(long listed, long done, long ok, long failed, long dropped) {
        Written written = new Written(ok, failed, 0);
        return new Outcome(
                listed,
                done,
                0,
                written,
                written,
                dropped,
                0,
                0,
                Optional.empty(),
                Faults.NONE,
                List.of(),
                Sizing.even(1, 8),
                Map.of(),
                Instant.EPOCH,
                Duration.ofSeconds(1));
    }
}
