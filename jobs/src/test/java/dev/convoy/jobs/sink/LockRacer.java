package dev.convoy.jobs.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A process whose threads all take the lock of an output at once, which a line of stdin names. It answers with how many
 * got it, and gives it back at the next line.
 */
final class LockRacer {

    static final int THREADS = 2;

    private static final RunLock.Pace PACE = new RunLock.Pace(Duration.ofMillis(100), Duration.ofMinutes(5));

    private LockRacer() {}

    public static void main(String[] arguments) throws Exception {
        Configuration hadoop = configuration();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        System.out.println("ready");
        for (String output = in.readLine(); output != null; output = in.readLine()) {
            Path path = new Path(output);
            Callable<Optional<RunLock>> take = () -> take(path, hadoop);
            List<RunLock> taken = new ArrayList<>();
            for (Future<Optional<RunLock>> lock : threads.invokeAll(List.of(take, take))) {
                lock.get().ifPresent(taken::add);
            }
            System.out.println(taken.size());
            in.readLine();
            for (RunLock lock : taken) {
                lock.requireHeld();
                lock.close();
            }
            System.out.println("given back");
        }
        threads.shutdown();
    }

    /** One by which a client looks again soon whether what it wrote to HDFS is there; usually it sleeps for 0.4 s. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
        return hadoop;
    }

    private static Optional<RunLock> take(Path output, Configuration hadoop) throws IOException {
        try {
            return Optional.of(RunLock.take(output, hadoop, PACE, lost -> {}));
        } catch (IOException e) {
            if (e.getMessage().contains("another run is writing this output")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
