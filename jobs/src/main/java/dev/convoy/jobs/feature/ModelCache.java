package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The models of this JVM, each built once and shared by all its tasks. */
final class ModelCache {

    private static final Map<Key, Model> MODELS = new ConcurrentHashMap<>();

    private ModelCache() {}

    private record Key(String sha256, List<String> layers) {}

    /** The model of this SHA-256, cut at these layers; the files are asked for only where it is not there yet. */
    static Model model(String sha256, List<String> layers, Supplier<ModelFiles> files) {
        return MODELS.computeIfAbsent(new Key(sha256, layers), absent -> build(files.get(), layers));
    }

    private static Model build(ModelFiles files, List<String> layers) {
        try {
            return Model.of(files).cut(layers.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
