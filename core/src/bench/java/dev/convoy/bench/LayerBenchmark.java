package dev.convoy.bench;

import dev.convoy.kernel.Kernels;
import dev.convoy.nn.Conv2d;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Single convolutions, as networks of one layer, in Convoy and ONNX Runtime beside what the core could do at most.
 *
 * <p>A convolution is measured by its share of the fused multiply-add ceiling. A depthwise
 * one does too little with every byte for that: it is measured by the bytes of its input and output in a second, beside
 * a copy from array to array that moves as many. Ceiling and copy are pieces of the same {@linkplain Interleaved
 * rounds} as the engines, and shares are medians of the rounds' shares. Padding and the adding of a bias are included.
 * So are, but in the column of the step alone, the changes of layout on both sides, which engines make once a network.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LayerBenchmark {

    private static final int CEILING_STEPS = 1_000_000;

    /** A convolution: input and output channels, kernel, stride, groups, and the input's height and width. */
    private record Layer(int in, int out, int kernel, int stride, int groups, int size) {

        /** Reads {@code in>out kernel/stride size}, with {@code dw} behind the kernel of a depthwise one. */
        static Layer parse(String text) {
            String[] n = text.replace("dw", "").split("[>/ ]");
            int in = Integer.parseInt(n[0]);
            return new Layer(
                    in,
                    Integer.parseInt(n[1]),
                    Integer.parseInt(n[2]),
                    Integer.parseInt(n[3]),
                    text.contains("dw") ? in : 1,
                    Integer.parseInt(n[4]));
        }

        Conv2d conv() {
            return Conv2d.builder(in, out, kernel)
                    .stride(stride)
                    .padding(kernel / 2)
                    .groups(groups)
                    .build();
        }

        Shape input(int batch) {
            return Shape.of(batch, in, size, size);
        }

        boolean depthwise() {
            return groups > 1;
        }

        double operations(int batch) {
            return 2.0 * conv().multiplyAdds(input(batch));
        }

        /** Those of input and output together. */
        long bytes(int batch) {
            Shape input = input(batch);
            return (long) Float.BYTES
                    * (input.elements() + conv().outputShape(input).elements());
        }

        @Override
        public String toString() {
            return String.format(
                    "%d→%d, %d×%d%s, %d×%d",
                    in, out, kernel, kernel, stride == 1 ? "" : " stride " + stride, size, size);
        }
    }

    /** A layer that the engines have opened. */
    @State(Scope.Thread)
    public static class Work {

        @Param({
            "3>64 7/2 224",
            "64>64 1/1 56",
            "64>256 1/1 56",
            "256>64 1/1 56",
            "1024>256 1/1 14",
            "512>2048 1/1 7",
            "128>128 3/2 56",
            "256>256 3/2 28",
            "512>512 3/2 14",
            "64>64 3/1 224",
            "64>64 3/1 56",
            "256>256 3/1 56",
            "128>128 3/1 28",
            "256>256 3/1 14",
            "512>512 3/1 7",
            "32>32 3dw/1 112",
            "96>96 3dw/2 112",
            "144>144 3dw/1 56",
            "240>240 5dw/1 28",
            "384>384 3dw/1 14",
            "960>960 3dw/1 7"
        })
        public String layer;

        @Param("8")
        public int batch;

        @Param("1")
        public int threads;

        private Engines engines;
        private Interleaved interleaved;

        @Setup
        public void open(Blackhole sink) {
            Layer parsed = Layer.parse(layer);
            Generator generator = Generator.manualSeed(0);
            Conv2d conv = parsed.conv().initialised(generator);
            engines = Engines.open(layer, Engines.of(conv), generator.rand(parsed.input(batch)), threads, false);
            float[] from = new float[(int) (parsed.bytes(batch) / (2 * Float.BYTES))];
            float[] to = new float[from.length];
            List<Runnable> pieces = new ArrayList<>(engines.runs());
            pieces.add(() -> sink.consume(Kernels.current().saturate(CEILING_STEPS)));
            pieces.add(() -> System.arraycopy(from, 0, to, 0, from.length));
            interleaved = new Interleaved(pieces);
        }

        @TearDown
        public void close() {
            engines.close();
        }
    }

    /** The nanoseconds of one round. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Times {
        public long convoy;
        public long convoyStep;
        public long onnxRuntime;
        public long ceiling;
        public long copy;
    }

    @Benchmark
    public void round(Work work, Times times) {
        long before = work.engines.convoy().multiplying();
        long[] nanoseconds = work.interleaved.round();
        times.convoyStep = work.engines.convoy().multiplying() - before;
        times.convoy = nanoseconds[0];
        times.onnxRuntime = nanoseconds[1];
        times.ceiling = nanoseconds[2];
        times.copy = nanoseconds[3];
    }

    /** Runs the layers of {@code bench.layers}, or all, and prints the tables. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        Settings settings = Settings.read();
        Collection<RunResult> results = settings.run(LayerBenchmark.class, "layer", "bench.layers");
        System.out.printf("%n%s; %s%n", settings.machine(), settings.load());
        print(results, settings.batch(), false);
        print(results, settings.batch(), true);
    }

    /** The table of the depthwise layers or of the others: their speeds and shares of what the core can do. */
    private static void print(Collection<RunResult> results, int batch, boolean depthwise) {
        System.out.printf(
                "%n| layer | Convoy, %s | ONNX Runtime | %s | its step alone, of it | Convoy, of it | ONNX Runtime, of it"
                        + " | Convoy / ONNX Runtime |%n|---|---|---|---|---|---|---|---|%n",
                depthwise ? "GB/s" : "GFLOP/s", depthwise ? "copy" : "multiply-add ceiling");
        for (RunResult result : results) {
            Layer layer = Layer.parse(result.getParams().getParam("layer"));
            if (layer.depthwise() != depthwise) {
                continue;
            }
            Rounds convoy = Rounds.of(result, "convoy");
            Rounds step = Rounds.of(result, "convoyStep");
            Rounds onnxRuntime = Rounds.of(result, "onnxRuntime");
            Rounds most = Rounds.of(result, depthwise ? "copy" : "ceiling");
            double work = depthwise ? layer.bytes(batch) : layer.operations(batch);
            double mostWork = depthwise ? work : 2.0 * Kernels.current().saturate(CEILING_STEPS);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.0f %% | %.0f %% | %.0f %% | %.2f |%n",
                    layer,
                    work / convoy.median(),
                    work / onnxRuntime.median(),
                    mostWork / most.median(),
                    100 * work / mostWork * most.over(step).median(),
                    100 * work / mostWork * most.over(convoy).median(),
                    100 * work / mostWork * most.over(onnxRuntime).median(),
                    onnxRuntime.over(convoy).median());
        }
    }
}
