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
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What a run was and how it went, as {@code _convoy.json} beside its rows. */
public final class Manifest {

    private final ExtractOptions options;
    private final Extraction extraction;
    private final Sizing sizing;
    private final Outcome outcome;
    private final Map<String, String> versions;

    /**
     * A manifest.
     *
     * @param versions names, such as {@code spark}, to versions
     */
    public Manifest(
            ExtractOptions options,
            Extraction extraction,
            Sizing sizing,
            Outcome outcome,
            Map<String, String> versions) {
        this.options = options;
        this.extraction = extraction;
        this.sizing = sizing;
        this.outcome = outcome;
        this.versions = versions;
    }

    /** Writes it into the sink's directory. */
    public void write(FeatureSink sink, Configuration hadoop) throws IOException {
        Path file = new Path(sink.directory(), FeatureSink.MANIFEST);
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
            out.write(json.writeValueAsBytes(content()));
            out.write('\n');
        }
    }

    private Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("counts", counts());
        content.put("model", model());
        content.put(
                "columns", extraction.tensors().stream().map(Manifest::column).toList());
        content.put("preprocessing", extraction.preprocessing().toString());
        content.put("options", options());
        content.put("versions", versions);
        content.put("timings", timings());
        return content;
    }

    private Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("listed", outcome.listed());
        counts.put("read", outcome.read());
        counts.put("ok", outcome.written().ok());
        counts.put("failed", outcome.written().failed());
        counts.put("dropped", outcome.dropped());
        counts.put("bytesRead", outcome.bytesRead());
        counts.put("bytesWritten", outcome.written().bytes());
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

    private Map<String, Object> options() {
        Map<String, Object> said = new LinkedHashMap<>();
        InputOptions input = options.input();
        said.put("input", input.paths());
        said.put("input-format", input.format());
        said.put("column", input.column().orElse(null));
        said.put("carry-columns", input.carryColumns().orElse(null));
        said.put("input-shape", input.shape().orElse(null));
        said.put("model", options.model());
        said.put("weights", options.weights().orElse(null));
        said.put("output", options.output());
        said.put("batch-size", sizing.batchSize());
        said.put("partitions", sizing.partitions());
        said.put(
                "layers", extraction.tensors().stream().map(TensorColumn::layer).toList());
        said.put("pool", name(options.pool()));
        said.put("flatten", options.flatten());
        PixelOptions pixels = options.pixels();
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
        said.put("precision", name(options.precision()));
        FileOptions files = options.files();
        said.put("compression", files.compression().map(Manifest::name).orElse(null));
        said.put("compression-level", files.compressionLevel().orElse(null));
        said.put("row-group-size", files.rowGroupSize().orElse(null));
        said.put("file-size", files.fileSize().orElse(null));
        said.put("mode", options.mode());
        said.put("max-failed-fraction", options.maxFailedFraction());
        said.put("overwrite", options.overwrite());
        return said;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> timings() {
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
