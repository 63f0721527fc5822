package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.report.RunTable;
import dev.convoy.jobs.sink.Outcome;
import java.io.IOException;
import java.util.Locale;
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

    @Override
    int run(ExtractJob job, SparkSession spark) throws ConfigurationException, IOException {
        Outcome outcome = job.run(spark);
        print(new RunTable(outcome, job.output()));
        return code(job.options().maxFailedFraction(), outcome);
    }

    private int code(double maxFailedFraction, Outcome outcome) {
        if (!outcome.reconciles()) {
            complain(String.format(
                    Locale.ROOT,
                    "%d images were listed, but %d rows written, %d rows failed and %d images dropped are %d",
                    outcome.listed(),
                    outcome.written().ok(),
                    outcome.written().failed(),
                    outcome.dropped(),
                    outcome.written().ok() + outcome.failed()));
            return Failures.FAILED;
        }
        if (outcome.failedFraction() > maxFailedFraction) {
            complain(String.format(
                    Locale.ROOT,
                    "%d of %d images failed, more than --max-failed-fraction %s allows",
                    outcome.failed(),
                    outcome.listed(),
                    maxFailedFraction));
            return Failures.TOO_MANY_FAILED;
        }
        return Failures.DONE;
    }
}
