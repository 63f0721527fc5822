package dev.convoy.jobs.source;

import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A tar archive of images, those entries whose names say that they are, or whose content does where a name has no
 * extension. Other entries are passed over. An image's path is the archive's, {@code #} and the entry's name.
 */
final class TarImages implements Container {

    private final String path;
    private final TarArchive archive;
    private final LengthLimit maxLength;

    private TarImages(String path, TarArchive archive, LengthLimit maxLength) {
        this.path = path;
        this.archive = archive;
        this.maxLength = maxLength;
    }

    static TarImages open(String path, long length, Configuration hadoop, LengthLimit maxLength) throws IOException {
        return new TarImages(path, TarArchive.open(path, length, hadoop), maxLength);
    }

    @Override
    public Optional<SourceImage> next() throws IOException {
        try {
            return archive.nextImage()
                    .map(image -> new SourceImage(Origin.of(path + "#" + image.name()), () -> read(image)));
        } catch (MalformedFileException e) {
            return Optional.of(SourceImage.failed(Origin.of(path), e));
        }
    }

    private Content read(TarEntry image) throws IOException {
        return new Content.Encoded(archive.data(image, maxLength));
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
