package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** How a command gets its Spark session. */
final class Sessions {

    static final String MASTER = "spark.master";

    /** What spark-submit says where nobody said anything. */
    static final String DEFAULT_MASTER = "local[*]";

    /** A class loader a session would ask the driver for each class that generated code may mean, and miss. */
    private static final String ISOLATION = "spark.sql.artifact.isolation.enabled";

    private Sessions() {}

    /** What spark-submit was told, and the application's name where it was told none. */
    static SparkConf conf(String name) {
        return new SparkConf().setIfMissing("spark.app.name", name).setIfMissing(ISOLATION, "false");
    }

    static SparkSession start(SparkConf conf) throws ConfigurationException {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) {
            throw new ConfigurationException("Spark does not start: " + e.getMessage(), e);
        }
    }
}
