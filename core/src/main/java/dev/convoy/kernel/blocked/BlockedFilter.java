package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;

/**
 * What computes images from images: a convolution with its packed weights, or a pooling. Each image's output depends on
 * that image alone, whatever the number of images. Immutable; shared by threads.
 */
public interface BlockedFilter {

    /** How it works, for reports: {@code "winograd 4x4"}, {@code "direct"}, {@code "1x1"}, {@code "depthwise"}. */
    String algorithm();

    /** What an input image is. */
    Grid input();

    /** What an output image is. */
    Grid output();

    /** The floats of scratch that {@link #apply} needs for so many images; what they hold is of no matter. */
    int scratch(int images);

    /** The floats that the packed weights take. */
    long packedFloats();

    /**
     * {@code y = function(filter(x) + residual)} for every image.
     *
     * @param x holds the images {@link #input} from {@code xOffset} on
     * @param residual null for none; holds images {@link #output} from {@code residualOffset} on; it may be {@code y}
     *     at the same offset, never {@code x}
     * @param y receives the images {@link #output} from {@code yOffset} on; apart from {@code x}
     */
    void apply(
            Kernel kernel,
            int images,
            float[] x,
            int xOffset,
            float[] residual,
            int residualOffset,
            ElementFunction function,
            float[] y,
            int yOffset,
            float[] scratch);
}
