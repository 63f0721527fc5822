package dev.convoy.jobs.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.hadoop.net.NetUtils;

/**
 * A process as another one finds it again.
 *
 * @param host the name and address of its host
 * @param pidNamespace where its number counts, as containers of one host count anew; empty where nothing tells
 * @param pid its number, which another process may have after it
 * @param started when it began, in whatever unit two processes of its host read alike
 */
record RunProcess(String host, String pidNamespace, long pid, String started) {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START = 19;

    static RunProcess current() {
        return of(ProcessHandle.current().pid());
    }

    static RunProcess of(long pid) {
        return new RunProcess(NetUtils.getHostname(), namespace(), pid, started(pid));
    }

    /** Whether it was one of this host that could be seen from here if it still ran. */
    boolean isVisible() {
        return host.equals(NetUtils.getHostname()) && pidNamespace.equals(namespace()) && seesOthers();
    }

    /** Whether it runs, which only a process of its host can tell. */
    boolean runs() {
        return started(pid).equals(started);
    }

    @Override
    public String toString() {
        return "process " + pid + " on " + host.replaceAll("\\p{Cntrl}", "?");
    }

    /** Nothing where there is none of that number, or one that was killed and waits for its parent to hear of it. */
    private static String started(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Instant::toString)
                    .orElse("");
        }
        try {
            // Clock ticks since the host started: an instant would move with the host's clock.
            String status = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ");
            return "ZX".contains(fields[STATE]) ? "" : boot() + " " + fields[START];
        } catch (IOException e) {
            return "";
        }
    }

    private static String boot() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** A system may hide the processes of other users. */
    private static boolean seesOthers() {
        return !Files.isDirectory(PROC.resolve("self")) || Files.exists(PROC.resolve("1"));
    }
}
