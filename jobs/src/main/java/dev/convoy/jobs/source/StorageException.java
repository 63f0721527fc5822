package dev.convoy.jobs.source;

import dev.convoy.tensor.Printable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.AccessControlException;

/**
 * Storage did not give a file's bytes, whatever they are: the file is not bad, and may be read another time.
 *
 * <p>The message is {@code path: reason}, and the reason names the store, the host that asked and the cause.
 */
public final class StorageException extends IOException {

    private static final long serialVersionUID = 1;

    private final String path;
    private final String reason;
    private final boolean answered;

    /** @param failure an {@link FSError} where it is a local disk that failed */
    StorageException(String path, Throwable failure) {
        this(path, reason(path, cause(failure)), isAnswer(cause(failure)), cause(failure));
    }

    private StorageException(String path, String reason, boolean answered, Throwable cause) {
        super(path + ": " + reason, cause);
        this.path = path;
        this.reason = reason;
        this.answered = answered;
    }

    /** Of a file that the store refuses. */
    static StorageException refused(String path, String reason) {
        return new StorageException(path, reason, true, null);
    }

    /** The file. */
    public String path() {
        return path;
    }

    /** The problem alone, without the path. */
    public String reason() {
        return reason;
    }

    /** Whether the store is there and refuses this file, as one that is gone or may not be read. */
    public boolean answered() {
        return answered;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof FSError local ? local.getCause() : failure;
    }

    private static String reason(String path, Throwable cause) {
        String host = NetUtils.getLocalHostname();
        String answer = isDenied(cause)
                ? " does not let " + host + " read it"
                : isGone(cause) ? " has it no more" : " does not give it to " + host;
        String message = Printable.firstLine(cause.getMessage());
        return store(path) + answer + ": " + cause.getClass().getSimpleName()
                + (message.isEmpty() ? "" : ": " + message);
    }

    private static String store(String path) {
        URI uri = new Path(path).toUri();
        return uri.getAuthority() == null ? "the local file system" : uri.getScheme() + "://" + uri.getAuthority();
    }

    private static boolean isAnswer(Throwable cause) {
        return isGone(cause) || isDenied(cause);
    }

    private static boolean isGone(Throwable cause) {
        return cause instanceof FileNotFoundException && !isDenied(cause);
    }

    /** The JDK has no exception of its own for a local file that may not be read. */
    private static boolean isDenied(Throwable cause) {
        return cause instanceof AccessControlException
                || cause instanceof AccessDeniedException
                || (cause instanceof FileNotFoundException
                        && String.valueOf(cause.getMessage()).endsWith("(Permission denied)"));
    }
}
