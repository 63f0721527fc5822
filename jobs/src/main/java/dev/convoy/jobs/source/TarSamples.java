package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskKilledException;

/**
 * A tar archive of samples, as <a href="https://github.com/webdataset/webdataset">WebDataset</a> has them: entries that
 * follow one another and whose names are equal up to the first dot behind the directories, as {@code 0001.jpg},
 * {@code 0001.cls} and {@code 0001.json}. What follows that dot is the extension, in whatever case. Each image carries
 * the texts of its siblings; so a sample's images are held until it has ended.
 */
final class TarSamples implements Container {

    /** The most bytes of a text that is carried. */
    static final int MOST_TEXT = 1 << 20;

    private final String path;
    private final TarArchive archive;
    private final List<String> extensions;
    private final LengthLimit maxLength;

    private final Deque<SourceImage> ready = new ArrayDeque<>();
    private TarSample sample;
    private boolean ended;

    private TarSamples(String path, TarArchive archive, List<String> extensions, LengthLimit maxLength) {
        this.path = path;
        this.archive = archive;
        this.extensions = extensions;
        this.maxLength = maxLength;
    }

    /** The extensions that are carried, in lower case. */
    static List<String> extensions(InputOptions options) throws ConfigurationException {
        List<String> extensions = new ArrayList<>();
        for (String said : options.carryColumns().orElse(List.of())) {
            if (said.startsWith(".") || said.contains("/") || TarEntry.isImage(said)) {
                throw new ConfigurationException("--carry-columns: expected extensions of texts, as cls,json, but '"
                        + said + "' is " + (TarEntry.isImage(said) ? "an image's" : "none"));
            }
            String extension = said.toLowerCase(Locale.ROOT);
            if (!extensions.contains(extension)) {
                extensions.add(extension);
            }
        }
        return extensions;
    }

    static TarSamples open(
            String path, long length, List<String> extensions, Configuration hadoop, LengthLimit maxLength)
            throws IOException {
        return new TarSamples(path, TarArchive.open(path, length, hadoop), extensions, maxLength);
    }

    @Override
    public Optional<SourceImage> next() {
        while (ready.isEmpty() && !ended) {
            advance();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void advance() {
        try {
            Optional<TarEntry> entry = archive.next();
            if (entry.isPresent()) {
                add(entry.get());
            } else {
                ended = true;
                endSample();
            }
        } catch (TaskKilledException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ended = !(e instanceof MalformedFileException);
            if (sample != null) {
                sample.interrupt(e);
            }
            endSample();
            ready.add(SourceImage.failed(Origin.of(path, extensions.size()), e));
        }
    }

    private void add(TarEntry entry) throws IOException {
        Optional<String> key = entry.key();
        boolean image = archive.isImage(entry);
        if (entry.isDirectory() || entry.isHidden() || (key.isEmpty() && !image)) {
            return;
        }
        if (key.isEmpty()) {
            TarSample alone = newSample(entry.name());
            alone.addImage(entry, archive);
            ready.addAll(alone.images(path));
            return;
        }
        if (sample == null || !sample.has(key.get())) {
            endSample();
            sample = newSample(key.get());
        }
        int column = extensions.indexOf(
                entry.name().substring(key.get().length() + 1).toLowerCase(Locale.ROOT));
        if (column >= 0) {
            sample.addText(column, entry, archive);
        } else if (image && sample.isFull()) {
            IOException tooMany = new IOException(
                    "expected at most " + TarSample.MOST_IMAGES + " images in a sample, but this is another");
            ready.add(SourceImage.failed(Origin.of(path + "#" + entry.name(), extensions.size()), tooMany));
        } else if (image) {
            sample.addImage(entry, archive);
        }
    }

    private TarSample newSample(String key) {
        return new TarSample(key, extensions.size(), maxLength);
    }

    private void endSample() {
        if (sample != null) {
            ready.addAll(sample.images(path));
            sample = null;
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
