package dev.convoy.jobs.source;

import dev.convoy.state.MalformedFileException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Finds what the links in a tar archive point at: other entries of it, before or after them. The first link that is
 * asked for has the archive read through once, for the places of its entries.
 */
final class TarLinks implements Closeable {

    /** The most entries whose places are held, some 20 MB of names. */
    private static final int MOST_ENTRIES = 100_000;

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final String path;
    private final long length;
    private final Configuration hadoop;

    private Map<String, Target> targets;
    private TarStream archive;

    /**
     * An entry that may be pointed at.
     *
     * @param start where it begins
     * @param image whether it is an image, unless it is a link
     * @param link the entry itself, if it is a link; else null
     */
    private record Target(long start, boolean image, TarEntry link) {}

    TarLinks(String path, long length, Configuration hadoop) {
        this.path = path;
        this.length = length;
        this.hadoop = hadoop;
    }

    /** Whether a link points at an image; a link to what is not there does not. */
    boolean isImage(TarEntry link) throws IOException {
        return find(link).map(Target::image).orElse(false);
    }

    /** The data of the file that a link points at. */
    byte[] data(TarEntry link, LengthLimit maxLength) throws IOException {
        long start = find(link)
                .orElseThrow(() -> new IOException("expected a file, but the entry is a link to '" + link.link()
                        + "', which is no file in the archive"))
                .start();
        if (archive == null || start < archive.position()) {
            close();
            archive = TarStream.open(path, length, hadoop);
        }
        archive.moveTo(start);
        TarEntry target = archive.next().orElseThrow(() -> new IOException("the archive has changed"));
        target.requireFile();
        maxLength.check(target.size());
        return archive.data((int) target.size());
    }

    private Optional<Target> find(TarEntry link) throws IOException {
        if (targets == null) {
            targets = targets();
        }
        Target target = targets.get(link.target());
        for (int links = 0; target != null && target.link != null; links++) {
            target = links == MOST_LINKS ? null : targets.get(target.link.target());
        }
        return Optional.ofNullable(target);
    }

    private Map<String, Target> targets() throws IOException {
        Map<String, Target> found = new HashMap<>();
        try (TarStream all = TarStream.open(path, length, hadoop)) {
            boolean more = true;
            while (more) {
                try {
                    Optional<TarEntry> entry = all.next();
                    more = entry.isPresent();
                    if (more) {
                        add(entry.get(), all, found);
                    }
                } catch (MalformedFileException e) {
                    // The archive's own reader tells of it; what is whole behind it can be pointed at.
                }
            }
        }
        return found;
    }

    private void add(TarEntry entry, TarStream all, Map<String, Target> found) throws IOException {
        if (found.size() == MOST_ENTRIES) {
            throw new IOException("expected at most " + MOST_ENTRIES + " entries in an archive with links");
        }
        boolean image = !entry.isLink() && all.isImage(entry);
        found.put(normal(entry.name()), new Target(all.start(), image, entry.isLink() ? entry : null));
    }

    /** A name without what has no meaning in it. */
    static String normal(String name) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    @Override
    public void close() throws IOException {
        if (archive != null) {
            archive.close();
            archive = null;
        }
    }
}
