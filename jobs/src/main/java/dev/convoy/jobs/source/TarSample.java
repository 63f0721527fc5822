package dev.convoy.jobs.source;

import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Entries of one key, so far: the images among them, and the texts that are carried with those. */
final class TarSample {

    /** The most images that are held together. */
    static final int MOST_IMAGES = 64;

    private static final LengthLimit TEXT = new LengthLimit(TarSamples.MOST_TEXT, "of a text that is carried");

    private final String key;
    private final Object[] texts;
    private final LengthLimit maxLength;

    private final List<Held> images = new ArrayList<>();
    private long held;
    private IOException problem;

    /** An image; its reading tells why it failed where it did. */
    private record Held(String name, boolean failed, SourceImage.Reading reading) {}

    TarSample(String key, int carried, LengthLimit maxLength) {
        this.key = key;
        this.texts = new Object[carried];
        this.maxLength = maxLength;
    }

    boolean has(String otherKey) {
        return key.equals(otherKey);
    }

    /** Whether there is a place for one more image. */
    boolean isFull() {
        return images.size() == MOST_IMAGES;
    }

    /** Reads an image, which is held until the sample has ended. */
    void addImage(TarEntry entry, TarArchive archive) {
        try {
            requireRoom(entry.size());
            byte[] file = archive.data(entry, maxLength);
            requireRoom(file.length);
            Content content = new Content.Encoded(file);
            held += file.length;
            images.add(new Held(entry.name(), false, () -> content));
        } catch (MalformedFileException e) {
            images.add(new Held(entry.name(), true, failure(e)));
            interrupt(e);
        } catch (IOException e) {
            images.add(new Held(entry.name(), true, failure(e)));
        }
    }

    private void requireRoom(long size) throws IOException {
        maxLength.check(size);
        if (size > maxLength.bytes() - held) {
            throw new IOException("expected at most " + maxLength.bytes() + " bytes (" + maxLength.source()
                    + ") of the images of a sample, which are in memory together, but with this one there are "
                    + (held + size));
        }
    }

    /**
     * Reads a text.
     *
     * @throws MalformedFileException if the archive ends in it
     */
    void addText(int column, TarEntry entry, TarArchive archive) throws IOException {
        byte[] bytes;
        try {
            bytes = archive.data(entry, TEXT);
        } catch (MalformedFileException e) {
            throw e;
        } catch (IOException e) {
            fail("'" + entry.name() + "': " + e.getMessage());
            return;
        }
        if (texts[column] != null) {
            fail("expected one entry of an extension in a sample, but '" + entry.name() + "' is the second");
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            texts[column] = UTF8String.fromBytes(bytes);
        } catch (CharacterCodingException e) {
            fail("expected UTF-8 text in '" + entry.name() + "', but it is none");
        }
    }

    /** The archive is damaged here, or cannot be read on: a text that has not come may be lost. */
    void interrupt(Exception damage) {
        if (Arrays.asList(texts).contains(null)) {
            if (damage instanceof StorageException unread) {
                problem = unread;
                return;
            }
            boolean placed = damage instanceof MalformedFileException malformed && malformed.offset() >= 0;
            fail("what is to be carried may be lost where the archive is damaged"
                    + (placed ? ", at byte " + ((MalformedFileException) damage).offset() : ""));
        }
    }

    /** Its images, which fail where what is carried with them cannot be had. */
    List<SourceImage> images(String path) {
        InternalRow carried = new GenericInternalRow(texts);
        List<SourceImage> found = new ArrayList<>();
        for (Held image : images) {
            Origin origin = new Origin(path + "#" + image.name(), carried);
            boolean asItIs = problem == null || image.failed();
            found.add(new SourceImage(origin, asItIs ? image.reading() : failure(problem)));
        }
        return found;
    }

    private void fail(String reason) {
        problem = problem == null ? new IOException(reason) : problem;
    }

    private static SourceImage.Reading failure(IOException failure) {
        return () -> {
            throw failure;
        };
    }
}
