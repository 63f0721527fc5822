package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.nn.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The models of this JVM, each built once and shared by all its tasks, with the weights that its plans pack. */
final class ModelCache {

    private static final Map<Key, Model> MODELS = new ConcurrentHashMap<>();

    private ModelCache() {}

    private record Key(String sha256, List<String> layers, Precision precision) {}

    /**
     * The model of this SHA-256, cut at these layers and computing as exactly as that; the files are asked for only
     * where it is not there yet.
     */
    static Model model(String sha256, List<String> layers, Precision precision, Supplier<ModelFiles> files) {
        return MODELS.computeIfAbsent(new Key(sha256, layers, precision), key -> build(files.get(), key));
    }

    private static Model build(ModelFiles files, Key key) {
        try {
            return Model.of(files).cut(key.layers.toArray(String[]::new)).precision(key.precision);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
