package dev.convoy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void fallingSharesAreWholeBatchesAndEndSmall() {
        assertThat(sizes(new Shares(8, 8, 2), 1000)).containsExactly(216, 224, 152, 160, 88, 96, 32, 32);
        assertThat(sizes(new Shares(8, 8, 2), 1001)).containsExactly(216, 224, 152, 160, 96, 88, 32, 33);
        assertThat(sizes(new Shares(5, 1, 2), 900)).containsExactly(250, 250, 150, 150, 100);
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
            Shares shares = new Shares(1 + random.nextInt(40), 1 + random.nextInt(20), 1 + random.nextInt(9));
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
