package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * The input itself, as {@code torch.nn.Dropout} and its kin are in evaluation mode: any shape in, the same shape out.
 *
 * @param type the class in torch: {@code "Dropout"}, {@code "Dropout2d"}, {@code "AlphaDropout"} and so on
 * @param p the probability of an element to be zeroed in training, from 0 to 1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html">torch.nn.Dropout</a>
 */
public record Dropout(String type, double p) implements Layer {

    /** Checks the probability. */
    public Dropout {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(type + " expects p to be from 0 to 1, but it is " + p);
        }
    }

    /** {@code torch.nn.Dropout} itself. */
    public Dropout(double p) {
        this("Dropout", p);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        return input;
    }

    @Override
    public String toString() {
        return type + "(p=" + Arguments.number(p) + ", inplace=False)";
    }
}
