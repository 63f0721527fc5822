package dev.convoy.jobs.conf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code convoy extract} is told.
 *
 * @param input where the images are and how they are stored
 * @param features what is computed of them
 * @param output where the feature maps go, as Hadoop reads a path
 * @param partitions how many tasks the images are divided among, if it was said
 * @param files how the files are made
 * @param partitionBy the carried columns by which files are divided among directories, outermost first
 * @param maxFailedFraction the part of the images that may fail
 * @param overwrite whether an earlier run's output may be replaced
 * @param incremental whether an earlier run's output is added to
 * @param roundSize how many images a commit covers where it is
 * @param retryFailed whether all images that failed are tried again then, not only those whose failure may pass
 * @param allowChanges whether it is where this run makes other rows than the earlier one
 * @param master Spark's master, if it was said
 */
public record ExtractOptions(
        InputOptions input,
        FeatureOptions features,
        String output,
        Optional<Integer> partitions,
        FileOptions files,
        List<String> partitionBy,
        double maxFailedFraction,
        boolean overwrite,
        boolean incremental,
        int roundSize,
        boolean retryFailed,
        boolean allowChanges,
        Optional<String> master) {

    /**
     * Merges the command line, the file, the preset and the defaults, in that order of precedence.
     *
     * @param commandLine option names, without dashes, to their text
     * @param file the HOCON file, if there is one
     */
    public static ExtractOptions of(Map<String, String> commandLine, Optional<String> file)
            throws ConfigurationException {
        Settings settings = Settings.of(commandLine, file);
        if (settings.value(Option.OVERWRITE) && settings.value(Option.INCREMENTAL)) {
            throw new ConfigurationException(
                    "--overwrite replaces what is in the output and --incremental adds to it: say one of them");
        }
        if (settings.value(Option.RETRY_FAILED) && !settings.value(Option.INCREMENTAL)) {
            throw new ConfigurationException("--retry-failed tries again what failed in an earlier run, which only"
                    + " --incremental adds to: say both");
        }
        InputOptions input = InputOptions.of(settings);
        List<String> partitionBy = settings.find(Option.PARTITION_BY).orElse(List.of()).stream()
                .distinct()
                .toList();
        input.requireCarried(Option.PARTITION_BY, partitionBy.stream().findFirst());
        return new ExtractOptions(
                input,
                FeatureOptions.of(settings),
                settings.value(Option.OUTPUT),
                settings.find(Option.PARTITIONS),
                FileOptions.of(settings),
                partitionBy,
                settings.value(Option.MAX_FAILED_FRACTION),
                settings.value(Option.OVERWRITE),
                settings.value(Option.INCREMENTAL),
                settings.value(Option.ROUND_SIZE),
                settings.value(Option.RETRY_FAILED),
                settings.value(Option.ALLOW_CHANGES),
                settings.find(Option.MASTER));
    }
}
