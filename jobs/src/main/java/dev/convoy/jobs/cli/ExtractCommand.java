package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.report.RunTable;
import dev.convoy.jobs.sink.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** {@code convoy extract}: feature maps of images, as Parquet. */
@Command(
        name = "extract",
        description = "Writes the feature maps of images as Parquet.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false)
final class ExtractCommand extends SparkCommand {

    private static final String INTERRUPTED =
            "ended by a signal; the same command with --incremental goes on where the last commit ended";

    @Override
    int run(ExtractJob job, SparkSession spark) throws ConfigurationException, IOException {
        Outcome outcome;
        try (Interruption watching = Interruption.watch(spark.sparkContext(), () -> complain(INTERRUPTED))) {
            outcome = job.run(spark);
        }
        print(new RunTable(outcome, job.extraction(), job.output()));
        return code(job, outcome);
    }

    private int code(ExtractJob job, Outcome outcome) {
        Optional<String> imbalance = outcome.imbalance();
        if (imbalance.isPresent()) {
            complain(imbalance.get());
            return Failures.FAILED;
        }
        if (outcome.allFailed()) {
            complain("no image succeeded, "
                    + (outcome.output().failed() + outcome.dropped()) + " failed; most probably "
                    + new Suspicion(job.extraction(), outcome));
            return Failures.TOO_MANY_FAILED;
        }
        double maxFailedFraction = job.options().maxFailedFraction();
        if (outcome.failedFraction() > maxFailedFraction) {
            complain(outcome.failed() + " of " + outcome.pending() + " images failed, more than --max-failed-fraction "
                    + maxFailedFraction + " allows");
            return Failures.TOO_MANY_FAILED;
        }
        return Failures.DONE;
    }
}
