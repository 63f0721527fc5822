package dev.convoy.jobs.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.convoy.bench.Photographs;
import dev.convoy.jobs.cli.Command;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.sql.SparkSession;

/**
 * The memory that {@code extract} takes beside what {@code plan} says: the heap that is in use after collections, which
 * are made a few a second while it runs, less what was in use before it. Run with {@code bench.images} and then
 * with ten times as many.
 */
public final class MemoryBenchmark {

    private static final String NETWORK = "resnet18";
    private static final String LAYER = "layer1";
    private static final Pattern PLANNED = Pattern.compile("(?m)^an executor +([0-9,.]+) MB");
    private static final AtomicLong IN_USE = new AtomicLong();

    private static final int IMAGES = Integer.getInteger("bench.images");
    private static final Path DIRECTORY = Path.of(System.getProperty("bench.directory"));
    private static final Path WEIGHTS = DIRECTORY.resolve(NETWORK + ".safetensors");

    private static final Path TINY = Path.of(System.getProperty("bench.models"), "two-layers.conf");
    private static final Path OUTPUT = DIRECTORY.resolve("convoy-memory");

    private MemoryBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        listen();
        Photographs.write(input(IMAGES), IMAGES);
        Photographs.write(input(10 * IMAGES), 10 * IMAGES);
        convoy("init", "--model", NETWORK, "--seed", 0, "--output", WEIGHTS);
        SparkSession spark = ExtractBenchmark.session();
        try {
            convoy("extract", "--input", input(IMAGES), "--model", TINY, "--crop", 16, "--overwrite", "--output", OUTPUT);
            long before = before();
            double few = (peak(IMAGES) - before) / 1e6;
            double many = (peak(10 * IMAGES) - before) / 1e6;
            double planned = planned();
            System.out.println("\n| images | planned, MB | peak, MB | of the plan |\n|---|---|---|---|");
            System.out.printf(Locale.ROOT, "| %d | %.0f | %.0f | %.2f |%n", IMAGES, planned, few, few / planned);
            System.out.printf(Locale.ROOT, "| %d | %.0f | %.0f | %.2f |%n", 10 * IMAGES, planned, many, many / planned);
        } finally {
            spark.stop();
        }
    }

    private static double planned() {
        Matcher matcher = PLANNED.matcher(convoy(words("plan", IMAGES, "--preset", "imagenet", "--layers", LAYER)));
        if (!matcher.find()) {
            throw new IllegalStateException("the plan does not say what an executor takes");
        }
        return Double.parseDouble(matcher.group(1).replace(",", ""));
    }

    private static long peak(int images) throws InterruptedException {
        IN_USE.set(0);
        AtomicBoolean ended = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!ended.get()) {
                System.gc();
                pause();
            }
        });
        collector.start();
        try {
            convoy(words("extract", images, "--preset", "imagenet", "--layers", LAYER));
        } finally {
            ended.set(true);
            collector.join();
        }
        return IN_USE.get();
    }

    private static long before() {
        IN_USE.set(0);
        while (IN_USE.get() == 0) {
            System.gc();
            pause();
        }
        return IN_USE.get();
    }

    /** Has the JVM tell what is in use after each whole collection; one that native code holds off is none. */
    private static void listen() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData());
                                if (info.getGcCause().equals("System.gc()")) {
                                    IN_USE.accumulateAndGet(heap(info.getGcInfo().getMemoryUsageAfterGc()), Math::max);
                                }
                            },
                            null,
                            null);
        }
    }

    private static long heap(Map<String, MemoryUsage> pools) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pools.get(pool.getName()).getUsed())
                .sum();
    }

    private static void pause() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path input(int images) {
        return DIRECTORY.resolve("photographs-" + images);
    }

    private static Object[] words(String command, int images, Object... more) {
        Object[] words = {
            command, "--input", input(images), "--model", NETWORK, "--weights", WEIGHTS, "--overwrite", "--output",
            OUTPUT
        };
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static String convoy(Object... words) {
        Command command = Command.run(words);
        if (command.code() != 0) {
            throw new IllegalStateException(Arrays.toString(words) + " ended with " + command.code() + ": "
                    + command.err());
        }
        return command.out();
    }
}
