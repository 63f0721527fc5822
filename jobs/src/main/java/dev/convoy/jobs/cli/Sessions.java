package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** How a command gets its Spark session. */
final class Sessions {

    static final String MASTER = "spark.master";

    /** What spark-submit says where nobody said anything. */
    static final String DEFAULT_MASTER = "local[*]";

    /** A class loader a session would ask the driver for each class that generated code may mean, and miss. */
    private static final String ISOLATION = "spark.sql.artifact.isolation.enabled";

    /** What an executor takes names of files for; a cluster's daemons often run in no locale at all. */
    private static final String EXECUTOR_LOCALE = "spark.executorEnv.LC_ALL";

    private Sessions() {}

    /** What spark-submit was told, and the application's name where it was told none. */
    static SparkConf conf(String name) {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", name).setIfMissing(ISOLATION, "false");
        locale().ifPresent(locale -> conf.setIfMissing(EXECUTOR_LOCALE, locale));
        return conf;
    }

    /** The locale of this JVM's environment, if names of files are UTF-8 in it. */
    private static Optional<String> locale() {
        return System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8")
                ? Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                        .map(System::getenv)
                        .filter(value -> value != null && !value.isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    static SparkSession start(SparkConf conf) throws ConfigurationException {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) {
            throw new ConfigurationException("Spark does not start: " + e.getMessage(), e);
        }
    }
}
