package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What moves elements and computes nothing. */
class ShapeOperatorsTest {

    private final Draws draws = Draws.of(ShapeOperatorsTest.class);

    private Tensor tensor(int rank) {
        return draws.tensor(Shape.of(draws.each(rank, 1, 5)));
    }

    @Test
    void permuteAndTransposeMoveEveryElement() {
        for (int trial = 0; trial < 200; trial++) {
            int rank = draws.between(0, 5);
            Tensor input = tensor(rank);
            List<Integer> order = IntStream.range(0, rank).boxed().collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(order, new Random(draws.between(0, 1 << 20)));
            int[] dims =
                    order.stream().mapToInt(d -> draws.bool() ? d : d - rank).toArray();
            Tensor output = new Permute(dims).forward(input);
            Draws.expectMoved(output, input, 0, index -> {
                int[] from = new int[rank];
                for (int i = 0; i < rank; i++) {
                    from[order.get(i)] = index[i];
                }
                return from;
            });
            if (rank > 0) {
                int first = draws.between(0, rank - 1);
                int second = draws.between(0, rank - 1);
                Draws.expectMoved(new Transpose(first, second - rank).forward(input), input, 0, index -> {
                    int kept = index[first];
                    index[first] = index[second];
                    index[second] = kept;
                    return index;
                });
            }
        }
    }

    @Test
    void slicesAreThoseOfThePythonList() {
        for (int trial = 0; trial < 300; trial++) {
            Tensor input = tensor(3);
            int dim = draws.between(0, 2);
            int start = draws.between(-7, 7);
            int end = draws.between(0, 3) == 0 ? Integer.MAX_VALUE : draws.between(-7, 7);
            int step = draws.between(1, 3);
            int size = input.shape().size(dim);
            List<Integer> kept = new ArrayList<>();
            int from = Math.max(Math.min(start < 0 ? start + size : start, size), 0);
            int to = Math.max(Math.min(end < 0 ? end + size : end, size), 0);
            for (int i = from; i < to; i += step) {
                kept.add(i);
            }
            Tensor output = new Slice(dim - (draws.bool() ? 3 : 0), start, end, step).forward(input);
            assertThat(output.shape()).isEqualTo(input.shape().with(dim, kept.size()));
            Draws.expectMoved(output, input, 0, index -> {
                index[dim] = kept.get(index[dim]);
                return index;
            });
        }
    }

