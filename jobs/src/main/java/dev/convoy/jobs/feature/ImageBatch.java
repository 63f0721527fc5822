package dev.convoy.jobs.feature;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images of one shape, one behind the other as a network takes them. Its memory is for the next batch again. */
final class ImageBatch {

    private final Shape image;
    private final List<PreparedImage> images = new ArrayList<>();
    private float[] pixels;

    /** @param image the shape of each, {@code [C, H, W]} */
    ImageBatch(Shape image) {
        this.image = image;
        this.pixels = new float[image.elements()];
    }

    Shape image() {
        return image;
    }

    List<PreparedImage> images() {
        return images;
    }

    /** Where the next image's values go, from {@link #end} on: there is room for it. */
    float[] pixels() {
        if (pixels.length == end()) {
            pixels = Arrays.copyOf(pixels, Math.multiplyExact(2, pixels.length));
        }
        return pixels;
    }

    /** Behind the last image. */
    int end() {
        return Math.multiplyExact(images.size(), image.elements());
    }

    /** The image whose values have been put at the end. */
    void add(PreparedImage prepared) {
        images.add(prepared);
    }

    /** {@code [N, C, H, W]}, valid until {@link #clear}. */
    Tensor tensor() {
        return Tensor.of(
                FeatureIterator.batchOf(images.size(), image),
                pixels.length == end() ? pixels : Arrays.copyOf(pixels, end()));
    }

    void clear() {
        images.clear();
    }
}
