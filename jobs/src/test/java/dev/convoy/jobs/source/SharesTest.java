package dev.convoy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void fallingSharesAreWholeBatchesAndEndSmall() {
        assertThat(sizes(new Shares(8, 8, true), 1000)).containsExactly(232, 208, 168, 144, 104, 80, 48, 16);
        assertThat(sizes(new Shares(8, 8, true), 1001)).containsExactly(232, 208, 168, 144, 112, 72, 48, 17);
    }

    @Test
    void evenSharesDifferByOne() {
        assertThat(sizes(Shares.even(4), 10)).containsExactly(3, 2, 3, 2);
        assertThat(sizes(Shares.even(3), 2)).containsExactly(1, 0, 1);
    }

    @Test
    void everyRowIsInOnePartInItsOrder() {
        long seed = System.nanoTime();
        System.out.println("SharesTest.everyRowIsInOnePartInItsOrder: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            List<Integer> rows = IntStream.range(0, random.nextInt(300)).boxed().toList();
            Shares shares = new Shares(1 + random.nextInt(40), 1 + random.nextInt(20), random.nextBoolean());
            List<List<Integer>> parts = shares.divide(rows);
            assertThat(parts).hasSize(shares.partitions());
            assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(rows);
        }
    }

    private static List<Integer> sizes(Shares shares, int rows) {
        return shares.divide(IntStream.range(0, rows).boxed().toList()).stream()
                .map(List::size)
                .toList();
    }
}
