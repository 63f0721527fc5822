package dev.convoy.jobs.source;

import dev.convoy.state.npy.NpyStream;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** An npy file of inputs of a network, {@code [N, C, H, W]} or a single {@code [C, H, W]}; one is in memory. */
final class NpyImages implements Container {

    private final String path;
    private final NpyStream file;
    private final TensorShape shape;
    private final LengthLimit maxLength;
    private final boolean several;
    private final Shape image;
    private final int count;
    private int next;
    /** How many of its images have been read or passed over. */
    private int passed;

    private NpyImages(String path, NpyStream file, TensorShape shape, LengthLimit maxLength) {
        this.path = path;
        this.file = file;
        this.shape = shape;
        this.maxLength = maxLength;
        Shape array = file.shape();
        this.several = array.rank() == 4;
        this.image = several ? array.slice(1, 4) : array;
        this.count = several ? array.size(0) : 1;
    }

    static NpyImages open(String path, long length, TensorShape shape, Configuration hadoop, LengthLimit maxLength)
            throws IOException {
        InputStream in = InputFiles.open(path, hadoop);
        try {
            NpyImages images = new NpyImages(path, NpyStream.open(path, in, length), shape, maxLength);
            if (images.image.rank() != 3 || images.image.elements() == 0) {
                throw new IOException(
                        "expected an array [N, C, H, W] or [C, H, W] of 1 value or more, but its shape is "
                                + images.file.shape());
            }
            return images;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public Optional<SourceImage> next() {
        if (next == count) {
            return Optional.empty();
        }
        int place = next++;
        return Optional.of(new SourceImage(Origin.of(several ? path + "#" + place : path), () -> read(place)));
    }

    private Content read(int place) throws IOException {
        shape.check(image);
        maxLength.check(file.bytes(image));
        while (passed < place) {
            file.skip(image);
            passed++;
        }
        passed++;
        return new Content.Values(file.next(image), file.bytes(image));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
