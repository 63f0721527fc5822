package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.spi.IIOServiceProvider;
import javax.imageio.spi.ImageInputStreamSpi;
import javax.imageio.spi.ImageOutputStreamSpi;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageTranscoderSpi;
import javax.imageio.spi.ImageWriterSpi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontIT {

    private static final Path MODEL = Samples.model().toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void extractsFromWhereverItIsStarted() throws Exception {
        Samples.images(directory.resolve("images"), 3);
        Front run = Front.run(
                directory,
                "--driver-java-options=-Xlog:class+load:file=classes.log",
                "extract",
                "--input",
                "images",
                "--model",
                MODEL,
                "--output",
                "out",
                "--crop",
                "16",
                "--master",
                "local[1]");
        run.requireDone();
        assertThat(directory.resolve("classes.log"))
                .as("classes come from the file that was made of them")
                .content()
                .containsPattern("org\\.apache\\.spark\\.sql\\.classic\\.SparkSession source: shared objects file");
        assertThat(run.out()).containsPattern("images written +3\n");
        assertThat(directory.resolve("out/_convoy.json")).exists();
    }

    @Test
    void exitsWithTheCommandsCode() throws Exception {
        Samples.images(directory.resolve("images"), 1);
        Files.writeString(directory.resolve("images/bad.jpg"), "no image");
        Object[] extract = {"extract", "--input", "images", "--model", MODEL, "--output", "out", "--mode"};

        Front failFast = Front.run(directory, with(extract, "FAILFAST"));
        assertThat(failFast.complaints())
                .singleElement()
                .asString()
                .startsWith("convoy extract: file:" + directory.resolve("images/bad.jpg") + ": decode: ");
        assertThat(failFast.code()).isEqualTo(1);

        Front tooMany = Front.run(directory, with(extract, "PERMISSIVE", "--max-failed-fraction", "0.4"));
        assertThat(tooMany.complaints())
                .containsExactly("convoy extract: 1 of 2 images failed, more than --max-failed-fraction 0.4 allows");
        assertThat(tooMany.code()).isEqualTo(3);

        Front exists = Front.run(directory, with(extract, "PERMISSIVE"));
        assertThat(exists.complaints())
                .containsExactly(
                        "convoy extract: out: the output exists; say --overwrite to replace it, or --incremental to add to it");
        assertThat(exists.code()).isEqualTo(2);
    }

    @Test
    void sparkSubmitsOptionsComeBeforeTheCommand() throws Exception {
        Samples.images(directory.resolve("images"), 1);
        Front run = Front.run(
                directory,
                "--driver-memory",
                "300m",
                "--conf=spark.master=local[1]",
                "extract",
                "--input",
                "images",
                "--model",
                MODEL,
                "--output",
                "out");
        assertThat(run.complaints())
                .as("Spark asks for more memory than 300m")
                .singleElement()
                .asString()
                .startsWith("convoy extract: Spark does not start: [INVALID_DRIVER_MEMORY] System memory ");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void theQuickstartRuns() throws Exception {
        Front run = Front.run(
                Path.of(".."), "extract", "--conf", "conf/quickstart.conf", "--output", directory.resolve("out"));
        run.requireDone();
        assertThat(directory.resolve("out/_convoy.json")).exists();
        assertThat(run.err()).containsOnlyOnce("INFO Kernels: Convolutions run on the Vector API, ");
    }

    @Test
    void otherCommandsNeedNoSpark() throws Exception {
        Front summary = Front.run(directory, "summary", "--model", MODEL, "--input-shape", "1,3,32,32");
        summary.requireDone();
        assertThat(summary.out()).contains("1,622,016");
        Front typo = Front.run(directory, "exract");
        assertThat(typo.complaints())
                .containsExactly("convoy: Unmatched argument at index 0: 'exract'; did you mean extract?");
        assertThat(typo.code()).isEqualTo(2);
    }

    /** A service file would have ImageIO take our readers, for everybody in the JVM. */
    @Test
    void theJarRegistersNothingWithImageIO() throws Exception {
        try (URLClassLoader jar =
                new URLClassLoader(new URL[] {Front.jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (Class<? extends IIOServiceProvider> service : List.of(
                    ImageReaderSpi.class,
                    ImageWriterSpi.class,
                    ImageInputStreamSpi.class,
                    ImageOutputStreamSpi.class,
                    ImageTranscoderSpi.class)) {
                assertThat(jar.findResource("META-INF/services/" + service.getName()))
                        .isNull();
                assertThat(ServiceLoader.load(service, jar))
                        .allSatisfy(provider -> assertThat(
                                        provider.getClass().getModule().getName())
                                .isEqualTo("java.desktop"));
            }
        }
        Path images = Files.createDirectories(directory.resolve("images"));
        for (String format : List.of("tif", "bmp", "gif", "png", "jpg")) {
            Samples.draw(images.resolve("x." + format), format, 40, 40);
        }
        Front run =
                Front.run(directory, "extract", "--input", images, "--model", MODEL, "--output", "out", "--crop", "32");
        assertThat(run.out()).as(run.err()).containsPattern("images written +5\n");
    }

    @Test
    void theJarCarriesNothingThatSparkHas() throws Exception {
        try (JarFile jar = new JarFile(Front.jar().toFile())) {
            Set<String> roots = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceAll("^(dev/convoy/shaded/[^/]+|[^/]+/[^/]+).*", "$1"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(roots)
                    .containsExactly(
                            "dev/convoy",
                            "dev/convoy/shaded/ai",
                            "dev/convoy/shaded/com",
                            "dev/convoy/shaded/org",
                            "dev/convoy/shaded/picocli");
        }
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }
}
