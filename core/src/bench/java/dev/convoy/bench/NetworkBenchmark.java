package dev.convoy.bench;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.zoo.Zoo;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Whole networks in Convoy, ONNX Runtime and PyTorch (libtorch): the same weights, the same images of 224×224.
 *
 * <p>A network has a JVM of its own, in which all engines have opened it and their outputs were {@linkplain Agreement
 * compared}. An iteration of JMH is one {@linkplain Interleaved round}: every engine computes the batch once, timed by
 * itself. Speeds are medians over the rounds, ratios are medians of the rounds' ratios. An engine takes its input from
 * its own memory and leaves its output, row-major, in its own memory.
 *
 * <p>Opening is everything from the network and its weights in memory to the end of the first run: optimising, packing
 * weights, compiling; not the loading of libraries.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class NetworkBenchmark {

    private static final int SIZE = 224;

    /** A network that the engines have opened. */
    @State(Scope.Thread)
    public static class Network {

        @Param({
            "vgg16 features",
            "resnet18",
            "resnet50",
            "squeezenet1_1",
            "densenet121",
            "mobilenet_v2",
            "efficientnet_b0"
        })
        public String network;

        @Param("8")
        public int batch;

        @Param("1")
        public int threads;

        private Engines engines;
        private Interleaved interleaved;

        @Setup
        public void open() {
            Shape images = Shape.of(batch, 3, SIZE, SIZE);
            engines = Engines.open(
                    network, graph(network), Generator.manualSeed(1).randn(images), threads, true);
            interleaved = new Interleaved(engines.runs());
        }

        @TearDown
        public void close() {
            engines.close();
        }
    }

    /** A network of torchvision's weights from seed 0, whole or up to the end of its module {@code features}. */
    private static Graph graph(String network) {
        String[] parts = network.split(" ");
        Graph whole = Zoo.network(parts[0]).initialised(Generator.manualSeed(0));
        if (parts.length == 1) {
            return whole;
        }
        String last = whole.resolve(parts[1]);
        GraphBuilder builder = Graph.builder();
        for (Graph.Node node : whole.nodes().values()) {
            builder.add(node.name(), node.operator(), node.inputs().toArray(String[]::new));
            if (node.name().equals(last)) {
                break;
            }
        }
        return builder.build(last);
    }

    /** The nanoseconds of one round, and those of opening. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Times {
        public long convoy;
        public long onnxRuntime;
        public long torch;
        public long convoyOpening;
        public long onnxRuntimeOpening;
        public long torchOpening;
    }

    @Benchmark
    public void round(Network network, Times times) {
        long[] nanoseconds = network.interleaved.round();
        times.convoy = nanoseconds[0];
        times.onnxRuntime = nanoseconds[1];
        times.torch = nanoseconds[2];
        times.convoyOpening = network.engines.opening().get(0);
        times.onnxRuntimeOpening = network.engines.opening().get(1);
        times.torchOpening = network.engines.opening().get(2);
    }

    /** Runs the networks of {@code bench.networks}, or all, and prints the tables. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        Settings settings = Settings.read();
        Collection<RunResult> results = settings.run(NetworkBenchmark.class, "network", "bench.networks");
        System.out.printf("%n%s; %s%n%n", settings.machine(), settings.load());
        printSpeeds(results, settings.batch());
        printOpening(results);
    }

    private static void printSpeeds(Collection<RunResult> results, int batch) {
        System.out.println("| network | Convoy, images/s | ONNX Runtime | PyTorch | Convoy / ONNX Runtime"
                + " | Convoy / PyTorch |\n|---|---|---|---|---|---|");
        double[] logarithms = new double[2];
        for (RunResult result : results) {
            Rounds convoy = Rounds.of(result, "convoy");
            Rounds onnxRuntime = Rounds.of(result, "onnxRuntime");
            Rounds torch = Rounds.of(result, "torch");
            double beside = onnxRuntime.over(convoy).median();
            double besideTorch = torch.over(convoy).median();
            logarithms[0] += Math.log(beside) / results.size();
            logarithms[1] += Math.log(besideTorch) / results.size();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.2f | %.2f |%n",
                    name(result),
                    1e9 * batch / convoy.median(),
                    1e9 * batch / onnxRuntime.median(),
                    1e9 * batch / torch.median(),
                    beside,
                    besideTorch);
        }
        System.out.printf(
                Locale.ROOT,
                "| geometric mean | | | | %.2f | %.2f |%n",
                Math.exp(logarithms[0]),
                Math.exp(logarithms[1]));
    }

    private static void printOpening(Collection<RunResult> results) {
        System.out.println(
                "\n| network | Convoy, opening and first batch, ms | ONNX Runtime | PyTorch |\n|---|---|---|---|");
        for (RunResult result : results) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f |%n",
                    name(result),
                    Rounds.of(result, "convoyOpening").median() / 1e6,
                    Rounds.of(result, "onnxRuntimeOpening").median() / 1e6,
                    Rounds.of(result, "torchOpening").median() / 1e6);
        }
    }

    private static String name(RunResult result) {
        return result.getParams().getParam("network");
    }
}
