package dev.convoy.state;

import dev.convoy.tensor.Printable;
import java.io.IOException;

/**
 * A file that is not what its format promises: damaged, truncated, of another format, or made to do harm.
 *
 * <p>The message is {@code path: reason}, or {@code path: at byte 123: reason} where the place is known. Control
 * characters that names in it have are escaped; lists in it begin their lines with two spaces.
 */
public final class MalformedFileException extends IOException {

    private final String path;
    private final long offset;
    private final String reason;

    /**
     * @param path the file, or whatever names the bytes to the user
     * @param offset the byte at which the problem lies, counted from the start of the file, or -1 if it has no one
     *     place
     * @param reason the problem, what was expected and what came, and its likely cause
     */
    public MalformedFileException(String path, long offset, String reason) {
        super(Printable.escaped(path) + ": " + (offset >= 0 ? "at byte " + offset + ": " : "")
                + Printable.lines(reason));
        this.path = path;
        this.offset = offset;
        this.reason = Printable.lines(reason);
    }

    /** The file, or whatever names the bytes to the user. */
    public String path() {
        return path;
    }

    /** The byte at which the problem lies, counted from the start of the file; -1 if it has no one place. */
    public long offset() {
        return offset;
    }

    /** The problem alone, without path and offset. */
    public String reason() {
        return reason;
    }
}
