package dev.convoy.bench;

import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Interpolation;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.Resize;
import dev.convoy.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * From JPEG files to a network's input on one thread, beside {@linkplain JdkPreprocessing what one writes with the JDK},
 * in {@linkplain Interleaved rounds}: decoding alone, resizing alone, and all of it.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ImageBenchmark {

    private static final int IMAGES = 64;
    private static final int WIDTH = 341;
    private static final int HEIGHT = 256;

    /** Something done to an image. */
    @FunctionalInterface
    private interface Work<T> {
        Object on(T image) throws IOException;
    }

    /** {@linkplain Photographs Photographs} in memory. */
    @State(Scope.Thread)
    public static class Images {

        private Interleaved interleaved;

        @Setup
        public void read(Blackhole sink) throws IOException {
            ImageDecoder decoder = new ImageDecoder();
            Preprocessing preprocessing = Preprocessing.imageNet();
            List<byte[]> files = new ArrayList<>();
            List<RgbImage> decoded = new ArrayList<>();
            List<BufferedImage> decodedByJdk = new ArrayList<>();
            for (int number = 0; number < IMAGES; number++) {
                byte[] file = Photographs.jpeg(number);
                files.add(file);
                decoded.add(decoder.decode(file));
                decodedByJdk.add(JdkPreprocessing.decode(file));
            }
            interleaved = new Interleaved(List.of(
                    all(sink, files, decoder::decode),
                    all(sink, files, JdkPreprocessing::decode),
                    all(sink, decoded, image -> Resize.to(image, WIDTH, HEIGHT, Interpolation.BILINEAR)),
                    all(sink, decodedByJdk, image -> JdkPreprocessing.resize(image, WIDTH, HEIGHT)),
                    all(sink, files, file -> {
                        float[] pixels = new float[3 * 224 * 224];
                        preprocessing.apply(decoder.decode(file), pixels, 0);
                        return pixels;
                    }),
                    all(sink, files, file -> {
                        float[] pixels = new float[3 * 224 * 224];
                        JdkPreprocessing.apply(file, pixels, 0);
                        return pixels;
                    })));
        }

        private static <T> Runnable all(Blackhole sink, List<T> images, Work<T> work) {
            return () -> {
                for (T image : images) {
                    try {
                        sink.consume(work.on(image));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }
    }

    /** The nanoseconds of one round. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Times {
        public long decode;
        public long jdkDecode;
        public long resize;
        public long jdkResize;
        public long all;
        public long jdkAll;
    }

    @Benchmark
    public void round(Images images, Times times) {
        long[] nanoseconds = images.interleaved.round();
        times.decode = nanoseconds[0];
        times.jdkDecode = nanoseconds[1];
        times.resize = nanoseconds[2];
        times.jdkResize = nanoseconds[3];
        times.all = nanoseconds[4];
        times.jdkAll = nanoseconds[5];
    }

    /** Runs it and prints the table. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        Settings settings = Settings.read();
        Collection<RunResult> results = settings.run(ImageBenchmark.class);
        RunResult result = results.iterator().next();
        System.out.printf("%n%s%n%n", settings.machine());
        System.out.println("| JPEGs of " + Photographs.WIDTH + "×" + Photographs.HEIGHT
                + ", one thread | Convoy, images/s | ImageIO and Java2D | Convoy / JDK |\n|---|---|---|---|");
        print(result, "decoded", "decode", "jdkDecode");
        print(result, "resized to " + WIDTH + "×" + HEIGHT + " as Pillow does it; by Java2D", "resize", "jdkResize");
        print(result, "decoded, resized, cropped to 224×224, normalised", "all", "jdkAll");
    }

    private static void print(RunResult result, String work, String convoy, String jdk) {
        Rounds ours = Rounds.of(result, convoy);
        Rounds others = Rounds.of(result, jdk);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f |%n",
                work,
                1e9 * IMAGES / ours.median(),
                1e9 * IMAGES / others.median(),
                others.over(ours).median());
    }
}
