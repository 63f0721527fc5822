package dev.convoy.jobs.bench;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.convoy.Model;
import dev.convoy.bench.Agreement;
import dev.convoy.bench.Interleaved;
import dev.convoy.bench.OnnxExport;
import dev.convoy.bench.Photographs;
import dev.convoy.graph.Graph;
import dev.convoy.graph.Optimizer;
import dev.convoy.jobs.cli.Command;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import dev.convoy.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * {@code extract} beside {@linkplain PlainThreads what it cannot be faster than} and beside {@linkplain OnnxRuntimeJob
 * what one would write without it}: ResNet-18 over {@linkplain Photographs photographs} in files, two tasks at a time.
 *
 * <p>All of them run in one JVM and one Spark session, in turns, so that the machine's noise and what is compiled and
 * cached meets all alike; before each, files are on the disk and garbage is collected. The time of a job is that of the
 * whole command, from its options to the commit. Speeds are medians over the rounds, ratios medians of the rounds'
 * ratios.
 */
public final class ExtractBenchmark {

    private static final String NETWORK = "resnet18";
    private static final String POOLED = "avgpool";
    private static final String MAPS = "layer1";
    /** What {@code extract} chooses; its peers get the same. */
    private static final int POOLED_BATCH = 32;

    private static final int MAPS_BATCH = 8;
    private static final int THREADS = 2;
    private static final Shape IMAGE = Shape.of(1, 3, 224, 224);

    private static final List<String> NAMES = List.of(
            "`avgpool`: `extract`",
            "`avgpool`: two threads, no Spark, nothing written",
            "`avgpool`: Spark with ONNX Runtime",
            "`layer1`: `extract`",
            "`layer1`: Spark with ONNX Runtime");
    /** Of each piece, that whose speed is set beside its own. */
    private static final int[] OURS = {0, 0, 0, 3, 3};

    private final int images = Integer.getInteger("bench.images");
    private final int warmup = Integer.getInteger("bench.warmup");
    private final int rounds = Integer.getInteger("bench.rounds");
    private final Path directory = Path.of(System.getProperty("bench.directory"));
    private final Path input = directory.resolve("photographs-" + images);
    private final Path weights = directory.resolve(NETWORK + ".safetensors");

