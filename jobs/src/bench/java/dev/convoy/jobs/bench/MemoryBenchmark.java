package dev.convoy.jobs.bench;

import dev.convoy.bench.Photographs;
import dev.convoy.jobs.cli.Command;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * The memory that {@code extract} takes beside what {@code plan} says: the heap that is in use after collections, which
 * are made one after the other while it runs, less what was in use before it. Run with {@code bench.images} and then
 * with ten times as many.
 */
public final class MemoryBenchmark {

    private static final String NETWORK = "resnet18";
    private static final String LAYER = "layer1";
    private static final Pattern PLANNED = Pattern.compile("(?m)^an executor +([0-9,.]+) MB");
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private static final int IMAGES = Integer.getInteger("bench.images");
    private static final Path DIRECTORY = Path.of(System.getProperty("bench.directory"));
    private static final Path WEIGHTS = DIRECTORY.resolve(NETWORK + ".safetensors");

    private MemoryBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        convoy("init", "--model", NETWORK, "--seed", 0, "--output", WEIGHTS);
        SparkSession spark = ExtractBenchmark.session();
        try {
            Photographs.write(input(IMAGES), IMAGES);
            Photographs.write(input(10 * IMAGES), 10 * IMAGES);
            convoy(words("extract", IMAGES, "--crop", "16", "--layers", "conv1"));
            long before = used();
            double planned = planned();
            System.out.printf("before, %.0f MB in use; `plan` says %.0f MB more%n", before / 1e6, planned);
            System.out.println("\n| images | peak, MB | of the plan |\n|---|---|---|");
            for (int images : new int[] {IMAGES, 10 * IMAGES}) {
                double peak = (peak(images) - before) / 1e6;
                System.out.printf(Locale.ROOT, "| %d | %.0f | %.2f |%n", images, peak, peak / planned);
            }
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
        AtomicLong peak = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        Thread sampler = new Thread(() -> {
            while (!ended.get()) {
                peak.accumulateAndGet(used(), Math::max);
            }
        });
        sampler.start();
        try {
            convoy(words("extract", images, "--preset", "imagenet", "--layers", LAYER));
        } finally {
            ended.set(true);
            sampler.join();
        }
        return peak.get();
    }

    private static long used() {
        System.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }

    private static Path input(int images) {
        return DIRECTORY.resolve("photographs-" + images);
    }

    private static Object[] words(String command, int images, Object... more) {
        Object[] words = {
            command, "--input", input(images), "--model", NETWORK, "--weights", WEIGHTS, "--overwrite", "--output",
            DIRECTORY.resolve("convoy-memory")
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
