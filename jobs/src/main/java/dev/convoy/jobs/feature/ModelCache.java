package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.nn.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The models of this JVM, each built once and shared by all its tasks, with the weights that it packs. Its tasks hold a
 * model while they run; one that no task runs is the JVM's to take where it needs the memory.
 */
final class ModelCache {

    private static final Map<Key, SoftReference<Model>> MODELS = new ConcurrentHashMap<>();

    private ModelCache() {}

    private record Key(String sha256, List<String> layers, Precision precision) {}

    /** Shares a model that was built already. */
    static void add(String sha256, Model model, Precision precision) {
        find(new Key(sha256, model.outputs(), precision), () -> model);
    }

    /**
     * The model of this SHA-256, cut at these layers and computing as exactly as that; the files are asked for only
     * where it is not there yet.
     */
    static Model model(String sha256, List<String> layers, Precision precision, Supplier<ModelFiles> files) {
        Key key = new Key(sha256, layers, precision);
        return find(key, () -> build(files.get(), key));
    }

    private static Model find(Key key, Supplier<Model> absent) {
        Model[] found = new Model[1];
        MODELS.compute(key, (same, known) -> {
            found[0] = known == null ? null : known.get();
            if (found[0] != null) {
                return known;
            }
            found[0] = absent.get();
            return new SoftReference<>(found[0]);
        });
        MODELS.values().removeIf(model -> model.get() == null);
        return found[0];
    }

    private static Model build(ModelFiles files, Key key) {
        try {
            return Model.of(files).cut(key.layers.toArray(String[]::new)).precision(key.precision);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