    private ExtractBenchmark() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        ExtractBenchmark benchmark = new ExtractBenchmark();
        Photographs.write(benchmark.input, benchmark.images);
        convoy("init", "--model", NETWORK, "--seed", 0, "--output", benchmark.weights);
        SparkSession spark = session();
        try {
            benchmark.run(spark);
        } finally {
            spark.stop();
        }
    }

    /** A session with the settings that {@code jobs/bin/convoy} hands to Spark, by system properties as it does. */
    static SparkSession session() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(System.getProperty("bench.defaults")))) {
            defaults.load(in);
        }
        defaults.forEach((key, value) -> System.setProperty(key.toString(), value.toString()));
        return SparkSession.builder()
                .master("local[" + THREADS + "]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.artifact.isolation.enabled", false)
                .getOrCreate();
    }

    private static void convoy(Object... words) {
        Command command = Command.run(words);
        if (command.code() != 0) {
            throw new IllegalStateException(Arrays.toString(words) + " ended with " + command.code() + ": "
                    + command.err());
        }
    }

    private void run(SparkSession spark) throws IOException, OrtException {
        Model model = Model.load(NETWORK, Optional.of(weights));
        PlainThreads threads = new PlainThreads(model.cut(POOLED), files(), POOLED_BATCH, THREADS);
        OnnxRuntimeJob pooled = peer(model, POOLED, POOLED_BATCH);
        OnnxRuntimeJob maps = peer(model, MAPS, MAPS_BATCH);
        Interleaved interleaved = new Interleaved(
                List.of(
                        () -> extract(POOLED),
                        threads::run,
                        () -> pooled.run(spark, input, directory.resolve("onnxruntime-" + POOLED)),
                        () -> extract(MAPS),
                        () -> maps.run(spark, input, directory.resolve("onnxruntime-" + MAPS))),
                ExtractBenchmark::flush);
        List<long[]> measured = new ArrayList<>();
        for (int round = -warmup; round < rounds; round++) {
            long[] nanoseconds = interleaved.round();
            System.err.printf("round %d, s: %s%n", round, Arrays.toString(Arrays.stream(nanoseconds)
                    .mapToObj(time -> String.format(Locale.ROOT, "%.2f", time / 1e9)).toArray()));
            if (round >= 0) {
                measured.add(nanoseconds);
            }
        }
        requireRows(spark, POOLED);
        requireRows(spark, MAPS);
        print(measured);
    }

    /** Collects garbage and has the kernel write files to the disk: gigabytes that one job leaves, others would pay for. */
    private static void flush() {
        System.gc();
        try {
            if (new ProcessBuilder("sync").inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("sync failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void extract(String layer) {
        convoy(
                "extract",
                "--input",
                input,
                "--model",
                NETWORK,
                "--weights",
                weights,
                "--layers",
                layer,
                "--preset",
                "imagenet",
                "--mode",
                "FAILFAST",
                "--overwrite",
                "--output",
                directory.resolve("convoy-" + layer));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(input)) {
            return files.sorted().toList();
        }
    }

    /** The job whose model is the same network, up to this layer; it fails where Convoy computes something else. */
    private OnnxRuntimeJob peer(Model model, String layer, int batch) throws IOException, OrtException {
        Graph whole = Zoo.network(NETWORK).initialised(Generator.manualSeed(0));
        Graph network = Optimizer.optimize(whole, List.of(layer), EnumSet.of(Optimizer.Pass.CUT));
        byte[] onnx = anyBatch(OnnxExport.model(network, IMAGE));
        Tensor image = Generator.manualSeed(1).randn(IMAGE);
        float[] expected = model.cut(layer).forward(image).array();
        try (OrtSession session = OnnxRuntimeJob.open(onnx)) {
            FloatBuffer output = FeatureBatches.run(session, image.array(), 1);
            float[] actual = new float[output.remaining()];
            output.get(actual);
            double error = Agreement.error(expected, actual);
            if (!(error < 1e-4)) {
                throw new IllegalStateException(
                        layer + ": ONNX Runtime's output differs from Convoy's by " + error + " of its norm");
            }
        }
        return new OnnxRuntimeJob(layer, onnx, batch);
    }

    /** The model with a batch of any size, as torch exports one with a dynamic axis. */
    private static byte[] anyBatch(byte[] onnx) throws InvalidProtocolBufferException {
        ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
        anyBatch(model.getGraphBuilder().getInputBuilder(0));
        anyBatch(model.getGraphBuilder().getOutputBuilder(0));
        return model.build().toByteArray();
    }

    private static void anyBatch(ValueInfoProto.Builder value) {
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimParam("batch");
    }

    private void requireRows(SparkSession spark, String layer) {
        for (Path output : List.of(directory.resolve("onnxruntime-" + layer), directory.resolve("convoy-" + layer))) {
            long rows = spark.read().parquet(output.toString()).count();
            if (rows != images) {
                throw new IllegalStateException(output + " has " + rows + " rows of " + images + " images");
            }
        }
    }

    private void print(List<long[]> measured) {
        System.out.printf(
                "%n%s, %d images of 500×375, %d tasks, batches of %d and %d, JDK %s; medians of %d rounds%n%n",
                NETWORK, images, THREADS, POOLED_BATCH, MAPS_BATCH, System.getProperty("java.version"), rounds);
        System.out.println("| layer and job | images/s | `extract` / it |\n|---|---|---|");
        for (int i = 0; i < NAMES.size(); i++) {
            int piece = i;
            double seconds = median(measured.stream().mapToDouble(round -> round[piece] / 1e9));
            double ratio = median(measured.stream().mapToDouble(round -> (double) round[piece] / round[OURS[piece]]));
            System.out.printf(Locale.ROOT, "| %s | %.1f | %s |%n", NAMES.get(i), images / seconds,
                    OURS[i] == i ? "" : String.format(Locale.ROOT, "%.2f", ratio));
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
