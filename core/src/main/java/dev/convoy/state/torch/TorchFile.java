package dev.convoy.state.torch;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.zip.ZipArchive;
import dev.convoy.tensor.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads weights that {@code torch.save} wrote, {@code .pth} or {@code .pt}: state dicts, and checkpoints that hold one
 * or two levels down. The zip form of PyTorch 1.6 and the form before it are read.
 *
 * <p>Such files are pickles, programs that can do anything when Python loads them. Here only an allow-list of what
 * describes tensors and plain values is understood, and none of it runs code: whole models, TorchScript archives and
 * whatever else a pickle may name are refused with a {@link MalformedFileException} that names it. Every length is
 * checked against the bytes that are there before anything is allocated.
 *
 * <p>Tensors keep their types, and names their order. A view is laid out row-major. Where every name begins with
 * {@code module.}, as {@code DataParallel} writes them, that prefix is removed, which is logged.
 */
public final class TorchFile {

    private static final Logger LOG = LoggerFactory.getLogger(TorchFile.class);
    private static final String PREFIX = "module.";
    private static final int ZIP_SIGNATURE = 0x04034b50;

    private TorchFile() {}

    /**
     * Reads the weights of a file, wherever its checkpoint holds them.
     *
     * @throws MalformedFileException if it is not a whole and valid file of {@code torch.save}, if it names anything
     *     but tensors and plain values, or if it holds no weights or several; then the message lists their keys
     * @throws IOException if it cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        try (ByteSource source = ByteSource.open(path)) {
            return read(source, null);
        }
    }

    /**
     * Reads the weights that a file's checkpoint holds under a key.
     *
     * @param key the key, such as {@code model_ema}; keys of two levels are joined by a dot
     * @throws IllegalArgumentException if there are no weights under that key; the message lists the keys there are
     * @throws MalformedFileException as {@link #read(Path)}, but for several weights
     * @throws IOException if it cannot be read
     */
    public static StateDict read(Path path, String key) throws IOException {
        try (ByteSource source = ByteSource.open(path)) {
            return read(source, key);
        }
    }

    /**
     * As {@link #read(Path)}, of a file that is in memory, from the buffer's position to its limit. The bytes must not
     * change afterwards.
     *
     * @param name what to call the file in messages
     */
    public static StateDict read(String name, ByteBuffer bytes) throws MalformedFileException {
        return ByteSource.inMemory(name, bytes, source -> read(source, null));
    }

    /** As {@link #read(String, ByteBuffer)}, of a whole array. */
    public static StateDict read(String name, byte[] bytes) throws MalformedFileException {
        return read(name, ByteBuffer.wrap(bytes));
    }

    /** Whether an archive's entries are those of something that PyTorch wrote, weights or not. */
    public static boolean recognises(ZipArchive archive) {
        return ZipForm.recognises(archive);
    }

    /** Whether a file that begins with this byte can be of the form before PyTorch 1.6, or another pickle. */
    public static boolean recognises(int firstByte) {
        return LegacyForm.recognises(firstByte);
    }

    private static StateDict read(ByteSource source, String key) throws IOException {
        ByteBuffer start = source.read(0, (int) Math.min(source.size(), Integer.BYTES));
        Checkpoint checkpoint;
        if (start.limit() == Integer.BYTES && start.getInt(0) == ZIP_SIGNATURE) {
            checkpoint = ZipForm.read(source);
        } else if (start.limit() > 0 && LegacyForm.recognises(start.get(0) & 0xff)) {
            checkpoint = LegacyForm.read(source);
        } else {
            throw source.malformed(
                    0, "a file of torch.save begins as a zip archive or a pickle, but this one does not");
        }
        WeightSearch search = WeightSearch.in(checkpoint.value());
        WeightSearch.Found found = key == null ? only(source, search) : named(source, search, key);
        return tensors(source, found, checkpoint.storages());
    }

    private static WeightSearch.Found only(ByteSource source, WeightSearch search) throws MalformedFileException {
        List<WeightSearch.Found> candidates = search.candidates();
        if (candidates.isEmpty()) {
            throw source.malformed(
                    -1,
                    "the file holds no dictionary of tensors, neither outermost nor one or two levels down; save the "
                            + "weights, in Python: torch.save(model.state_dict(), path)");
        }
        if (candidates.size() > 1) {
            throw source.malformed(
                    -1,
                    "the file holds several dictionaries of tensors, each of which may be the weights: "
                            + WeightSearch.listed(candidates) + "; say which by its key");
        }
        return candidates.get(0);
    }

    private static WeightSearch.Found named(ByteSource source, WeightSearch search, String key) {
        WeightSearch.Found found = search.at(key);
        if (found == null) {
            String listed = search.listed();
            throw new IllegalArgumentException(source.name() + ": there are no weights under the key '" + key + "'; "
                    + (listed.isEmpty() ? "there are none under any key" : "there are some under " + listed));
        }
        return found;
    }

    private static StateDict tensors(ByteSource source, WeightSearch.Found found, Checkpoint.Storages storages)
            throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (Map.Entry<?, ?> entry : found.entries().entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof StoredTensor tensor) {
                tensors.put(name, tensor);
            } else {
                others.add(entry.getKey() instanceof String name ? Refusal.printable(name) : "a key that is no text");
            }
        }
        if (!found.path().isEmpty()) {
            LOG.info(
                    "{}: the weights are those under '{}'",
                    Printable.escaped(source.name()),
                    Refusal.printable(found.path()));
        }
        if (!others.isEmpty()) {
            LOG.warn(
                    "{}: {} entries beside the weights are no tensors and are left out: {}",
                    Printable.escaped(source.name()),
                    others.size(),
                    others.subList(0, Math.min(others.size(), 10)));
        }
        boolean prefixed = tensors.keySet().stream().allMatch(name -> name.startsWith(PREFIX));
        if (prefixed) {
            LOG.info("{}: all names begin with '{}', which is removed", Printable.escaped(source.name()), PREFIX);
        }
        TensorReader reader = new TensorReader(source, storages);
        StateDict.Builder state = StateDict.builder().source(source.name());
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            String name = prefixed ? entry.getKey().substring(PREFIX.length()) : entry.getKey();
            reader.read(state, name, entry.getValue());
        }
        return state.build();
    }
}
