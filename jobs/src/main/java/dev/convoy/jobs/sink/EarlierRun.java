package dev.convoy.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The run that left an output, as its manifest tells. */
public final class EarlierRun {

    private final JsonNode content;

    private EarlierRun(JsonNode content) {
        this.content = content;
    }

    /** The run that left this output, if a manifest is there. */
    public static Optional<EarlierRun> of(Path output, Configuration hadoop)
            throws ConfigurationException, IOException {
        new FeatureOutput(output).refuseEarlierLayout(hadoop);
        Path file = new Path(output, FeatureOutput.MANIFEST);
        FileSystem files = file.getFileSystem(hadoop);
        if (!files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = files.open(file)) {
            JsonNode content = new ObjectMapper().readTree(in);
            if (!content.at("/model/sha256").isTextual()
                    || !content.at("/options").isObject()) {
                throw new ConfigurationException(
                        file + ": expected the manifest of a run, but there is no model or there are no options in it");
            }
            return Optional.of(new EarlierRun(content));
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + ": expected the manifest of a run, but it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Refuses a run that adds to rows which another model, other layers or other preprocessing made, unless changes are
     * allowed; and one that divides its files among other directories, which would be no table.
     */
    public static void requireSame(Manifest now, FeatureOutput output, boolean allowChanges, Configuration hadoop)
            throws ConfigurationException {
        Optional<String> moved = Optional.empty();
        String problem = "";
        try {
            Optional<EarlierRun> earlier = of(output.directory(), hadoop);
            if (earlier.isPresent()) {
                JsonNode content = new ObjectMapper().valueToTree(now.content(Optional.empty()));
                moved = earlier.get().change("/options/partition-by", content);
                problem = String.join("; ", earlier.get().changes(content));
            } else if (output.hasRows(hadoop)) {
                problem = "no " + FeatureOutput.MANIFEST + " says what made the rows there";
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    output.directory() + ": the output cannot be looked at: " + e.getMessage(), e);
        }
        if (moved.isPresent()) {
            throw new ConfigurationException(output.directory() + ": " + moved.get()
                    + "; directories of two kinds are no table: --overwrite begins anew");
        }
        if (!problem.isEmpty() && !allowChanges) {
            throw new ConfigurationException(output.directory() + ": " + problem
                    + "; --overwrite begins anew, --allow-changes adds such rows all the same");
        }
    }

    /** Whether it came to its end. */
    public boolean ended() {
        return content.has("counts");
    }

    /** The SHA-256 of its model. */
    public String modelSha256() {
        return content.at("/model/sha256").asText();
    }

    /** The options it ran with, by name, as the command line takes them. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        content.get("options").properties().forEach(option -> {
            if (!option.getValue().isNull()) {
                options.put(option.getKey(), text(option.getValue()));
            }
        });
        return options;
    }

    /** What would make other rows than this run's: the name, the old value and the new. */
    private List<String> changes(JsonNode now) {
        List<String> changes = new ArrayList<>();
        if (!now.at("/model/sha256").equals(content.at("/model/sha256"))) {
            changes.add("model was " + model(content) + ", now " + model(now));
        }
        for (String place : List.of(
                "/options/layers",
                "/options/pool",
                "/options/flatten",
                "/options/dtype",
                "/preprocessing",
                "/options/apply-exif-orientation",
                "/options/precision")) {
            change(place, now).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<String> change(String place, JsonNode now) {
        String before = text(content.at(place));
        String after = text(now.at(place));
        return before.equals(after)
                ? Optional.empty()
                : Optional.of(place.substring(place.lastIndexOf('/') + 1) + " was " + orNone(before) + ", now "
                        + orNone(after));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }

    private static String model(JsonNode content) {
        JsonNode weights = content.at("/options/weights");
        return text(content.at("/options/model")) + (weights.isTextual() ? " with " + weights.asText() : "")
                + " (SHA-256 " + text(content.at("/model/sha256")) + ")";
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : value.asText();
    }
}
