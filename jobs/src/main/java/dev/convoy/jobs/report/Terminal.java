package dev.convoy.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody watches what is printed. */
public final class Terminal {

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /**
     * Whether stderr is a terminal on which a line can be rewritten. Java itself tells only of stdin and stdout, and
     * from JDK 22 on not even that.
     */
    public static boolean isStderr() {
        String kind = System.getenv("TERM");
        if (kind == null || kind.isEmpty() || kind.equals("dumb")) {
            return false;
        }
        try {
            return Files.readSymbolicLink(STDERR).toString().matches("/dev/(pts/\\d+|tty.*|console)");
        } catch (IOException | UnsupportedOperationException noProc) {
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }
}
