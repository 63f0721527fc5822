package dev.convoy.jobs.feature;

import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.RgbImage;
import dev.convoy.tensor.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.LongAccumulator;

/** Reads, decodes and preprocesses one image at a time, for one task. */
final class ImagePreparer {

    private final Configuration hadoop;
    private final LengthLimit maxLength;
    private final ImageDecoder decoder;
    private final Preprocessing preprocessing;
    private final LongAccumulator bytesRead;

    ImagePreparer(
            Configuration hadoop,
            LengthLimit maxLength,
            ImageDecoder decoder,
            Preprocessing preprocessing,
            LongAccumulator bytesRead) {
        this.hadoop = hadoop;
        this.maxLength = maxLength;
        this.decoder = decoder;
        this.preprocessing = preprocessing;
        this.bytesRead = bytesRead;
    }

    PreparedImage prepare(String path, long length) throws FailedImageException {
        byte[] bytes = read(path, length);
        bytesRead.add((long) bytes.length);
        RgbImage image = decode(path, bytes);
        try {
            Shape shape = preprocessing.outputShape(image.width(), image.height());
            float[] pixels = new float[shape.elements()];
            preprocessing.apply(image, pixels, 0);
            return new PreparedImage(path, image.width(), image.height(), shape, pixels);
        } catch (IOException | RuntimeException e) {
            throw new FailedImageException(path, Stage.PREPROCESS, e);
        }
    }

    private byte[] read(String path, long length) throws FailedImageException {
        try {
            maxLength.check(length);
            Path file = new Path(path);
            try (InputStream in = file.getFileSystem(hadoop).open(file)) {
                byte[] bytes = in.readNBytes((int) length);
                if (bytes.length < length) {
                    throw new EOFException(
                            "expected " + length + " bytes, as listed, but the file ends after " + bytes.length);
                }
                return bytes;
            }
        } catch (IOException | RuntimeException e) {
            throw new FailedImageException(path, Stage.READ, e);
        }
    }

    /** A codec that trips over a broken file may throw anything unchecked: the image is bad, not the job. */
    private RgbImage decode(String path, byte[] bytes) throws FailedImageException {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new FailedImageException(path, Stage.DECODE, e);
        }
    }
}
