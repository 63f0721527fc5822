package dev.convoy.jobs.feature;

import dev.convoy.image.ImageDecoder;
import dev.convoy.image.ImageException;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.RgbImage;
import dev.convoy.jobs.source.Content;
import dev.convoy.jobs.source.Origin;
import dev.convoy.jobs.source.SourceImage;
import dev.convoy.jobs.source.StorageException;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import org.apache.spark.TaskKilledException;

/** Reads, decodes and preprocesses one image at a time, for one task. */
final class ImagePreparer {

    private final ImageDecoder decoder;
    private final Preprocessing preprocessing;
    private final StorageFailures storage;
    private final Counters counters;
    private final PhaseClock clock;

    ImagePreparer(
            ImageDecoder decoder,
            Preprocessing preprocessing,
            StorageFailures storage,
            Counters counters,
            PhaseClock clock) {
        this.decoder = decoder;
        this.preprocessing = preprocessing;
        this.storage = storage;
        this.counters = counters;
        this.clock = clock;
    }

    /** Reads an image, and decodes it where it is not yet. */
    DecodedImage decode(SourceImage found) throws FailedImageException {
        Origin origin = found.origin();
        clock.enter(Phase.READ);
        Content content = read(found);
        counters.bytes().add(content.bytes());
        if (content instanceof Content.Values values) {
            return new DecodedImage(origin, values.tensor().shape(), null, values.tensor());
        }
        clock.enter(Phase.DECODE);
        RgbImage image = content instanceof Content.Decoded decoded
                ? decoded.image()
                : decode(origin, ((Content.Encoded) content).file());
        clock.enter(Phase.PREPROCESS);
        try {
            return new DecodedImage(origin, preprocessing.outputShape(image.width(), image.height()), image, null);
        } catch (ImageException e) {
            throw new FailedImageException(origin, Stage.PREPROCESS, e);
        }
    }

    /** Puts an image into a batch of those of its shape. */
    void put(DecodedImage image, ImageBatch batch) throws FailedImageException {
        clock.enter(Phase.PREPROCESS);
        if (image.tensor() != null) {
            Shape shape = image.shape();
            System.arraycopy(image.tensor().array(), 0, batch.pixels(), batch.end(), shape.elements());
            batch.add(new PreparedImage(image.origin(), shape.size(2), shape.size(1)));
            return;
        }
        try {
            preprocessing.apply(image.pixels(), batch.pixels(), batch.end());
            batch.add(new PreparedImage(
                    image.origin(), image.pixels().width(), image.pixels().height()));
        } catch (ImageException e) {
            throw new FailedImageException(image.origin(), Stage.PREPROCESS, e);
        }
    }

    private Content read(SourceImage found) throws FailedImageException {
        try {
            Content content = found.reading().read();
            storage.read();
            return content;
        } catch (StorageException e) {
            storage.failed(e);
            throw new FailedImageException(found.origin(), Stage.READ, e);
        } catch (TaskKilledException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new FailedImageException(found.origin(), Stage.READ, e);
        }
    }

    /** What a codec throws unchecked on a broken file is an {@link ImageException} too. */
    private RgbImage decode(Origin origin, byte[] bytes) throws FailedImageException {
        try {
            return decoder.decode(bytes);
        } catch (ImageException e) {
            throw new FailedImageException(origin, Stage.DECODE, e);
        }
    }
}
