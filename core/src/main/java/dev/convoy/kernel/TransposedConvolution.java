package dev.convoy.kernel;

import dev.convoy.kernel.Lattice.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transposed convolution of one image at a time, the weights packed once. Immutable; shared by threads.
 *
 * <p>Output {@code o} of a dimension sees input {@code i} through kernel element {@code k} where {@code o = i * stride
 * - padding + k * dilation}. Outputs with the same {@code (o + padding) mod stride} see the same kernel elements at the
 * same distances: each such phase is a convolution of stride 1, and no product with an inserted zero is computed. An
 * output is its bias, then the products in the order input channel, kernel slice, kernel row, kernel column.
 */
public final class TransposedConvolution implements ImageFilter {

    /** One dimension's arguments. */
    private record Side(int kernel, int stride, int dilation, int padding, int outputPadding) {

        int outputs(int size) {
            return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1;
        }

        int before() {
            return Math.max(dilation * (kernel - 1) / stride - padding / stride, 0);
        }

        int after() {
            return Math.max(Math.floorDiv(dilation * (kernel - 1) + outputPadding - padding, stride), 0);
        }

        int firstOutput(int phase) {
            return Math.floorMod(phase - padding, stride);
        }

        /** The padded input that the first output of a phase sees through a kernel element of no distance. */
        int firstInput(int phase) {
            return (firstOutput(phase) + padding) / stride + before();
        }

        /** The kernel elements that a phase sees. */
        int[] elements(int phase) {
            int[] elements = new int[kernel];
            int count = 0;
            for (int k = 0; k < kernel; k++) {
                if (k * dilation % stride == phase) {
                    elements[count++] = k;
                }
            }
            return Arrays.copyOf(elements, count);
        }

        /** How far before the input of {@link #firstInput} the one of a kernel element lies. */
        int distance(int element) {
            return element * dilation / stride;
        }

        Axis axis(int phase, int outputs, int inputStep, int outputStep) {
            int first = firstOutput(phase);
            int count = first < outputs ? (outputs - 1 - first) / stride + 1 : 0;
            return new Axis(count, inputStep, stride * outputStep);
        }
    }

    /** Outputs that see the same kernel elements: their phases, those elements, and the filters of each group. */
    private record Phase(Extent phase, int[][] elements, PackedFilters[] groups) {}

    private final Geometry geometry;
    private final Side depth;
    private final Side height;
    private final Side width;
    private final List<Phase> phases = new ArrayList<>();

    /**
     * Packs the weights.
     *
     * @param weight {@code [inChannels, outChannels / groups, kernelDepth, kernelHeight, kernelWidth]}
     * @param bias {@code [outChannels]} or null
     */
    public TransposedConvolution(
            Geometry geometry, Extent padding, Extent outputPadding, float[] weight, float[] bias) {
        this.geometry = geometry;
        Extent kernel = geometry.kernel();
        Extent stride = geometry.stride();
        Extent dilation = geometry.dilation();
        depth = new Side(kernel.depth(), stride.depth(), dilation.depth(), padding.depth(), outputPadding.depth());
        height =
                new Side(kernel.height(), stride.height(), dilation.height(), padding.height(), outputPadding.height());
        width = new Side(kernel.width(), stride.width(), dilation.width(), padding.width(), outputPadding.width());
        for (int d = 0; d < stride.depth(); d++) {
            for (int h = 0; h < stride.height(); h++) {
                for (int w = 0; w < stride.width(); w++) {
                    int[][] elements = {depth.elements(d), height.elements(h), width.elements(w)};
                    phases.add(new Phase(new Extent(d, h, w), elements, packed(elements, weight, bias)));
                }
            }
        }
    }

    @Override
    public Padding padding() {
        return new Padding(
                Padding.Mode.ZEROS,
                new Extent(depth.before(), height.before(), width.before()),
                new Extent(depth.after(), height.after(), width.after()));
    }

    private PackedFilters[] packed(int[][] elements, float[] weight, float[] bias) {
        int filters = geometry.filters();
        int channels = geometry.channels();
        int elementCount = elements[0].length * elements[1].length * elements[2].length;
        PackedFilters[] groups = new PackedFilters[geometry.groups()];
        float[] gathered = new float[geometry.outChannels() * channels * elementCount];
        int to = 0;
        for (int filter = 0; filter < geometry.outChannels(); filter++) {
            int firstChannel = filter / filters * channels;
            for (int channel = 0; channel < channels; channel++) {
                int kernel = (firstChannel + channel) * filters + filter % filters;
                for (int d : elements[0]) {
                    for (int h : elements[1]) {
                        for (int w : elements[2]) {
                            int line = (kernel * depth.kernel + d) * height.kernel + h;
                            gathered[to++] = weight[line * width.kernel + w];
                        }
                    }
                }
            }
        }
        for (int g = 0; g < groups.length; g++) {
            groups[g] = new PackedFilters(gathered, bias, g * filters, filters, channels * elementCount);
        }
        return groups;
    }

    @Override
    public void apply(Kernel kernel, float[] x, int xOffset, Extent size, float[] y, int yOffset) {
        int slices = depth.outputs(size.depth() - depth.before() - depth.after());
        int rows = height.outputs(size.height() - height.before() - height.after());
        int columns = width.outputs(size.width() - width.before() - width.after());
        int channelStep = slices * rows * columns;
        for (Phase phase : phases) {
            int d = phase.phase.depth();
            int h = phase.phase.height();
            int w = phase.phase.width();
            Lattice lattice = Lattice.of(
                    depth.axis(d, slices, size.height() * size.width(), rows * columns),
                    height.axis(h, rows, size.width(), columns),
                    width.axis(w, columns, 1, 1));
            int[] offsets = offsets(phase, size);
            float[] segment = lattice.segment();
            int from = xOffset + place(depth.firstInput(d), height.firstInput(h), width.firstInput(w), size);
            int to = yOffset + (depth.firstOutput(d) * rows + height.firstOutput(h)) * columns + width.firstOutput(w);
            for (int g = 0; g < phase.groups.length; g++) {
                int fromGroup = from + g * geometry.channels() * size.volume();
                int toGroup = to + g * geometry.filters() * channelStep;
                lattice.apply(kernel, phase.groups[g], x, fromGroup, offsets, y, toGroup, channelStep, segment);
            }
        }
    }

    private static int place(int slice, int row, int column, Extent size) {
        return (slice * size.height() + row) * size.width() + column;
    }

    /** Where the inputs of an output lie, counted from the one that it sees through an element of no distance. */
    private int[] offsets(Phase phase, Extent size) {
        int[] offsets = new int[phase.groups[0].depth()];
        int k = 0;
        for (int channel = 0; channel < geometry.channels(); channel++) {
            for (int d : phase.elements[0]) {
                for (int h : phase.elements[1]) {
                    for (int w : phase.elements[2]) {
                        offsets[k++] = channel * size.volume()
                                - place(depth.distance(d), height.distance(h), width.distance(w), size);
                    }
                }
            }
        }
        return offsets;
    }
}
