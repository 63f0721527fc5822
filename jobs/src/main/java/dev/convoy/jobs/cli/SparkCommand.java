package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ConfigurationText;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.Option;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A command about an extraction, on Spark: all of them take the same options. */
abstract class SparkCommand implements Callable<Integer> {

    private static final String CONF = "--conf";
    private static final String PRINT_CONFIG = "--print-config";

    @CommandLine.Spec
    private CommandSpec spec;

    /** A command with an option for each of {@link Option#all()}. */
    static CommandLine commandLine(SparkCommand command) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
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
    public final Integer call() throws ConfigurationException, IOException {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<String, String> said = said(parsed);
        Optional<String> file = Optional.ofNullable(parsed.matchedOptionValue(CONF, null));
        ExtractOptions options = ExtractOptions.of(said, file);
        if (parsed.hasMatchedOption(PRINT_CONFIG)) {
            print(ConfigurationText.of(said, file));
            return Failures.DONE;
        }
        SparkConf conf = Sessions.conf(spec.qualifiedName());
        conf.set(Sessions.MASTER, master(parsed, options, conf));
        return run(ExtractJob.plan(options, conf), Sessions.start(conf));
    }

    /** Does what the command is for, and gives its exit code. */
    abstract int run(ExtractJob job, SparkSession spark) throws ConfigurationException, IOException;

    final void print(Object text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    final void complain(String message) {
        Failures.say(spec.commandLine(), message);
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
        String submitted = conf.get(Sessions.MASTER, Sessions.DEFAULT_MASTER);
        boolean inherited = !parsed.hasMatchedOption("--master") && !submitted.equals(Sessions.DEFAULT_MASTER);
        return inherited ? submitted : options.master().orElse(submitted);
    }
}
