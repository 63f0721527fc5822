package dev.convoy.bench;

import dev.convoy.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What the system properties {@code bench.*} ask for, and where it runs. */
record Settings(int batch, int threads, int warmup, int rounds) {

    static Settings read() {
        return new Settings(
                Integer.getInteger("bench.batch", 8),
                Integer.getInteger("bench.threads", 1),
                Integer.getInteger("bench.warmup", 10),
                Integer.getInteger("bench.rounds", 20));
    }

    /** Runs a benchmark once for each value of a parameter; those of a property, or all that the benchmark has. */
    Collection<RunResult> run(Class<?> benchmark, String parameter, String property) throws RunnerException {
        ChainedOptionsBuilder options = options(benchmark)
                .param("batch", Integer.toString(batch))
                .param("threads", Integer.toString(threads));
        String values = System.getProperty(property, "");
        if (!values.isBlank()) {
            options.param(parameter, values.split(" *, *"));
        }
        return new Runner(options.build()).run();
    }

    /** Runs a benchmark that has no parameters. */
    Collection<RunResult> run(Class<?> benchmark) throws RunnerException {
        return new Runner(options(benchmark).build()).run();
    }

    private ChainedOptionsBuilder options(Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .warmupIterations(warmup)
                .measurementIterations(rounds)
                .timeout(TimeValue.hours(1))
                .shouldFailOnError(true);
    }

    /** The batch and the threads that share it. */
    String load() {
        return "batch " + batch + ", threads " + threads;
    }

    /** The processor, the JDK, Convoy's kernel, and how often is measured. */
    String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " cores, JDK "
                + System.getProperty("java.version") + ", " + Kernels.current().description() + "; " + rounds + " rounds";
    }
}
