package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Makes pixels of channels, as {@code torch.nn.PixelShuffle}: with {@code r} the upscale factor, input {@code [*, C * r
 * * r, H, W]}, output {@code [*, C, H * r, W * r]} with {@code y[c, h * r + i, w * r + j] = x[(c * r + i) * r + j, h,
 * w]}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html">torch.nn.PixelShuffle</a>
 */
public record PixelShuffle(int upscaleFactor) implements Layer {

    /** @throws IllegalArgumentException if the factor is not 1 or more */
    public PixelShuffle {
        Arguments.atLeast("PixelShuffle", "upscale_factor", upscaleFactor, 1);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 3) {
            throw ShapeException.of(this, "expects [*, C, H, W] but receives " + input.rank() + " dimensions", input);
        }
        int square = Math.multiplyExact(upscaleFactor, upscaleFactor);
        if (input.size(-3) % square != 0) {
            throw ShapeException.of(
                    this,
                    "expects channels divisible by the square of upscale_factor = " + upscaleFactor + " but receives "
                            + input.size(-3),
                    input);
        }
        return Spatial.withLast(input, new int[] {
            input.size(-3) / square,
            Math.multiplyExact(input.size(-2), upscaleFactor),
            Math.multiplyExact(input.size(-1), upscaleFactor)
        });
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = input.shape();
        Shape output = outputShape(shape);
        int images = shape.elements(0, shape.rank() - 3);
        Shape split = Shape.of(images, output.size(-3), upscaleFactor, upscaleFactor, shape.size(-2), shape.size(-1));
        return Strided.of(split).permuted(0, 1, 4, 2, 5, 3).copy(input, output);
    }

    @Override
    public String toString() {
        return "PixelShuffle(upscale_factor=" + upscaleFactor + ")";
    }
}
