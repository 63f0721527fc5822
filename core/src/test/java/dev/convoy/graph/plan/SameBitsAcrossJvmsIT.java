package dev.convoy.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Drawn networks give the same bits with vectors of any length and with none, on this JDK and on a JDK 25. */
class SameBitsAcrossJvmsIT {

    private static final String VECTORS = "--add-modules=jdk.incubator.vector";
    private static final int NETWORKS = 3;
    private static final int MILLISECONDS = 1000;
    private static final Path JVMS = Path.of("/usr/lib/jvm");
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /**
     * A way to start a JVM.
     *
     * @param lanes the most that the options leave; 0 where they say nothing, 1 for the scalar kernel
     */
    private record Configuration(int lanes, List<String> options) {

        static Configuration of(int lanes, String... options) {
            return new Configuration(lanes, List.of(options));
        }
    }

    private static final List<Configuration> CONFIGURATIONS = List.of(
            Configuration.of(0, VECTORS),
            Configuration.of(8, VECTORS, "-XX:UseAVX=2"),
            Configuration.of(16, VECTORS, "-XX:UseAVX=3"),
            Configuration.of(4, VECTORS, "-XX:MaxVectorSize=16"),
            Configuration.of(8, VECTORS, "-XX:MaxVectorSize=32"),
            Configuration.of(1));

    @Test
    void sameBitsWhateverTheLanesAndTheJdk() throws Exception {
        long seed = Long.getLong("convoy.seed", System.nanoTime());
        System.out.println("SameBitsAcrossJvmsIT seed " + seed);
        int most = lanesOfTheProcessor();
        List<String> expected = null;
        for (Map.Entry<String, Path> jdk : jdks().entrySet()) {
            for (Configuration configuration : CONFIGURATIONS) {
                List<String> lines = run(jdk.getValue(), configuration, seed);
                String kernel = lines.get(0);
                String what = "%s %s, seed %d".formatted(jdk.getKey(), configuration.options, seed);
                System.out.println(what + ": " + kernel);
                if (configuration.lanes == 1) {
                    assertThat(kernel).as(what).doesNotContain("Vector API");
                } else if (configuration.lanes > 1 && most > 0) {
                    assertThat(kernel)
                            .as(what)
                            .isEqualTo("kernel: Vector API, " + Math.min(configuration.lanes, most) + " lanes");
                } else {
                    assertThat(kernel).as(what).contains("Vector API");
                }
                List<String> digests = lines.subList(1, lines.size());
                assertThat(digests).as(what).hasSize(2 * NETWORKS);
                expected = expected == null ? digests : expected;
                assertThat(digests).as(what).isEqualTo(expected);
            }
        }
    }

    /** The kernel's description and the digests. */
    private static List<String> run(Path java, Configuration configuration, long seed) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-XX:+IgnoreUnrecognizedVMOptions", "-Xmx512m"));
        command.addAll(configuration.options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OutputDigests.class.getName()));
        command.addAll(List.of(Long.toString(seed), Integer.toString(NETWORKS), Integer.toString(MILLISECONDS)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s%n%s", command, text).isZero();
        return text.lines()
                .filter(line -> line.startsWith("kernel: ") || line.startsWith("digest: "))
                .toList();
    }

    /** The JVM of this test, and one of a JDK 25 where it is another, by name. */
    private static Map<String, Path> jdks() throws IOException {
        Map<String, Path> jdks = new LinkedHashMap<>();
        jdks.put("JDK " + Runtime.version(), Path.of(System.getProperty("java.home"), "bin", "java"));
        if (Runtime.version().feature() == 25) {
            return jdks;
        }
        if (Files.isDirectory(JVMS)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(JVMS)) {
                for (Path home : homes) {
                    String version = version(home.resolve("release"));
                    if (version.equals("25") || version.startsWith("25.")) {
                        jdks.put("JDK " + version, home.resolve("bin").resolve("java"));
                        return jdks;
                    }
                }
            }
        }
        System.out.println("SameBitsAcrossJvmsIT: NOT RUN on JDK 25, which is not under " + JVMS);
        return jdks;
    }

    private static String version(Path release) throws IOException {
        if (!Files.isRegularFile(release)) {
            return "";
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            properties.load(in);
        }
        return properties.getProperty("JAVA_VERSION", "").replace("\"", "");
    }

    /** Of float vectors, as far as Linux tells it of an x86; 0 where it is not known. */
    private static int lanesOfTheProcessor() throws IOException {
        String flags = Files.isReadable(PROCESSOR)
                ? Files.readAllLines(PROCESSOR).stream()
                        .filter(line -> line.startsWith("flags"))
                        .map(line -> line + " ")
                        .findFirst()
                        .orElse("")
                : "";
        int lanes = flags.contains(" avx512vl ") ? 16 : flags.contains(" avx2 ") ? 8 : 0;
        System.out.println("SameBitsAcrossJvmsIT: "
                + (lanes == 0 ? "the lanes are NOT CHECKED on this processor" : lanes + " lanes"));
        return lanes;
    }
}
