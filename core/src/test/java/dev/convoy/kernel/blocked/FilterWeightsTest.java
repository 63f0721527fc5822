package dev.convoy.kernel.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.kernel.WinogradTile;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterWeightsTest {

    @Test
    void aPackingIsMadeWhenItIsReadAndOnceWhoeverReadsIt() {
        FilterWeights weights = new FilterWeights(new float[] {1, 2, 3}, null);
        AtomicInteger made = new AtomicInteger();
        Set<float[]> arrays = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Packing unread = weights.packing("other", weight -> {
            throw new AssertionError("nobody reads it");
        });
        IntStream.range(0, 200).parallel().forEach(i -> {
            Packing packing = weights.packing("one", weight -> {
                made.incrementAndGet();
                return new Packed(weight.clone(), 0);
            });
            arrays.add(packing.array());
        });
        assertThat(unread).isNotNull();
        assertThat(made).hasValue(1);
        assertThat(arrays).hasSize(1);
    }

    @Test
    void filtersOfImagesOfEverySizeReadTheSamePackings() {
        FilterWeights weights = new FilterWeights(new float[64 * 32 * 9], new float[64]);
        Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int size = 8; size < 40; size++) {
            ConvolutionShape shape =
                    new ConvolutionShape(new Grid(32, size, size + 1), 64, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
            arrays.add(new Panels(shape, weights, "direct").weights().array());
            assertThat(new WinogradConvolution(shape, WinogradTile.FOUR, weights).packedFloats())
                    .isEqualTo(36 * 64 * 32 + 12);
        }
        assertThat(arrays).hasSize(1);
    }
}
