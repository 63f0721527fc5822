package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are no ASCII, and JVMs of other locales. */
class LocaleIT extends SparkSuite {

    private static final Path MODEL = Samples.model().toAbsolutePath().normalize();

    @TempDir
    private static Path directory;

    /** Written by a shell: this JVM may be one that cannot say the names. */
    @BeforeAll
    void drawImages() throws Exception {
        Samples.draw(directory.resolve("x.png"), "png", 40, 40);
        shell("mkdir -p in/$'\\xc3\\xbcber' in/$'dir\\xe9' &&"
                + " for name in plain $'\\xc3\\xa9t\\xc3\\xa9' $'\\xe6\\x97\\xa5' $'\\xc3\\xbcber/in' $'lat\\xe8' $'lat\\xe9'"
                + " $'dir\\xe9/in'; do cp x.png in/$name.png; done");
    }

    @Test
    void aRunWithoutALocaleTakesOneOfUtf8AndGivesItToItsExecutors() throws Exception {
        Path events = Files.createDirectories(directory.resolve("events"));
        Front run = Front.run(
                directory,
                locale(null),
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.dir=" + events.toUri(),
                "--conf=spark.eventLog.compress=false",
                "--conf=spark.eventLog.rolling.enabled=false",
                "extract",
                "--input",
                "in",
                "--model",
                MODEL,
                "--output",
                "out",
                "--crop",
                "32",
                "--master",
                "local-cluster[1,1,1024]");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(names(Outputs.ok(spark(), directory.resolve("out"))))
                .containsExactlyInAnyOrder("plain.png", "\u00e9t\u00e9.png", "\u65e5.png", "\u00fcber/in.png");
        assertThat(names(Outputs.failed(spark(), directory.resolve("out"))))
                .as("a directory stands for all in it")
                .containsExactlyInAnyOrder("lat\\xE8.png", "lat\\xE9.png", "dir\\xE9");
        try (Stream<Path> logs = Files.list(events)) {
            assertThat(logs.filter(Files::isRegularFile).map(LocaleIT::read))
                    .anyMatch(log -> log.matches("(?is).*\"spark.executorEnv.LC_ALL\":\"[^\"]*utf-?8\".*"));
        }
    }

    @Test
    void aJvmThatCannotSayANameStopsBeforeItBegins() throws Exception {
        Front run = Front.java(
                directory,
                locale("C"),
                "-Dspark.master=local[1]",
                "dev.convoy.jobs.cli.Convoy",
                "extract",
                "--input",
                "in",
                "--model",
                MODEL,
                "--output",
                "never");
        assertThat(run.err())
                .contains("convoy extract: " + directory + "/in/")
                .contains("the JVM was started in a locale of encoding ")
                .contains("export LC_ALL=C.UTF-8");
        assertThat(run.code()).isEqualTo(2);
        assertThat(directory.resolve("never")).doesNotExist();
    }

    @Test
    void aTurkishJvmReadsOptionsAndWrites() throws Exception {
        Map<String, String> environment = locale("C");
        environment.put("SPARK_SUBMIT_OPTS", "-Duser.language=tr -Duser.country=TR");
        Front run = Front.run(
                directory,
                environment,
                "extract",
                "--input",
                "in/plain.png",
                "--model",
                MODEL,
                "--output",
                "turkish",
                "--crop",
                "32",
                "--interpolation",
                "BILINEAR",
                "--preset",
                "IMAGENET",
                "--mode",
                "permissive");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Outputs.ok(spark(), directory.resolve("turkish"))).hasSize(1);
    }

    /** An environment with this locale alone, or with none. */
    private static Map<String, String> locale(String name) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LANG", null);
        environment.put("LC_CTYPE", null);
        environment.put("LC_ALL", name);
        return environment;
    }

    private static List<String> names(List<Row> rows) {
        return rows.stream()
                .map(row -> row.getString(0).replace("file:" + directory + "/in/", ""))
                .toList();
    }

    private static void shell(String command) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
