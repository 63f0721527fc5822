package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.report.VerifyTable;
import dev.convoy.jobs.sink.EarlierRun;
import dev.convoy.jobs.sink.FeatureOutput;
import dev.convoy.jobs.source.ImageSource;
import dev.convoy.jobs.verify.Findings;
import dev.convoy.jobs.verify.Verification;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoy verify}: a sample of an output's rows, recomputed from their images. */
@Command(
        name = "verify",
        description = "Recomputes a sample of the rows that extract wrote, from their images, and compares the bits.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class VerifyCommand implements Callable<Integer> {

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "What extract wrote; its _convoy.json says of what model and with what options.")
    private String output;

    @Option(names = "--sample", paramLabel = "N", description = "How many rows, drawn by their paths. Default: 100.")
    private int sample = 100;

    @Option(names = "--seed", paramLabel = "S", description = "Another seed draws other rows. Default: 0.")
    private long seed;

    @Option(names = "--model", paramLabel = "MODEL", description = "Where the model is now, if it was moved.")
    private String model;

    @Option(names = "--weights", paramLabel = "FILE", description = "Where its weights are now, if they were moved.")
    private String weights;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master; spark-submit's if not given, or local[*].")
    private String master;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigurationException, IOException {
        ComputeOptions.requirePositive("--sample", sample);
        SparkConf conf = Sessions.conf(spec.qualifiedName());
        conf.set(Sessions.MASTER, master == null ? conf.get(Sessions.MASTER, Sessions.DEFAULT_MASTER) : master);
        Path directory = new Path(output);
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
        EarlierRun earlier = earlier(directory, hadoop);
        ExtractOptions options = options(earlier);
        Extraction extraction = extraction(options, earlier);
        ImageSource source = ImageSource.at(options.input(), hadoop);
        Findings findings = new Verification(source, extraction, new FeatureOutput(directory), sample, seed)
                .run(Sessions.start(conf));
        spec.commandLine().getOut().println(new VerifyTable(findings));
        spec.commandLine().getOut().flush();
        return findings.clean() ? Failures.DONE : Failures.FAILED;
    }

    /** The options of the run that made the rows, but that it keeps a row for a bad image. */
    private ExtractOptions options(EarlierRun earlier) throws ConfigurationException {
        Map<String, String> options = earlier.options();
        options.put("mode", "PERMISSIVE");
        if (model != null) {
            options.put("model", model);
        }
        if (weights != null) {
            options.put("weights", weights);
        }
        return ExtractOptions.of(options, Optional.empty());
    }

    private Extraction extraction(ExtractOptions options, EarlierRun earlier) throws ConfigurationException {
        Extraction extraction = Extraction.plan(options.features(), options.partitionBy());
        if (!extraction.modelSha256().equals(earlier.modelSha256())) {
            throw new ConfigurationException(output + ": the rows were made by a model of SHA-256 "
                    + earlier.modelSha256() + ", but " + options.features().model() + " is now of SHA-256 "
                    + extraction.modelSha256());
        }
        return extraction;
    }

    private EarlierRun earlier(Path directory, Configuration hadoop) throws ConfigurationException {
        try {
            return EarlierRun.of(directory, hadoop)
                    .orElseThrow(() -> new ConfigurationException(
                            output + ": expected what convoy extract wrote, but there is no _convoy.json in it"));
        } catch (IOException e) {
            throw new ConfigurationException(output + ": the output cannot be looked at: " + e.getMessage(), e);
        }
    }
}
