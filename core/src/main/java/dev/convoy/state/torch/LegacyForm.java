package dev.convoy.state.torch;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the form before PyTorch 1.6: pickles of a magic number, of the protocol's version, of the system that wrote, of
 * the object and of the storages' keys, then for each key in turn the number of its elements and these.
 */
final class LegacyForm {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int VERSION = 1001;
    private static final int PROTO = 0x80;

    private final ByteSource source;
    private final Map<String, Integer> elementBytes = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private long position;

    private LegacyForm(ByteSource source) {
        this.source = source;
    }

    private record Place(long offset, long elements) {}

    /** Whether a file that begins with this byte can be of this form, or another pickle. */
    static boolean recognises(int firstByte) {
        return firstByte == PROTO;
    }

    static Checkpoint read(ByteSource source) throws IOException {
        return new LegacyForm(source).read();
    }

    private Checkpoint read() throws IOException {
        if (!MAGIC.equals(load())) {
            throw source.malformed(
                    0,
                    "this is a pickle, but not one of torch.save; save the weights in Python: "
                            + "torch.save(model.state_dict(), path)");
        }
        long versionAt = position;
        Object version = load();
        if (!(version instanceof Integer number && number == VERSION)) {
            throw source.malformed(versionAt, "the version of the legacy form is not " + VERSION);
        }
        long systemAt = position;
        if (!(load() instanceof Map<?, ?> system) || !Boolean.TRUE.equals(system.get("little_endian"))) {
            throw source.malformed(
                    systemAt,
                    "the file was written on a machine that is not little-endian, which is not supported; load it in "
                            + "Python and save it again");
        }
        Object value = load();
        long keysAt = position;
        if (!(load() instanceof List<?> keys)) {
            throw source.malformed(keysAt, "the list of the storages' keys is missing; the file is damaged");
        }
        for (Object key : keys) {
            locate(key, keysAt);
        }
        if (position != source.size()) {
            throw source.malformed(
                    position,
                    (source.size() - position) + " bytes follow the last storage; the file is damaged, or another one "
                            + "is appended");
        }
        return new Checkpoint(value, this::storage);
    }

    private Object load() throws IOException {
        RestrictedUnpickler.Result result = RestrictedUnpickler.load(source, position, 0, elementBytes);
        position = result.end();
        return result.value();
    }

    private void locate(Object key, long keysAt) throws IOException {
        Integer bytes = elementBytes.get(key);
        if (bytes == null) {
            throw source.malformed(keysAt, "there is a storage that no tensor refers to; the file is damaged");
        }
        long room = source.size() - position - Long.BYTES;
        long elements = room < 0 ? 0 : source.read(position, Long.BYTES).getLong(0);
        if (room < 0 || elements < 0 || elements > room / bytes) {
            throw source.malformed(
                    position,
                    "a storage of " + elements + " elements of " + bytes + " bytes goes beyond the file's "
                            + source.size() + " bytes; the download is probably truncated");
        }
        position += Long.BYTES;
        if (places.put((String) key, new Place(position, elements)) != null) {
            throw source.malformed(keysAt, "a storage is listed twice; the file is damaged");
        }
        position += elements * bytes;
    }

    private ByteBuffer storage(Storage storage) throws IOException {
        Place place = places.get(storage.key());
        int bytes = storage.type().bytes();
        if (place == null || place.elements != storage.elements() || bytes != elementBytes.get(storage.key())) {
            throw malformed(place, storage);
        }
        if (place.elements * bytes > ByteSource.LARGEST_ARRAY) {
            throw source.malformed(
                    place.offset,
                    "a storage takes " + place.elements * bytes + " bytes, but at most " + ByteSource.LARGEST_ARRAY
                            + " are supported");
        }
        return source.read(place.offset, (int) (place.elements * bytes));
    }

    private MalformedFileException malformed(Place place, Storage storage) {
        return source.malformed(
                place == null ? -1 : place.offset,
                "the pickle refers to the storage '" + Refusal.printable(storage.key()) + "' as " + storage.elements()
                        + " elements of " + storage.type().bytes() + " bytes, but "
                        + (place == null ? "there is none of that name" : "it has " + place.elements)
                        + "; the file is damaged");
    }
}
