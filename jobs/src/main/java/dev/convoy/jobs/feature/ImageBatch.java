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
    private final ImageDemand demand;
    private final int mostImages;
    private float[] pixels;

    /**
     * An empty batch.
     *
     * @param image the shape of each image, {@code [C, H, W]}
     * @param demand what they take
     * @param mostImages how many there will be at most
     */
    ImageBatch(Shape image, ImageDemand demand, int mostImages) {
        this.image = image;
        this.demand = demand;
        this.mostImages = mostImages;
        this.pixels = new float[image.elements()];
    }

    Shape image() {
        return image;
    }

    ImageDemand demand() {
        return demand;
    }

    int size() {
        return images.size();
    }

    List<PreparedImage> images() {
        return images;
    }

    /** Where the next image's values go, from {@link #end} on: there is room for it. */
    float[] pixels() {
        if (pixels.length == end()) {
            int room = Math.min(2 * images.size(), Math.max(mostImages, images.size() + 1));
            pixels = Arrays.copyOf(pixels, Math.multiplyExact(room, image.elements()));
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
