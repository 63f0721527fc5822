package dev.convoy.jobs.feature;

import dev.convoy.Footprint;
import dev.convoy.Model;
import dev.convoy.tensor.Shape;

/** What images of one shape take of a task's memory when they run together. */
final class ImageDemand {

    /** The most that Spark and Parquet take of one row's tensor, in bytes. */
    private static final long LARGEST_ROW = Integer.MAX_VALUE - 1024;

    private final Model model;
    private final int threads;
    private final Shape image;
    private final long layerBytes;
    private final long mostImages;

    private ImageDemand(Model model, int threads, Shape image, long layerBytes, long mostImages) {
        this.model = model;
        this.threads = threads;
        this.image = image;
        this.layerBytes = layerBytes;
        this.mostImages = mostImages;
    }

    /**
     * The demand of images that the model takes.
     *
     * @param image the shape of each, {@code [C, H, W]}
     * @throws IllegalArgumentException if it does not take them, or a tensor of one does not fit an array
     */
    static ImageDemand of(Model model, int threads, Shape image) {
        long layerBytes = 0;
        long largest = image.elements();
        for (var layer : model.outputShapes(FeatureIterator.batchOf(1, image)).entrySet()) {
            long bytes = (long) Float.BYTES * layer.getValue().elements();
            if (bytes > LARGEST_ROW) {
                throw new IllegalArgumentException("layer " + layer.getKey() + " gives "
                        + Demand.megabytes(bytes) + " for an image of " + image + ", but a row's tensor has at most "
                        + Demand.megabytes(LARGEST_ROW));
            }
            layerBytes += bytes;
            largest = Math.max(largest, layer.getValue().elements());
        }
        model.footprint(FeatureIterator.batchOf(1, image), threads);
        return new ImageDemand(model, threads, image, layerBytes, Integer.MAX_VALUE / Math.max(1, largest));
    }

    /** Whether the tensors of so many images fit arrays. */
    boolean fitsArrays(int images) {
        return images <= mostImages;
    }

    /** The batch itself. */
    long inputBytes(int images) {
        return Demand.inputBytes(image, images);
    }

    /** What is computed in and what is made of the batch. */
    long runBytes(int images) {
        return model.footprint(FeatureIterator.batchOf(images, image), threads)
                        .map(Footprint::mostWorkspaceBytes)
                        .orElse(0L)
                + Demand.outputBytes(layerBytes, images);
    }
}
