package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.state.npy.Npy;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says in Java compiles and runs; what it prints is what is printed. */
class ReadmeTest {

    private static final Path README = Path.of("../README.md");

    @TempDir
    Path directory;

    @Test
    void itsJavaCompilesAndRuns() throws Exception {
        Safetensors.write(
                directory.resolve("resnet50.pth"),
                Model.describe("resnet50").initialised(Generator.manualSeed(0)).stateDict());
        Npy.write(directory.resolve("images.npy"), Generator.manualSeed(1).rand(Shape.of(1, 3, 64, 64)));
        List<String> blocks = javaBlocks();
        assertThat(blocks).hasSize(2);
        StringBuilder source = new StringBuilder("import dev.convoy.*; import dev.convoy.nn.*;"
                + " import dev.convoy.state.npy.*; import dev.convoy.tensor.*;"
                + " import java.nio.file.*; import java.util.*;\npublic class Readme {\n");
        for (int i = 0; i < blocks.size(); i++) {
            String block = blocks.get(i).replace("Path.of(\"", "Path.of(\"" + directory + "/");
            source.append("public static void block")
                    .append(i)
                    .append("() throws Exception {\n")
                    .append(block)
                    .append("}\n");
        }
        Path file = Files.writeString(directory.resolve("Readme.java"), source.append('}'));

        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());

        assertThat(result).isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> readme = loader.loadClass("Readme");
            for (int i = 0; i < blocks.size(); i++) {
                readme.getMethod("block" + i).invoke(null);
            }
        }
    }

    @Test
    void itsSummaryIsTheOneThatIsPrinted() throws IOException {
        Summary summary = Model.describe("resnet50").summary(Shape.of(1, 3, 224, 224));
        assertThat(Files.readString(README)).contains("```\n" + summary + "\n```");
    }

    private static List<String> javaBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        while (matcher.find()) {
            if (!matcher.group(1).contains("org.apache.spark")) {
                blocks.add(matcher.group(1));
            }
        }
        return blocks;
    }
}
