package dev.convoy.jobs.report;

import dev.convoy.jobs.sink.Faults;
import dev.convoy.tensor.Printable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Resubmitted$;
import org.apache.spark.TaskCommitDenied;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs attempts of tasks that failed and executors that were lost, a line each, and counts them. */
public final class FaultListener extends SparkListener {

    private static final Logger LOG = LoggerFactory.getLogger(FaultListener.class);

    private final int attempts;
    private final Map<String, String> hosts = new ConcurrentHashMap<>();
    private final AtomicLong attemptsFailed = new AtomicLong();
    private final AtomicLong executorsLost = new AtomicLong();

    /**
     * A listener to a run.
     *
     * @param attempts how often Spark tries a task; that the last failed is told where the run ends
     */
    public FaultListener(int attempts) {
        this.attempts = attempts;
    }

    public Faults faults() {
        return new Faults(attemptsFailed.get(), executorsLost.get());
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded added) {
        hosts.put(added.executorId(), added.executorInfo().executorHost());
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        hosts.put(start.taskInfo().executorId(), start.taskInfo().host());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (!(end.reason() instanceof TaskFailedReason reason) || isNoFault(reason)) {
            return;
        }
        attemptsFailed.incrementAndGet();
        TaskInfo task = end.taskInfo();
        if (task.attemptNumber() + 1 < attempts) {
            LOG.warn(
                    "attempt {} of task {} in stage {} failed on {} (executor {}): {}",
                    task.attemptNumber(),
                    task.index(),
                    end.stageId(),
                    task.host(),
                    task.executorId(),
                    line(reason));
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        if (isGivenBack(removed.reason())) {
            return;
        }
        executorsLost.incrementAndGet();
        LOG.warn(
                "executor {} on {} is lost, and its tasks are tried elsewhere: {}",
                removed.executorId(),
                hosts.getOrDefault(removed.executorId(), "an unknown host"),
                Printable.firstLine(removed.reason()));
    }

    /** What Spark stops by itself: the slower copy of a task, and all of a job that is cancelled. */
    private static boolean isNoFault(TaskFailedReason reason) {
        return reason instanceof TaskKilled || reason instanceof TaskCommitDenied || reason == Resubmitted$.MODULE$;
    }

    /** As Spark words it, where executors are idle or their hosts are taken away in good order. */
    private static boolean isGivenBack(String reason) {
        return reason.startsWith("Executor killed by driver") || reason.contains("ecommission");
    }

    private static String line(TaskFailedReason reason) {
        return reason instanceof ExceptionFailure failure && failure.exception().isDefined()
                ? Causes.line(Causes.root(failure.exception().get()))
                : Printable.firstLine(reason.toErrorString());
    }
}
