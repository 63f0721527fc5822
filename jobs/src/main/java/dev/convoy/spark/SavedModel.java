package dev.convoy.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.ModelFiles;
import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;

/**
 * What an extractor keeps beside its params where it is saved, so that it needs no other file: its model, named by its
 * SHA-256, and its spec.
 *
 * @param files the model
 * @param spec the text of the file of options; empty where there was none
 */
record SavedModel(ModelFiles files, String spec) implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private static final String DIRECTORY = "model";
    private static final String NAMES = "model.json";
    private static final String DESCRIPTION = "description.conf";
    private static final String SPEC = "spec.conf";
    private static final ObjectMapper JSON = new ObjectMapper();

    void write(Path directory, String sha256, Configuration hadoop) throws IOException {
        FileSystem to = directory.getFileSystem(hadoop);
        Map<String, String> names =
                Map.of("model", files.model(), "weightsPath", files.weightsPath(), "sha256", sha256);
        write(to, new Path(directory, NAMES), JSON.writeValueAsBytes(names));
        write(to, new Path(directory, DESCRIPTION), files.description().getBytes(StandardCharsets.UTF_8));
        write(to, new Path(directory, SPEC), spec.getBytes(StandardCharsets.UTF_8));
        write(to, new Path(directory, sha256), files.weights());
    }

    static SavedModel read(Path directory, Configuration hadoop) throws IOException {
        FileSystem from = directory.getFileSystem(hadoop);
        JsonNode names = JSON.readTree(read(from, new Path(directory, NAMES)));
        String sha256 = names.path("sha256").asText();
        ModelFiles files = new ModelFiles(
                names.path("model").asText(),
                new String(read(from, new Path(directory, DESCRIPTION)), StandardCharsets.UTF_8),
                names.path("weightsPath").asText(),
                read(from, new Path(directory, sha256)));
        if (!files.sha256().equals(sha256)) {
            throw new IOException(directory + ": expected the model of SHA-256 " + sha256
                    + ", as it was saved, but it has " + files.sha256() + ": the saved files were changed");
        }
        String spec = new String(read(from, new Path(directory, SPEC)), StandardCharsets.UTF_8);
        return new SavedModel(files, spec);
    }

    private static void write(FileSystem files, Path file, byte[] bytes) throws IOException {
        try (OutputStream out = files.create(file, false)) {
            out.write(bytes);
        }
    }

    private static byte[] read(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }

    /** Saves an extractor. */
    static final class Writer extends MLWriter {

        private final FeatureExtractor extractor;

        Writer(FeatureExtractor extractor) {
            this.extractor = extractor;
        }

        @Override
        public void saveImpl(String path) {
            try {
                var with = extractor.extraction(sparkSession());
                DefaultParamsWriter$.MODULE$.saveMetadata(extractor, path, sparkSession());
                new SavedModel(with.model(), extractor.specText(sparkSession()))
                        .write(
                                new Path(path, DIRECTORY),
                                with.modelSha256(),
                                sparkSession().sparkContext().hadoopConfiguration());
            } catch (ConfigurationException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Loads one. */
    static final class Reader extends MLReader<FeatureExtractor> {

        @Override
        public FeatureExtractor load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), FeatureExtractor.class.getName());
            try {
                SavedModel saved = SavedModel.read(
                        new Path(path, DIRECTORY), sparkSession().sparkContext().hadoopConfiguration());
                FeatureExtractor extractor = new FeatureExtractor(metadata.uid(), saved);
                metadata.getAndSetParams(extractor, scala.Option.empty());
                return extractor;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
