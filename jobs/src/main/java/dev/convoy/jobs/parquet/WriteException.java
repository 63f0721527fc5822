package dev.convoy.jobs.parquet;

import dev.convoy.tensor.Printable;
import java.io.IOException;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.net.NetUtils;

/** A file of the output could not be written. The message names the output, the host that wrote and the cause. */
public final class WriteException extends IOException {

    private static final long serialVersionUID = 1;

    /** The directory in which committers keep what is not committed. */
    private static final String UNCOMMITTED = "/_temporary/.*";

    /** @param failure an {@link FSError} where it is a local disk that failed */
    WriteException(String path, Throwable failure) {
        this(path, failure instanceof FSError local ? local.getCause() : failure, NetUtils.getLocalHostname());
    }

    private WriteException(String path, Throwable cause, String host) {
        super(
                path.replaceFirst(UNCOMMITTED, "") + ": " + host + " cannot write to it: "
                        + cause.getClass().getSimpleName() + ": "
                        + Printable.firstLine(cause.getMessage()),
                cause);
    }
}
