package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * One of at most {@code chunks} equal pieces of a dimension, the last one perhaps smaller: {@code torch.chunk(x,
 * chunks, dim)[index]}. A piece has {@code ceil(size / chunks)} elements, so there may be fewer pieces.
 *
 * @param dim the dimension; a negative one counts from the last
 * @param index of the piece, from 0
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.chunk.html">torch.chunk</a>
 */
public record Chunk(int chunks, int dim, int index) implements Layer {

    /** @throws IllegalArgumentException if there is not 1 chunk or more, or the index is negative */
    public Chunk {
        Arguments.atLeast("chunk", "chunks", chunks, 1);
        Arguments.atLeast("chunk", "the index", index, 0);
    }

    @Override
    public String type() {
        return "chunk";
    }

    @Override
    public Shape outputShape(Shape input) {
        return piece(input).outputShape(input);
    }

    /** The slice that this is of an input of this shape. */
    Slice piece(Shape input) {
        int dimension = Dimensions.index(this, "dim", dim, input);
        int size = input.rank() == 0 ? 0 : input.size(dimension);
        int pieceSize = (int) ((size + chunks - 1L) / chunks);
        return Split.piece(this, Math.max(pieceSize, 1), dim, index, input);
    }

    @Override
    public Tensor forward(Tensor input) {
        return piece(input.shape()).forward(input);
    }

    @Override
    public String toString() {
        return "chunk(chunks=" + chunks + ", dim=" + dim + ")[" + index + "]";
    }
}