    @Test
    void thePiecesOfASplitAreTheWhole() {
        for (int trial = 0; trial < 100; trial++) {
            Tensor input = tensor(3);
            int dim = draws.between(-3, 2);
            int size = input.shape().size(dim);
            int splitSize = draws.between(1, 6);
            int pieces = (size + splitSize - 1) / splitSize;
            List<Tensor> split = IntStream.range(0, pieces)
                    .mapToObj(i -> new Split(splitSize, dim, i).forward(input))
                    .toList();
            assertThat(split.get(0).shape().size(dim)).isEqualTo(Math.min(size, splitSize));
            assertThat(new Concat(dim).forward(split).sameBits(input)).isTrue();
            refused(
                    () -> new Split(splitSize, dim, pieces).forward(input),
                    "split takes piece " + pieces + ", but of dimension " + Math.floorMod(dim, 3) + " there are only "
                            + pieces + ", from the input " + input.shape());
        }
        Tensor line = Tensor.of(Shape.of(11), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(new Chunk(6, 0, 0).forward(line).array()).containsExactly(0, 1);
        assertThat(new Chunk(6, 0, 5).forward(line).array()).containsExactly(10);
        refused(
                () -> new Chunk(7, 0, 6).forward(line),
                "chunk takes piece 6, but of dimension 0 there are only 6, from the input [11]");
    }

    @Test
    void catPutsInputsBehindEachOther() {
        for (int trial = 0; trial < 100; trial++) {
            Tensor first = tensor(3);
            int dim = draws.between(0, 2);
            List<Tensor> inputs = new ArrayList<>(List.of(first));
            for (int i = draws.between(0, 3); i > 0; i--) {
                inputs.add(draws.tensor(first.shape().with(dim, draws.between(0, 4))));
            }
            Tensor output = new Concat(dim - 3).forward(inputs);
            int before = 0;
            for (Tensor input : inputs) {
                int size = input.shape().size(dim);
                Tensor part = new Slice(dim, before, before + size).forward(output);
                assertThat(part.sameBits(input)).isTrue();
                before += size;
            }
            assertThat(output.shape().size(dim)).isEqualTo(before);
        }
        refused(
                () -> new Concat(1).outputShape(List.of(Shape.of(1, 2, 3), Shape.of(1, 2, 4))),
                "cat expects inputs that differ in dimension 1 alone but receives [1, 2, 3] and [1, 2, 4],"
                        + " from the inputs [[1, 2, 3], [1, 2, 4]]");
        refused(
                () -> new Concat(0).outputShape(List.of()),
                "cat expects 1 or more inputs but receives none," + " from the inputs []");
    }

    @Test
    void expandRepeatsAndIndexSelectPicks() {
        for (int trial = 0; trial < 100; trial++) {
            Tensor input = tensor(3);
            int[] sizes = draws.each(5, 1, 3);
            for (int d = 0; d < 3; d++) {
                int size = input.shape().size(d);
                sizes[d + 2] = size == 1 ? sizes[d + 2] : draws.bool() ? -1 : size;
            }
            Draws.expectMoved(new Expand(sizes).forward(input), input, 0, index -> {
                int[] from = Arrays.copyOfRange(index, 2, 5);
                for (int d = 0; d < 3; d++) {
                    from[d] = input.shape().size(d) == 1 ? 0 : from[d];
                }
                return from;
            });
            int dim = draws.between(0, 2);
            int size = input.shape().size(dim);
            int[] selected = draws.each(draws.between(0, 6), -size, size - 1);
            Tensor picked = new IndexSelect(dim - 3, selected).forward(input);
            assertThat(picked.shape()).isEqualTo(input.shape().with(dim, selected.length));
            Draws.expectMoved(picked, input, 0, index -> {
                index[dim] = Math.floorMod(selected[index[dim]], size);
                return index;
            });
        }
        refused(
                () -> new Expand(4, 3).outputShape(Shape.of(2, 3)),
                "expand cannot make size 2 of dimension 0 a size of 4, from the input [2, 3]");
        refused(
                () -> new Expand(-1, 3).outputShape(Shape.of(3)),
                "expand cannot make a new dimension a size of -1, from the input [3]");
        refused(
                () -> new Expand(3).outputShape(Shape.of(1, 3)),
                "expand has 1 sizes for an input of 2 dimensions, from the input [1, 3]");
        refused(
                () -> new IndexSelect(1, 0, 3).outputShape(Shape.of(2, 3)),
                "index_select selects index 3 of dimension 1, which has 3, from the input [2, 3]");
    }

    @Test
    void shufflesAreTorchsViews() {
        for (int trial = 0; trial < 50; trial++) {
            int groups = draws.between(1, 4);
            int each = draws.between(1, 4);
            Tensor input = draws.tensor(Shape.of(2, groups * each, 3, draws.between(1, 3)));
            Draws.expectMoved(new ChannelShuffle(groups).forward(input), input, 0, index -> {
                index[1] = index[1] % groups * each + index[1] / groups;
                return index;
            });
            int r = draws.between(1, 3);
            Tensor deep = draws.tensor(Shape.of(2, each * r * r, 3, 2));
            PixelShuffle shuffle = new PixelShuffle(r);
            assertThat(shuffle.outputShape(deep.shape())).isEqualTo(Shape.of(2, each, 3 * r, 2 * r));
            Draws.expectMoved(shuffle.forward(deep), deep, 0, index ->
                    new int[] {index[0], (index[1] * r + index[2] % r) * r + index[3] % r, index[2] / r, index[3] / r});
            Draws.expectSameBitsAlone(shuffle, deep);
        }
        assertThat(new ChannelShuffle(2)
                        .forward(Tensor.of(Shape.of(1, 4, 1), 1, 2, 3, 4))
                        .array())
                .containsExactly(1, 3, 2, 4);
        assertThat(new ChannelShuffle(2)).hasToString("ChannelShuffle(groups=2)");
        assertThat(new PixelShuffle(3)).hasToString("PixelShuffle(upscale_factor=3)");
        refused(
                () -> new ChannelShuffle(2).outputShape(Shape.of(1, 3, 1)),
                "ChannelShuffle expects channels divisible by groups = 2 but receives 3, from the input [1, 3, 1]");
        refused(
                () -> new ChannelShuffle(2).outputShape(Shape.of(4, 1)),
                "ChannelShuffle expects [N, C, *] but receives 2 dimensions, from the input [4, 1]");
        refused(
                () -> new PixelShuffle(2).outputShape(Shape.of(6, 1, 1)),
                "PixelShuffle expects channels divisible by the square of upscale_factor = 2 but receives 6,"
                        + " from the input [6, 1, 1]");
        refused(() -> new PixelShuffle(0), "PixelShuffle expects upscale_factor to be 1 or more, but it is 0");
    }

    @Test
    void reshapesKeepTheElements() {
        Shape input = Shape.of(2, 3, 4);
        Tensor values = draws.tensor(input);
        assertThat(new Reshape(4, -1).forward(values).shape()).isEqualTo(Shape.of(4, 6));
        assertThat(new Reshape(-1).forward(values).array()).containsExactly(values.array());
        assertThat(new Reshape(0, 5).outputShape(Shape.of(0, 3))).isEqualTo(Shape.of(0, 5));
        assertThat(Reshape.keepingZeros(0, -1).outputShape(input)).isEqualTo(Shape.of(2, 12));
        assertThat(new Squeeze().outputShape(Shape.of(1, 2, 1, 3, 1))).isEqualTo(Shape.of(2, 3));
        assertThat(new Squeeze(0, 1, -1).outputShape(Shape.of(1, 2, 1, 3, 1))).isEqualTo(Shape.of(2, 1, 3));
        assertThat(new Unsqueeze(0).outputShape(input)).isEqualTo(Shape.of(1, 2, 3, 4));
        assertThat(new Unsqueeze(-1).outputShape(input)).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(new Unsqueeze(1).forward(values).shape()).isEqualTo(Shape.of(2, 1, 3, 4));
        refused(
                () -> new Reshape(5, -1).outputShape(input),
                "reshape has 24 elements for the shape (5, -1), from the input [2, 3, 4]");
        refused(
                () -> new Reshape(5, 5).outputShape(input),
                "reshape has 24 elements for the shape (5, 5), from the input [2, 3, 4]");
        refused(
                () -> new Reshape(0, -1).outputShape(Shape.of(0, 3)),
                "reshape has 0 elements for the shape (0, -1), from the input [0, 3]");
        refused(() -> new Reshape(-1, -1), "reshape expects at most one size to be -1, but they are (-1, -1)");
        refused(() -> new Reshape(-2), "reshape expects a size to be -1 or more, but it is -2");
        refused(
                () -> new Unsqueeze(4).outputShape(input),
                "unsqueeze has dim 4, which an output of 4 dimensions has not, from the input [2, 3, 4]");
        refused(
                () -> new Squeeze(3).outputShape(input),
                "squeeze has dim 3, which an input of 3 dimensions has not, from the input [2, 3, 4]");
    }

    @Test
    void dimensionsThatAreNotThereAreRefused() {
        Shape input = Shape.of(2, 3);
        refused(
                () -> new Permute(0).outputShape(input),
                "permute orders 1 dimensions but receives 2, from the input [2, 3]");
        refused(
                () -> new Permute(0, -2).outputShape(input),
                "permute names dimension 0 more than once, from the input [2, 3]");
        refused(
                () -> new Transpose(0, 2).outputShape(input),
                "transpose has dim1 2, which an input of 2 dimensions has not, from the input [2, 3]");
        refused(
                () -> new Slice(2, 0, 1).outputShape(input),
                "slice has dim 2, which an input of 2 dimensions has not, from the input [2, 3]");
        refused(() -> new Slice(0, 0, 1, 0), "slice expects step to be 1 or more, but it is 0");
    }

    @Test
    void functionsPrintTheirArgumentsByTorchsNames() {
        assertThat(new Permute(0, 2, 1)).hasToString("permute(dims=(0, 2, 1))");
        assertThat(new Transpose(1, -1)).hasToString("transpose(dim0=1, dim1=-1)");
        assertThat(new Reshape(2, -1)).hasToString("reshape(shape=(2, -1))");
        assertThat(new Slice(1, 0, Integer.MAX_VALUE, 2)).hasToString("slice(dim=1, start=0, end=None, step=2)");
        assertThat(new Concat(1)).hasToString("cat(dim=1)");
        assertThat(new Concat(1).type()).isEqualTo("cat");
        assertThat(new Chunk(2, 1, 0)).hasToString("chunk(chunks=2, dim=1)[0]");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
