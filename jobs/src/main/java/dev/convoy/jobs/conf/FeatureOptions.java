package dev.convoy.jobs.conf;

import dev.convoy.jobs.parquet.ElementType;
import dev.convoy.nn.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is computed of an image, wherever it comes from and wherever its features go.
 *
 * @param model the model's description or ONNX file, local, or the name of an architecture
 * @param weights the model's weights, a local file, if it was given
 * @param layers the layers whose outputs are the features; none for the model's default
 * @param pool what becomes of a feature map
 * @param flatten whether tensors become vectors
 * @param dtype what the elements of tensors are in files
 * @param pixels what becomes of an image before the network sees it
 * @param inputShape {@code [C, H, W]} of every tensor of the input, if it was given
 * @param precision how exactly the network computes
 * @param batchSize how many images run through the network together, if it was given
 * @param mode what becomes of a bad image
 */
public record FeatureOptions(
        String model,
        Optional<String> weights,
        List<String> layers,
        Pooling pool,
        boolean flatten,
        ElementType dtype,
        PixelOptions pixels,
        Optional<List<Integer>> inputShape,
        Precision precision,
        Optional<Integer> batchSize,
        Mode mode) {

    /**
     * Merges what was given, a file, a preset and the defaults, in that order of precedence.
     *
     * @param given names of {@link Option#ofFeatures} to their text
     * @param path the file, for messages; what it says of inputs, outputs and runs is of no matter here
     * @param text what is in it, HOCON
     */
    public static FeatureOptions of(Map<String, String> given, String path, String text) throws ConfigurationException {
        return of(Settings.of(given, ConfigurationFile.parse(path, text)));
    }

    static FeatureOptions of(Settings settings) throws ConfigurationException {
        return new FeatureOptions(
                settings.value(Option.MODEL),
                settings.find(Option.WEIGHTS),
                settings.find(Option.LAYERS).orElse(List.of()),
                settings.value(Option.POOL),
                settings.value(Option.FLATTEN),
                settings.value(Option.DTYPE),
                PixelOptions.of(settings),
                settings.find(Option.INPUT_SHAPE),
                settings.value(Option.PRECISION),
                settings.find(Option.BATCH_SIZE),
                settings.value(Option.MODE));
    }
}
