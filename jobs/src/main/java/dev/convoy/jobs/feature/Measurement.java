package dev.convoy.jobs.feature;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.source.Images;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What images take, tried on a few of them.
 *
 * @param images how many were run through
 * @param seconds what each phase took, all tasks together; rows are made, but not written
 */
public record Measurement(long images, Map<Phase, Double> seconds) {

    /** As many images of a task are tried, or a batch if that is more. */
    private static final int IMAGES = 16;

    /**
     * Runs some images again and again, in as many tasks at a time as the cluster has slots for.
     *
     * @param memory what a task has for images
     * @param warmUp how long it is done before it counts
     * @param length how long it counts
     */
    public static Measurement of(
            Extraction extraction,
            Images images,
            Sizing sizing,
            TaskMemory memory,
            SparkSession spark,
            Duration warmUp,
            Duration length)
            throws ConfigurationException {
        int slots = memory.cluster().slots();
        Images some = images.sample(Math.max(IMAGES, sizing.batchSize()), slots);
        Sizing divided = Sizing.even(some.listing().partitions().orElse(slots), sizing.batchSize());
        Counters counters = Counters.register(spark.sparkContext());
        try (Extractor extractor = extraction.on(spark, memory)) {
            run(extractor.apply(some, divided, Counters.register(spark.sparkContext())), warmUp);
            run(extractor.apply(some, divided, counters), length);
        }
        return new Measurement(counters.images().value(), counters.secondsSpent());
    }

    /** What a task takes for an image. */
    public double secondsAnImage() {
        return images == 0
                ? 0
                : seconds.values().stream().mapToDouble(Double::doubleValue).sum() / images;
    }

    private static void run(Dataset<Row> features, Duration length) {
        long begun = System.nanoTime();
        do {
            features.write().format("noop").mode("overwrite").save();
        } while (System.nanoTime() - begun < length.toNanos());
    }
}
