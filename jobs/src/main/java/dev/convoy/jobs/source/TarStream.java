package dev.convoy.jobs.source;

import dev.convoy.image.ImageDecoder;
import dev.convoy.state.MalformedFileException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads a tar archive (ustar, GNU or pax) from its beginning to its end, one entry after the other; no entry's data are
 * read unless they are asked for. After a damaged header it goes on at the next one that is whole.
 */
final class TarStream implements Closeable {

    private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;

    /** How many bytes tell an image. */
    private static final int IMAGE_HEAD = 32;

    private static final int MAGIC_AT = 257;
    private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};

    private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

    private final String path;
    private final InputStream in;
    private final long length;

    /** How much of the archive has been read. */
    private long position;

    /** Where the latest entry begins, with what stands before its header for it. */
    private long start;

    private long header;
    private long nextHeader;
    /** That header, where it had to be read to be found. */
    private byte[] found;

    private String entry = "";
    /** Of its data, what has been looked at. */
    private byte[] head = {};

    private boolean ended;
    /** Why the bytes of an entry could not be had: a stream that has failed is not read on. */
    private IOException failure;

    /**
     * An archive.
     *
     * @param first its first block, or all of it if it is shorter
     * @param in what follows that; closed with this
     * @param length how many bytes both are, {@link Long#MAX_VALUE} where it is not known
     */
    private TarStream(String path, byte[] first, InputStream in, long length) {
        this.path = path;
        this.in = in;
        this.length = length;
        this.found = first;
        this.position = first.length;
        this.nextHeader = first.length;
    }

    /**
     * Opens an archive, which is compressed where its content says so.
     *
     * @throws MalformedFileException if the content says that it is something else
     */
    static TarStream open(String path, long length, Configuration hadoop) throws IOException {
        InputStream file = StoredFile.open(path, hadoop);
        try {
            byte[] first = file.readNBytes(BLOCK);
            if (first.length == BLOCK && (isMarked(first) || isWhole(first))) {
                return new TarStream(path, first, file, length);
            }
            Optional<ArchiveFormat> format = ArchiveFormat.of(first);
            if (format.isEmpty()) {
                ArchiveFormat.refuseImage(path, first);
                return new TarStream(path, first, file, length);
            }
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(first), file);
            InputStream unpacked = new UnpackedStream(path, format.get(), all);
            return new TarStream(path, unpacked.readNBytes(BLOCK), unpacked, Long.MAX_VALUE);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The next entry, if there is one.
     *
     * @throws MalformedFileException if the archive is damaged here; what is whole after that can still be asked for
     * @throws IOException if the archive cannot be read
     */
    Optional<TarEntry> next() throws IOException {
        if (failure != null) {
            IOException failed = failure;
            failure = null;
            ended = true;
            throw failed;
        }
        TarExtensions extensions = new TarExtensions();
        boolean afterZeros = false;
        boolean begun = false;
        head = new byte[0];
        while (!ended) {
            skipTo(nextHeader);
            byte[] block = block();
            if (block.length == 0 || isZero(block)) {
                ended = block.length == 0 || afterZeros;
                afterZeros = true;
                continue;
            }
            start = begun ? start : header;
            begun = true;
            TarArchiveEntry parsed = parse(block);
            requireRoom(parsed.getSize());
            if (!TarExtensions.is(parsed)) {
                // A link has no data, though some writers put its file's size there.
                boolean link = parsed.isLink() || parsed.isSymbolicLink();
                long size = link ? 0 : extensions.size().orElse(parsed.getSize());
                requireRoom(size);
                entry = extensions.name().orElse(parsed.getName());
                return Optional.of(new TarEntry(
                        entry,
                        size,
                        (char) parsed.getLinkFlag(),
                        extensions.isSparse(),
                        extensions.link().orElse(parsed.getLinkName())));
            }
            entry = parsed.getName();
            try {
                extensions.add(parsed, data(TarExtensions.length(parsed)));
            } catch (IllegalArgumentException e) {
                skipTo(nextHeader);
                throw damaged("expected an entry's extended header, but " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * The data of the latest entry, whole.
     *
     * @throws MalformedFileException if the archive ends inside them
     */
    byte[] data(int size) throws IOException {
        byte[] bytes = read(size);
        if (bytes.length < size) {
            throw truncated("inside the entry '" + entry + "', after " + bytes.length + " of its " + size + " bytes");
        }
        return bytes;
    }

    /**
     * Whether the latest entry is an image, or a link that is named as one: by its name, or by its first bytes where
     * its name has no extension.
     */
    boolean isImage(TarEntry latest) throws IOException {
        if (latest.isDirectory() || latest.isHidden()) {
            return false;
        }
        if (latest.hasExtension() || latest.isLink()) {
            return TarEntry.isImage(latest.name());
        }
        head = read((int) Math.min(latest.size(), IMAGE_HEAD));
        return ImageDecoder.isImage(head);
    }

    /** The first bytes of the latest entry's data; fewer where the archive ends in them. */
    private byte[] read(int size) throws IOException {
        try {
            byte[] bytes = Arrays.copyOf(head, size);
            int looked = Math.min(head.length, size);
            int read = in.readNBytes(bytes, looked, size - looked);
            position += read;
            return looked + read == size ? bytes : Arrays.copyOf(bytes, looked + read);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Where the latest entry begins. */
    long start() {
        return start;
    }

    /** How much of the archive has been read. */
    long position() {
        return position;
    }

    /** Goes on to the entry that begins there, at {@link #position} or behind it; or that is the archive's first. */
    void moveTo(long entryStart) {
        if (entryStart > 0) {
            found = null;
            nextHeader = entryStart;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void skipTo(long to) throws IOException {
        try {
            if (to > length) {
                position = length;
                throw new EOFException();
            }
            in.skipNBytes(to - position);
            position = to;
        } catch (EOFException e) {
            throw truncated("inside the entry '" + entry + "', which would end at byte " + to);
        }
    }

    /** The next block, which the next header follows unless it is one; nothing at the archive's end. */
    private byte[] block() throws IOException {
        byte[] block = found == null ? in.readNBytes(BLOCK) : found;
        position += found == null ? block.length : 0;
        header = position - block.length;
        nextHeader = position;
        found = null;
        if (position == 0) {
            throw truncated("at once: it is empty");
        }
        if (block.length > 0 && block.length < BLOCK) {
            throw truncated("inside a header");
        }
        return block;
    }

    private TarArchiveEntry parse(byte[] block) throws IOException {
        if (!isWhole(block)) {
            throw damaged("expected a tar header, but its checksum is wrong");
        }
        try {
            return new TarArchiveEntry(block, UTF_8, true);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged("expected a tar header, but " + e.getMessage());
        }
    }

    /** The next header follows so many bytes, in whole blocks. */
    private void requireRoom(long size) throws IOException {
        if (size < 0 || size > Long.MAX_VALUE - position - BLOCK) {
            throw damaged("expected a tar header, but the entry's size is " + size);
        }
        nextHeader = position + (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** What is wrong with the latest header; finds the next. */
    private MalformedFileException damaged(String reason) throws IOException {
        while (true) {
            byte[] block = in.readNBytes(BLOCK);
            position += block.length;
            nextHeader = position;
            if (block.length < BLOCK) {
                ended = true;
                return new MalformedFileException(path, header, reason + "; no other follows");
            }
            if (isMarked(block) && isWhole(block)) {
                found = block;
                return new MalformedFileException(
                        path, header, reason + "; the next one is at byte " + (position - BLOCK));
            }
        }
    }

    private MalformedFileException truncated(String where) {
        ended = true;
        return new MalformedFileException(path, position, "the archive ends " + where + "; it is probably truncated");
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(byte[] block) {
        try {
            return TarUtils.verifyCheckSum(block);
        } catch (IllegalArgumentException noNumber) {
            return false;
        }
    }

    /** Whether a block says of itself that it is a header, as all but the oldest do. */
    private static boolean isMarked(byte[] block) {
        return Arrays.equals(block, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length);
    }
}
