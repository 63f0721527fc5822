package dev.convoy.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says to users of DataFrames and SQL compiles and runs. */
class ReadmeTest extends SparkSuite {

    private static final int IMAGES = 3;
    private static final int CHANNELS = 512;

    @TempDir
    private static Path directory;

    @BeforeAll
    void prepare() throws Exception {
        Path photos = Files.createDirectories(directory.resolve("photos"));
        for (int i = 0; i < IMAGES; i++) {
            Samples.draw(photos.resolve(i + ".png"), "png", 260 + i, 250);
        }
        Path weights = directory.resolve("resnet18.pth");
        Safetensors.write(
                weights,
                Model.describe("resnet18").initialised(Generator.manualSeed(0)).stateDict());
        Files.writeString(
                directory.resolve("features.conf"),
                "model = resnet18, weights = \"" + weights + "\", layers = [avgpool], preset = imagenet");
    }

    @Test
    void itsJavaMakesAColumn() throws Exception {
        String block = block("java");
        String imports =
                block.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String body = block.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        Path file = Files.writeString(
                directory.resolve("Snippet.java"),
                imports + "\npublic class Snippet { public static Dataset<Row> run(SparkSession spark) {\n" + here(body)
                        + "\nreturn features; } }");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
        assertThat(result).isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Object made = loader.loadClass("Snippet")
                    .getMethod("run", SparkSession.class)
                    .invoke(null, spark());
            assertMade(((Dataset<?>) made).toDF(), "avgpool");
        }
    }

    @Test
    void itsSqlMakesAColumn() throws Exception {
        Features.register(spark());
        assertMade(spark().sql(here(block("sql"))), "embedding");
    }

    private static void assertMade(Dataset<Row> rows, String column) {
        assertThat(rows.select(column).collectAsList())
                .hasSize(IMAGES)
                .allSatisfy(row -> assertThat(row.getList(0)).hasSize(CHANNELS));
    }

    private static String here(String text) {
        return text.replaceAll("(?=(photos|features\\.conf|resnet18\\.pth)['`\"])", directory + "/");
    }

    private static String block(String language) throws Exception {
        List<String> blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .filter(text -> text.contains(language.equals("sql") ? "convoy_embedding" : "org.apache.spark"))
                .toList();
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }
}
