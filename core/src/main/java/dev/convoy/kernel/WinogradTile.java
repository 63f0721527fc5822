package dev.convoy.kernel;

/**
 * How Winograd's algorithm computes a tile of the output of a 3x3 convolution: in both dimensions alike, from inputs by
 * way of values, the products of which with those of the weights are summed over channels, to outputs.
 *
 * <p>In one dimension a value of inputs is that of a polynomial at a point. With a stride of 2, taps 0 and 2 see the
 * inputs of even place and tap 1 those of odd place: two convolutions of stride 1, F(4, 2) and F(4, 1), whose products
 * at the same point are summed before one way back: 9 multiplications for 12.
 */
public enum WinogradTile {
    /** F(2, 3); points 0, 1, -1 and infinity. */
    TWO(2, 1, 4, 4),
    /** F(4, 3); points 0, A, -A, B, -B and infinity. */
    FOUR(4, 1, 6, 6),
    /** Stride 2; points A, -A, B, -B and infinity, where inputs of odd place have no value. */
    FOUR_OF_STRIDE_2(4, 2, 9, 5);

    private final int outputs;
    private final int stride;
    private final int inputs;
    private final int points;

    WinogradTile(int outputs, int stride, int inputs, int points) {
        this.outputs = outputs;
        this.stride = stride;
        this.inputs = inputs;
        this.points = points;
    }

    /** The outputs of a side. */
    public int outputs() {
        return outputs;
    }

    /** From an output to the next, among the inputs. */
    public int stride() {
        return stride;
    }

    /** From a tile to the next, among the inputs. */
    public int step() {
        return outputs * stride;
    }

    /** The inputs that the outputs of a side see, and the values they become: those of even place first. */
    public int inputs() {
        return inputs;
    }

    /** The points; the last, infinity, is what only the last output needs. */
    public int points() {
        return points;
    }

    /** How many values of a side belong to a point: point {@code p} has the values {@code p} and {@code points + p}. */
    public int values(int point) {
        return points + point < inputs ? 2 : 1;
    }
}
