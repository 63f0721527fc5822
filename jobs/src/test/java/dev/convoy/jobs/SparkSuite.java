package dev.convoy.jobs;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One local session for all the suites of this JVM, by spark-testing-base; it ends with the JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SparkSuite extends JavaDataFrameSuiteBase {

    @BeforeAll
    void startOnce() {
        runBefore();
    }

    @Override
    public SparkConf conf() {
        return new SparkConf()
                .setMaster("local[2]")
                .setAppName("convoy tests")
                .set("spark.app.id", appID())
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.sql.artifact.isolation.enabled", "false")
                .set("spark.sql.shuffle.partitions", "2");
    }

    @Override
    public boolean enableHiveSupport() {
        return false;
    }
}
