package dev.convoy.jobs.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.FileOptions;
import dev.convoy.jobs.conf.InputOptions;
import dev.convoy.jobs.conf.PixelOptions;
import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.feature.TensorColumn;
import dev.convoy.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a run was and how it went, as {@code _convoy.json} beside its rows. */
public final class Manifest {

    /** The key of the number that says how an output is laid out; manifests of the first layout have none. */
    private static final String LAYOUT = "layout";

    private static final int CURRENT_LAYOUT = 2;

    private final ExtractOptions options;
    private final Extraction extraction;
    private final Map<String, String> versions;

    /**
     * A manifest.
     *
     * @param versions names, such as {@code spark}, to versions
     */
    public Manifest(ExtractOptions options, Extraction extraction, Map<String, String> versions) {
        this.options = options;
        this.extraction = extraction;
        this.versions = versions;
    }

    /**
     * Writes it into the output's directory, at once: whoever reads it meanwhile finds this one or the one before.
     *
     * @param outcome how the run went; none where it only begins
     */
    public void write(Optional<Outcome> outcome, FeatureOutput output, Configuration hadoop) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(content(outcome)));
        text.write('\n');
        ReplacedFile.write(
                new Path(output.directory(), FeatureOutput.MANIFEST),
                text.toByteArray(),
                LocalFiles.withoutChecksums(hadoop));
    }

    /** Whether a directory has a manifest, and that an output of the layout that runs write. */
    static boolean hasLayout(Path directory, Configuration hadoop) throws IOException {
        Path file = new Path(directory, FeatureOutput.MANIFEST);
        FileSystem files = file.getFileSystem(hadoop);
        if (!files.exists(file)) {
            return false;
        }
        try (InputStream in = files.open(file)) {
            return new ObjectMapper().readTree(in).path(LAYOUT).asInt() == CURRENT_LAYOUT;
        }
    }

    /** What it says; counts and timings only where there is an outcome. */
    Map<String, Object> content(Optional<Outcome> outcome) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(LAYOUT, CURRENT_LAYOUT);
        outcome.ifPresent(ended -> content.put("counts", counts(ended)));
        content.put("model", model());
        content.put(
                "columns", extraction.tensors().stream().map(Manifest::column).toList());
        content.put("preprocessing", extraction.preprocessing().toString());
        content.put("options", options(outcome.map(Outcome::sizing)));
        content.put("versions", versions);
        outcome.ifPresent(ended -> content.put("timings", timings(ended)));
        return content;
    }

    private static Map<String, Object> counts(Outcome outcome) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("listed", outcome.listed());
        counts.put("done", outcome.done());
        counts.put("read", outcome.read());
        counts.put("ok", outcome.written().ok());
        counts.put("failed", outcome.written().failed());
        counts.put("dropped", outcome.dropped());
        counts.put("unread", outcome.unread());
        counts.put("taskAttemptsFailed", outcome.faults().attemptsFailed());
        counts.put("executorsLost", outcome.faults().executorsLost());
        counts.put("bytesRead", outcome.bytesRead());
        counts.put("bytesWritten", outcome.written().bytes());
        counts.put("okInOutput", outcome.output().ok());
        counts.put("failedInOutput", outcome.output().failed());
        return counts;
    }

    private Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", extraction.modelName());
        model.put("sha256", extraction.modelSha256());
        return model;
    }

    private static Map<String, Object> column(TensorColumn tensor) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", tensor.name());
        column.put("layer", tensor.layer());
        column.put("shape", tensor.shape().map(Shape::toArray).orElse(null));
        return column;
    }

    private Map<String, Object> options(Optional<Sizing> sizing) {
        Map<String, Object> said = new LinkedHashMap<>();
        InputOptions input = options.input();
        said.put("input", input.paths());
        said.put("input-format", input.format());
        said.put("column", input.column().orElse(null));
        said.put("shape-column", input.shapeColumn().orElse(null));
        said.put("carry-columns", input.carryColumns().orElse(null));
        said.put("input-shape", input.shape().orElse(null));
        said.put("model", options.features().model());
        said.put("weights", options.features().weights().orElse(null));
        said.put("output", options.output());
        said.put(
                "batch-size",
                sizing.map(Sizing::batchSize).or(options.features()::batchSize).orElse(null));
        said.put(
                "partitions",
                sizing.map(Sizing::partitions).or(options::partitions).orElse(null));
        said.put(
                "layers", extraction.tensors().stream().map(TensorColumn::layer).toList());
        said.put("pool", name(options.features().pool()));
        said.put("flatten", options.features().flatten());
        said.put("dtype", name(options.features().dtype()));
        PixelOptions pixels = options.features().pixels();
        said.put("apply-exif-orientation", pixels.applyExifOrientation());
        said.put("resize", pixels.resize().map(Object::toString).orElse(null));
        said.put("interpolation", name(pixels.interpolation()));
        said.put("crop", pixels.crop().map(Object::toString).orElse(null));
        said.put("scale", pixels.scale().toString());
        said.put("mean", pixels.mean());
        said.put("std", pixels.std());
        said.put("channel-order", pixels.channelOrder());
        said.put("max-pixels", pixels.maxPixels());
        said.put("max-bytes", pixels.maxBytes().orElse(null));
        said.put("precision", name(options.features().precision()));
        FileOptions files = options.files();
        said.put("compression", files.compression().map(Manifest::name).orElse(null));
        said.put("compression-level", files.compressionLevel().orElse(null));
        said.put("row-group-size", files.rowGroupSize().orElse(null));
        said.put("file-size", files.fileSize().orElse(null));
        said.put("partition-by", options.partitionBy());
        said.put("mode", options.features().mode());
        said.put("max-failed-fraction", options.maxFailedFraction());
        said.put("overwrite", options.overwrite());
        said.put("incremental", options.incremental());
        said.put("round-size", options.roundSize());
        said.put("retry-failed", options.retryFailed());
        return said;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> timings(Outcome outcome) {
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("started", outcome.started().toString());
        timings.put("finished", outcome.started().plus(outcome.elapsed()).toString());
        timings.put("seconds", outcome.elapsed().toMillis() / 1000.0);
        timings.put("imagesPerSecond", Math.round(outcome.imagesPerSecond() * 10) / 10.0);
        Map<String, Object> tasks = new LinkedHashMap<>();
        outcome.taskSeconds().forEach((phase, seconds) -> tasks.put(phase.toString(), Math.round(seconds * 1e3) / 1e3));
        timings.put("taskSeconds", tasks);
        return timings;
    }
}
