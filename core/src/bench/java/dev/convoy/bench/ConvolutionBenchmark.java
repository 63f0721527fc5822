package dev.convoy.bench;

import dev.convoy.kernel.VectorCeiling;
import dev.convoy.nn.Conv2d;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@link Conv2d#forward} on one thread, batch 8, padding and layout included, beside the core's fused multiply-add
 * ceiling measured in the same run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {

    private static final int BATCH = 8;
    private static final int ROUNDS = 100_000;

    /** A layer written as {@code in>out kernel/stride size}. */
    @State(Scope.Thread)
    public static class Layer {

        @Param({
            "3>64 7/2 224",
            "64>64 3/1 56",
            "128>128 3/1 28",
            "256>256 3/1 14",
            "512>512 3/1 7",
            "128>256 3/2 28",
            "64>256 1/1 56",
            "1024>256 1/1 14"
        })
        public String layer;

        Conv2d conv;
        Tensor input;

        @Setup
        public void build() {
            Generator generator = Generator.manualSeed(0);
            conv = parse(layer).initialised(generator);
            input = generator.rand(inputShape(layer));
        }
    }

    private static int[] numbers(String layer) {
        String[] parts = layer.split("[>/ ]");
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    private static Conv2d parse(String layer) {
        int[] n = numbers(layer);
        return Conv2d.builder(n[0], n[1], n[2]).stride(n[3]).padding(n[2] / 2).build();
    }

    private static Shape inputShape(String layer) {
        int[] n = numbers(layer);
        return Shape.of(BATCH, n[0], n[4], n[4]);
    }

    @Benchmark
    public float ceiling() {
        return VectorCeiling.run(ROUNDS);
    }

    @Benchmark
    public Tensor convolution(Layer layer) {
        return layer.conv.forward(layer.input);
    }

    /** Runs everything and prints a table. */
    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ConvolutionBenchmark.class.getName())
                        .build())
                .run();
        double ceiling = 0;
        for (RunResult result : results) {
            if (result.getPrimaryResult().getLabel().equals("ceiling")) {
                ceiling = VectorCeiling.operations(ROUNDS) / result.getPrimaryResult().getScore();
            }
        }
        System.out.printf("%n| layer, batch %d | GFLOP/s | of the ceiling |%n|---|---|---|%n", BATCH);
        for (RunResult result : results) {
            if (result.getPrimaryResult().getLabel().equals("convolution")) {
                String layer = result.getParams().getParam("layer");
                double operations = 2.0 * parse(layer).multiplyAdds(inputShape(layer));
                double speed = operations / result.getPrimaryResult().getScore();
                System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f %% |%n", title(layer), speed, 100 * speed / ceiling);
            }
        }
        System.out.printf(Locale.ROOT, "| fused multiply-add ceiling | %.0f | |%n", ceiling);
    }

    private static String title(String layer) {
        int[] n = numbers(layer);
        return n[0] + "→" + n[1] + ", " + n[2] + "×" + n[2] + (n[3] == 1 ? "" : " stride " + n[3]) + ", " + n[4] + "×" + n[4];
    }
}
