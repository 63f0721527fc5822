package dev.convoy.spark;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.feature.DataFrameExtraction;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The extractions that queries name now: each is there once, however many name it, and goes when none does. A model's
 * files that have changed are another one.
 */
final class KnownModels {

    private static final Map<Key, Known> KNOWN = new HashMap<>();

    private KnownModels() {}

    private record Key(SparkContext context, FeatureOptions options) {}

    private record Known(WeakReference<DataFrameExtraction> extraction, String versions) {}

    static DataFrameExtraction of(FeatureOptions options, SparkSession spark) throws ConfigurationException {
        Key key = new Key(spark.sparkContext(), options);
        synchronized (KNOWN) {
            KNOWN.values().removeIf(known -> known.extraction.get() == null);
            Known known = KNOWN.get(key);
            DataFrameExtraction found = known == null ? null : known.extraction.get();
            if (found == null || !known.versions.equals(versions(found))) {
                found = DataFrameExtraction.plan(options, Optional.empty());
                KNOWN.put(key, new Known(new WeakReference<>(found), versions(found)));
            }
            return found;
        }
    }

    private static String versions(DataFrameExtraction extraction) {
        return version(extraction.model().model()) + ", "
                + version(extraction.model().weightsPath());
    }

    /** What changes when a file does. */
    private static String version(String file) {
        try {
            Path path = Path.of(file);
            return Files.size(path) + " " + Files.getLastModifiedTime(path);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            return "";
        }
    }
}
