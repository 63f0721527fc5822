package dev.convoy.jobs.sink;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an output's lock, a chain: {@code _convoy.lock} names who took it where it was free, and
 * {@code _convoy.lock.T} who took it over from the holder whose token is {@code T}. The last of the chain holds the
 * lock.
 *
 * <p>All of it is one operation, the creation of a file where there is none, which each kind of storage has as one
 * step. As a token is never used again, who comes late to take over creates a file that no chain leads to, and sees
 * that; and no file of another holder is ever moved, written or deleted.
 */
final class LockFiles {

    static final String NAME = "_convoy.lock";

    private static final Logger LOG = LoggerFactory.getLogger(LockFiles.class);
    private static final int LONGEST = 1 << 16;

    /**
     * A file of the chain.
     *
     * @param id the holder's token; where it cannot be read, what stands for it
     */
    record Link(Path file, String id, Optional<Holder> holder) {}

    private final FileSystem files;
    private final Path output;
    private final Path first;

    private LockFiles(FileSystem files, Path output) {
        this.files = files;
        this.output = output;
        this.first = new Path(output, NAME);
    }

    static LockFiles of(Path output, Configuration hadoop) throws IOException {
        FileSystem files = output.getFileSystem(hadoop);
        return new LockFiles(files instanceof LocalFileSystem local ? local.getRaw() : files, output);
    }

    /**
     * Whether the storage creates a file where there is none in one step; where not, two runs may both have the lock.
     */
    boolean areExclusive() throws IOException {
        return ExclusiveFile.isPossible(files, first);
    }

    /** Who holds the lock; none where it is free. */
    Optional<Link> last() throws IOException {
        List<Link> chain = chain();
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }

    boolean isHeldBy(Holder holder) throws IOException {
        return last().filter(link -> isOf(link, holder)).isPresent();
    }

    /** Takes the lock where it is free, or over from another holder; whether it is this one's then. */
    boolean add(Optional<Link> after, Holder holder) throws IOException {
        Path file = after.map(link -> after(link.id())).orElse(first);
        files.mkdirs(output);
        if (!ExclusiveFile.create(files, file, holder.json())) {
            return false;
        }
        List<Link> chain = chain();
        if (!chain.isEmpty() && isOf(chain.get(chain.size() - 1), holder)) {
            return true;
        }
        if (chain.stream().noneMatch(link -> link.file().equals(file))) {
            files.delete(file, false);
        }
        return false;
    }

    /** Gives the lock back where this holder has it, and the output's directory where there is nothing else in it. */
    void release(Holder holder) throws IOException {
        Optional<Link> last = last();
        // Taken over by itself first, so that nobody else does meanwhile.
        if (last.filter(link -> isOf(link, holder)).isEmpty() || !add(last, Holder.current())) {
            return;
        }
        FileStatus[] all = files.listStatus(output, path -> isOne(path.getName()));
        files.delete(first, false);
        for (FileStatus file : all) {
            files.delete(file.getPath(), false);
        }
        deleteOutputIfEmpty();
    }

    private void deleteOutputIfEmpty() {
        try {
            if (files.listStatus(output).length == 0) {
                files.delete(output, false);
            }
        } catch (IOException e) {
            LOG.debug("{}: another run has begun to write it, or it went with its last file", output, e);
        }
    }

    /** What a holder that lives writes anew again and again; empty where it has not yet. */
    String heartbeat(Link link) throws IOException {
        return read(heartbeatOf(link.id()))
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .orElse("");
    }

    void writeHeartbeat(Holder holder, long number) throws IOException {
        try (OutputStream out = files.create(heartbeatOf(holder.token().toString()), true)) {
            out.write(Long.toString(number).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether a file of this name in an output is one of its lock. */
    static boolean isOne(String name) {
        return name.startsWith(NAME);
    }

    private List<Link> chain() throws IOException {
        List<Link> chain = new ArrayList<>();
        Path file = first;
        for (Optional<byte[]> text = read(file); text.isPresent(); text = read(file)) {
            Optional<Holder> holder = Holder.parse(text.get());
            String id = holder.isPresent() ? holder.get().token().toString() : standIn(file);
            if (chain.stream().anyMatch(link -> link.id().equals(id))) {
                throw new IOException(file + ": the files of this lock lead in a circle, which no run leaves; delete "
                        + first + "* when no run writes this output");
            }
            chain.add(new Link(file, id, holder));
            file = after(id);
        }
        return chain;
    }

    /** What tells a file that cannot be read from the next one that cannot. */
    private String standIn(Path file) throws IOException {
        try {
            FileStatus status = files.getFileStatus(file);
            return status.getLen() + "-" + status.getModificationTime();
        } catch (FileNotFoundException e) {
            return "gone";
        }
    }

    private Path after(String id) {
        return new Path(output, NAME + "." + id);
    }

    private Path heartbeatOf(String id) {
        return new Path(output, NAME + "." + id + ".heartbeat");
    }

    private static boolean isOf(Link link, Holder holder) {
        return link.id().equals(holder.token().toString());
    }

    private Optional<byte[]> read(Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            return Optional.of(in.readNBytes(LONGEST));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
