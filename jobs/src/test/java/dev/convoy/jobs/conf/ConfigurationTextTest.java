package dev.convoy.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTextTest {

    private static final Path EXTRACT_CONF = Path.of("..", "conf", "extract.conf");
    private static final Pattern COMMENTED_OUT = Pattern.compile("#([a-z-]+) = .*");

    @TempDir
    private Path directory;

    @Test
    void eachValueSaysWhereItCameFrom() throws Exception {
        String file = write("""
                input = in, model = m.conf, output = "a # b"

                preset = imagenet
                mean = [0, 0.5, 1]
                layers = [a, b.c]
                """);
        Map<String, String> said = Map.of("crop", "200,180", "overwrite", "true", "batch-size", "4");
        assertThat(ConfigurationText.of(said, Optional.of(file)).lines())
                .contains(
                        "input = \"in\" # " + file + ": line 1",
                        "output = \"a # b\" # " + file + ": line 1",
                        "# weights is not given",
                        "batch-size = 4 # command line",
                        "layers = \"a,b.c\" # " + file + ": line 5",
                        "preset = \"imagenet\" # " + file + ": line 3",
                        "resize = 256 # preset imagenet",
                        "crop = \"200,180\" # command line",
                        "mean = \"0,0.5,1\" # " + file + ": line 4",
                        "std = \"0.229,0.224,0.225\" # preset imagenet",
                        "max-pixels = 89478485 # default",
                        "overwrite = true # command line")
                .hasSize(Option.all().size());
    }

    @Test
    void whatIsPrintedIsTheSameConfiguration() throws Exception {
        Map<String, String> said = new HashMap<>();
        said.put("input", "an \"input\" \\ of ${some} # kind");
        said.put("model", "=m");
        said.put("output", " out ");
        said.put("weights", "w\t1.pth");
        said.put("batch-size", " 7");
        said.put("layers", "layer1.0, layer2");
        said.put("pool", "AVG");
        said.put("flatten", "true");
        said.put("dtype", "FLOAT16");
        said.put("preset", "imagenet");
        said.put("resize", "20,30");
        said.put("scale", "1e-2/3");
        said.put("mean", "-0.5,1e-3,7");
        said.put("max-bytes", "1000");
        said.put("compression", "zstd");
        said.put("compression-level", "22");
        said.put("row-group-size", "1m");
        said.put("file-size", "123456789012");
        said.put("max-failed-fraction", "0.10");
        said.put("master", "local[3]");
        assertSame(said, Optional.empty());
        assertSame(Map.of("input", "i", "model", "m", "output", "o"), Optional.empty());
        assertSame(Map.of("crop", "9"), Optional.of(write("input = i, model = m, output = o, preset = imagenet")));
    }

    @Test
    void theCommentedFileHasEveryOptionAndItsDefault() throws Exception {
        List<String> lines = Files.readAllLines(EXTRACT_CONF);
        List<String> settings = lines.stream()
                .filter(line -> COMMENTED_OUT.matcher(line).matches())
                .toList();
        assertThat(settings.stream().map(ConfigurationTextTest::key))
                .containsExactlyElementsOf(
                        Option.all().stream().map(Option::name).toList());
        assertThat(lines).allMatch(line -> line.isEmpty() || line.startsWith("# ") || settings.contains(line));

        String all = write(settings.stream().map(line -> line.substring(1)).collect(Collectors.joining("\n")));
        Settings written = Settings.of(Map.of(), Optional.of(all));
        Settings unsaid = Settings.of(Map.of(), Optional.empty());
        for (Option<?> option : Option.all()) {
            assertThat(written.find(option)).as(option.name()).isPresent();
            if (option.fallback().isPresent()) {
                assertThat((Object) written.find(option)).as(option.name()).isEqualTo(unsaid.find(option));
            }
        }
        ExtractOptions.of(Map.of("input-format", "parquet"), Optional.of(all));
    }

    private void assertSame(Map<String, String> said, Optional<String> file) throws Exception {
        String printed = ConfigurationText.of(said, file);
        String again =
                Files.writeString(directory.resolve("printed.conf"), printed).toString();
        assertThat(ExtractOptions.of(Map.of(), Optional.of(again))).isEqualTo(ExtractOptions.of(said, file));
    }

    private static String key(String line) {
        Matcher matcher = COMMENTED_OUT.matcher(line);
        assertThat(matcher.matches()).isTrue();
        return matcher.group(1);
    }

    private String write(String text) throws Exception {
        return Files.writeString(directory.resolve("job.conf"), text).toString();
    }
}
