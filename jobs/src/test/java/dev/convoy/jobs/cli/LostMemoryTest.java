package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostMemoryTest {

    private static final String ABORTED = "Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times, most"
            + " recent failure: Lost task 3.3 in stage 1.0 (TID 17) (10.0.0.7 executor 2): ExecutorLostFailure (executor"
            + " 2 exited caused by one of the running tasks) Reason: ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Command exited with code 52",
                "Command exited with code 137",
                "Container from a bad node: container_1_01_000003 on host: a. Exit status: 137. Diagnostics: [Killed]",
                "Container killed by YARN for exceeding physical memory limits. 2.1 GB of 2 GB physical memory used.",
                "\nThe executor with id 2 exited with exit code 137(SIGKILL, possible container OOM).\n",
                "The API gave the following brief reason: OOMKilled",
            })
    void anExecutorWithoutMemoryIsToldAsThat(String reason) {
        SparkException failure = new SparkException("[FAILED_WRITE]", new SparkException(ABORTED + reason));
        assertThat(LostMemory.told(failure))
                .get()
                .asString()
                .startsWith("an executor was lost, as it ran out of memory; give executors more (--executor-memory,");
    }

    @Test
    void anErrorOfTheJvmInATaskIsToldAsThat() {
        String reason = "Lost task 0.0 in stage 0.0 (TID 0): java.lang.OutOfMemoryError: Java heap space\n\tat a.b.C";
        assertThat(LostMemory.told(new SparkException(reason)))
                .get()
                .asString()
                .startsWith("a JVM ran out of memory: OutOfMemoryError; give executors more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Command exited with code 1", "worker lost", "Exit status: 143. Diagnostics: [terminated]"})
    void anExecutorThatWasLostOtherwiseIsNot(String reason) {
        assertThat(LostMemory.told(new SparkException(ABORTED + reason))).isEmpty();
    }
}
