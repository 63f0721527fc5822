package dev.convoy.state.onnx;

import dev.convoy.nn.Reshape;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Another shape of as many elements. Sizes that depend on the input's stay open, and where the exporter has worked out
 * the batch, the size that holds it is opened.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Reshape.html">ONNX, Reshape</a>
 */
final class ReshapeRule {

    private ReshapeRule() {}

    static void apply(Call call) {
        boolean allowZero = call.attributes().flag("allowzero", false);
        Value.Known target = call.known(1);
        if (call.isKnown(0)) {
            Reshape first = reshape(sizes(target.first()), allowZero);
            Reshape second = target.agrees() ? first : reshape(sizes(target.second()), allowZero);
            call.give(0, call.assembly().apply("", first, second, call.inputs().subList(0, 1)));
            return;
        }
        int[] sizes = sizes(target.first());
        if (allowZero && Arrays.stream(sizes).anyMatch(size -> size == 0)) {
            throw new Unsupported("has allowzero = 1 and a size of 0");
        }
        Optional<Shape[]> input = call.hasShape(0) ? Optional.of(call.shapes(0)) : Optional.empty();
        if (!target.agrees()) {
            sizes = opened(sizes, sizes(target.second()), input);
        }
        if (input.isPresent()) {
            sizes = unfrozen(sizes, input.get());
        }
        call.give(Reshape.keepingZeros(sizes), call.input(0));
    }

    private static Reshape reshape(int[] sizes, boolean allowZero) {
        return allowZero ? new Reshape(sizes) : Reshape.keepingZeros(sizes);
    }

    private static int[] sizes(Literal target) {
        int[] sizes = new int[target.integers().length];
        Arrays.setAll(sizes, i -> Names.size(target.integers()[i], "a size"));
        return sizes;
    }

    /** Sizes that differ between the input shapes: 0 where they are the input's own, and -1 elsewhere. */
    private static int[] opened(int[] first, int[] second, Optional<Shape[]> input) {
        if (first.length != second.length) {
            throw new Unsupported("has a number of sizes that depends on the size of the model's input");
        }
        int[] sizes = first.clone();
        for (int i = 0; i < sizes.length; i++) {
            if (first[i] != second[i]) {
                boolean own = input.isPresent()
                        && i < input.get()[0].rank()
                        && input.get()[0].size(i) == first[i]
                        && input.get()[1].size(i) == second[i];
                sizes[i] = own ? 0 : -1;
            }
        }
        if (Arrays.stream(sizes).filter(size -> size == -1).count() > 1) {
            throw new Unsupported("has several sizes that depend on the size of the model's input");
        }
        return sizes;
    }

    /** The images in a dimension that holds parts of each, such as windows: it grows by those of one image. */
    private static int images(int size, int next) {
        int parts = next - size;
        return parts > 0 && size % parts == 0 ? size / parts : size;
    }

    /** The size in whose place the input has the batch is not fixed. */
    private static int[] unfrozen(int[] sizes, Shape[] input) {
        int batch = 0;
        while (batch < input[0].rank() && input[0].size(batch) == input[1].size(batch)) {
            batch++;
        }
        if (batch == input[0].rank()) {
            return sizes;
        }
        int before = input[0].elements(0, batch);
        int size = input[0].size(batch);
        int images = images(size, input[1].size(batch));
        int[] output = Reshape.keepingZeros(sizes).outputShape(input[0]).toArray();
        int place = 0;
        for (int product = 1; place < output.length && product != before; place++) {
            product *= output[place];
        }
        while (place + 1 < output.length && output[place] == 1 && images > 1) {
            place++;
        }
        if (place == output.length || output[place] % images != 0) {
            throw new Unsupported(
                    "mixes the images of a batch: it makes " + Arrays.toString(output) + " of " + input[0]);
        }
        if (sizes[place] < 1) {
            return sizes;
        }
        int[] opened = sizes.clone();
        opened[place] = place == batch && output[place] == size ? 0 : -1;
        if (Arrays.stream(opened).filter(s -> s == -1).count() > 1) {
            throw new Unsupported(
                    "has sizes of which only the one for the whole batch is known: " + Arrays.toString(sizes));
        }
        return opened;
    }
}
