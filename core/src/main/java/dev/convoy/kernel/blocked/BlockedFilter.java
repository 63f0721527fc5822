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

    /** The floats of scratch that {@link #apply} needs for so many images or fewer; what they hold is of no matter. */
    long scratch(int images);

    /** The floats that the packed weights take. */
    long packedFloats();

    /**
     * {@code y = function(filter(x) + residual)} for every image.
     *
     * @param x holds images {@link #input}
     * @param residual null for none; holds images {@link #output}; it may be {@code y}, never {@code x}
     * @param y receives images {@link #output}; apart from {@code x}
     */
    void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch);
}
