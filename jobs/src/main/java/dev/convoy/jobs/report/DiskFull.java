package dev.convoy.jobs.report;

import dev.convoy.jobs.parquet.WriteException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.net.NetUtils;
import org.apache.spark.SparkEnv;

/** Recognises that a run failed on a full disk, and says which and what to do. */
public final class DiskFull {

    private static final Pattern HOST = Pattern.compile("\\(TID \\d+\\) \\((\\S+) executor ");
    private static final String LOCAL_DIR = "spark.local.dir";
    private static final String GOES_ON = ", and the same command with --incremental goes on";

    private DiskFull() {}

    /** Whether there was no space, or none that a quota allows. */
    public static boolean isCauseOf(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof ClusterStorageCapacityExceededException
                    || message.contains("No space left on device")
                    || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /** What to say of a failure of which it is the cause. */
    public static String line(Throwable e) {
        Throwable cause = Causes.root(e);
        return cause instanceof WriteException
                ? Causes.line(cause) + "; make room there" + GOES_ON
                : host(e) + ": " + Causes.line(cause) + ", probably where " + LOCAL_DIR + " is (" + localDirectory()
                        + "); make room there or name another disk by --conf " + LOCAL_DIR
                        + "=DIRECTORY" + GOES_ON;
    }

    /** What to say where the driver could not write to a place. */
    public static String line(String place, Throwable e) {
        return place + ": " + NetUtils.getLocalHostname() + " cannot write to it: " + Causes.line(Causes.root(e))
                + "; make room there" + GOES_ON;
    }

    /** The host of the task that Spark says failed; else this one. */
    private static String host(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Matcher task = HOST.matcher(String.valueOf(cause.getMessage()));
            if (task.find()) {
                return task.group(1);
            }
        }
        return NetUtils.getLocalHostname();
    }

    private static String localDirectory() {
        SparkEnv spark = SparkEnv.get();
        return spark == null ? "/tmp" : spark.conf().get(LOCAL_DIR, "/tmp");
    }
}
