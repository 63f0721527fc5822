package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.feature.Cluster;
import dev.convoy.jobs.feature.Demand;
import dev.convoy.jobs.feature.Measurement;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.feature.TaskMemory;
import dev.convoy.jobs.report.PlanTable;
import dev.convoy.jobs.source.Images;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** {@code convoy plan}: what {@code convoy extract} would take. */
@Command(
        name = "plan",
        description = "Tells what extract would take with the same options: images, bytes, memory, core-hours. It runs"
                + " some of the images, and writes nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false)
final class PlanCommand extends SparkCommand {

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(5);

    @Override
    int run(ExtractJob job, SparkSession spark) throws ConfigurationException {
        job.requireMemory(spark.sparkContext());
        Images images = job.source().read(spark);
        Cluster cluster = Cluster.of(spark.sparkContext());
        Sizing sizing = job.sizing(images.listing(), spark.sparkContext());
        Optional<Demand> demand = job.demand(sizing, cluster, spark.sparkContext());
        TaskMemory memory = job.memory(spark.sparkContext());
        Measurement measured = Measurement.of(job.extraction(), images, sizing, memory, spark, WARM_UP, MEASURED);
        job.source().requireSome(images.listing(), measured.images());
        print(new PlanTable(images.listing(), job.extraction(), sizing, memory, demand, measured));
        return Failures.DONE;
    }
}
