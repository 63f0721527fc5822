package dev.convoy.jobs.internals;

import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;

/** The task that a thread runs. */
public final class Tasks {

    private Tasks() {}

    /** The one that runs here; one that is nothing on a driver, where Spark computes what is constant. */
    public static TaskContext current() {
        TaskContext here = TaskContext.get();
        return here == null ? TaskContext$.MODULE$.empty() : here;
    }
}
