package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The models of this JVM, each built once and shared by all its tasks. */
final class ModelCache {

    private static final Map<String, Model> MODELS = new ConcurrentHashMap<>();

    private ModelCache() {}

    /** The model of this SHA-256; the files are asked for only where it is not there yet. */
    static Model model(String sha256, Supplier<ModelFiles> files) {
        return MODELS.computeIfAbsent(sha256, absent -> build(files.get()));
    }

    private static Model build(ModelFiles files) {
        try {
            return Model.of(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
