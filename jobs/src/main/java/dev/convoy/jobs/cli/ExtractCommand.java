package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ConfigurationText;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.Option;
import dev.convoy.jobs.report.RunTable;
import dev.convoy.jobs.sink.Outcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code convoy extract}: feature maps of images, as Parquet. */
@Command(
        name = "extract",
        description = "Writes the feature maps of images as Parquet.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false)
final class ExtractCommand implements Callable<Integer> {

    private static final String CONF = "--conf";
    private static final String PRINT_CONFIG = "--print-config";
    private static final String MASTER = "spark.master";
    /** A class loader a session would ask the driver for each class that generated code may mean, and miss. */
    private static final String ISOLATION = "spark.sql.artifact.isolation.enabled";

    private static final String DEFAULT_MASTER = "local[*]";

    @CommandLine.Spec
    private CommandSpec spec;

    private ExtractCommand() {}

    /** The command with an option for each of {@link Option#all()}. */
    static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ExtractCommand());
        for (Option<?> option : Option.all()) {
            OptionSpec.Builder builder =
                    OptionSpec.builder("--" + option.name()).description(option.description());
            spec.addOption(
                    option.isFlag()
                            ? builder.type(boolean.class).build()
                            : builder.type(String.class)
                                    .paramLabel(option.label())
                                    .build());
        }
        spec.addOption(OptionSpec.builder(CONF)
                .type(String.class)
                .paramLabel("FILE")
                .description("A HOCON file of these options, without the dashes; the command line wins.")
                .build());
        spec.addOption(OptionSpec.builder(PRINT_CONFIG)
                .type(boolean.class)
                .description("Print the configuration as --conf takes it, and where each value came from; run nothing.")
                .build());
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<String, String> said = said(parsed);
        Optional<String> file = Optional.ofNullable(parsed.matchedOptionValue(CONF, null));
        ExtractOptions options = ExtractOptions.of(said, file);
        if (parsed.hasMatchedOption(PRINT_CONFIG)) {
            spec.commandLine().getOut().println(ConfigurationText.of(said, file));
            return Failures.DONE;
        }
        SparkConf conf =
                new SparkConf().setIfMissing("spark.app.name", "convoy extract").setIfMissing(ISOLATION, "false");
        conf.set(MASTER, master(parsed, options, conf));
        ExtractJob job = ExtractJob.plan(options, conf);
        Outcome outcome = job.run(start(conf));
        spec.commandLine().getOut().println(new RunTable(outcome, job.output()));
        spec.commandLine().getOut().flush();
        return code(options, outcome);
    }

    private static SparkSession start(SparkConf conf) throws ConfigurationException {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) {
            throw new ConfigurationException("Spark does not start: " + e.getMessage(), e);
        }
    }

    private int code(ExtractOptions options, Outcome outcome) {
        if (!outcome.reconciles()) {
            complain(
                    "%d images were listed, but %d rows written, %d rows failed and %d images dropped are %d",
                    outcome.listed(),
                    outcome.written().ok(),
                    outcome.written().failed(),
                    outcome.dropped(),
                    outcome.written().ok() + outcome.failed());
            return Failures.FAILED;
        }
        if (outcome.failedFraction() > options.maxFailedFraction()) {
            complain(
                    "%d of %d images failed, more than --max-failed-fraction %s allows",
                    outcome.failed(), outcome.listed(), options.maxFailedFraction());
            return Failures.TOO_MANY_FAILED;
        }
        return Failures.DONE;
    }

    private void complain(String format, Object... values) {
        Failures.say(spec.commandLine(), String.format(Locale.ROOT, format, values));
    }

    private static Map<String, String> said(ParseResult parsed) {
        Map<String, String> said = new HashMap<>();
        for (Option<?> option : Option.all()) {
            Object value = parsed.matchedOptionValue("--" + option.name(), null);
            if (value != null) {
                said.put(option.name(), value.toString());
            }
        }
        return said;
    }

    /**
     * The command line's master; else spark-submit's, where it is not what spark-submit says when nobody said anything;
     * else the file's; else that.
     */
    private static String master(ParseResult parsed, ExtractOptions options, SparkConf conf) {
        String submitted = conf.get(MASTER, DEFAULT_MASTER);
        boolean inherited = !parsed.hasMatchedOption("--master") && !submitted.equals(DEFAULT_MASTER);
        return inherited ? submitted : options.master().orElse(submitted);
    }
}
