package dev.convoy.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.nn.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractOptionsTest {

    private static final Map<String, String> REQUIRED = Map.of("input", "in", "model", "m.conf", "output", "out");

    @TempDir
    private Path directory;

    @Test
    void defaultsAreThere() throws Exception {
        ExtractOptions options = ExtractOptions.of(REQUIRED, Optional.empty());
        assertThat(options)
                .isEqualTo(new ExtractOptions(
                        "in",
                        "m.conf",
                        Optional.empty(),
                        "out",
                        8,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(0f, 0f, 0f),
                        List.of(1f, 1f, 1f),
                        Precision.FAST,
                        Mode.PERMISSIVE,
                        1.0,
                        false,
                        Optional.empty()));
    }

    @Test
    void aFileMaySayEverything() throws Exception {
        String file = file("""
                input = a, model = b, weights = w.pth, output = c
                batch-size = 3
                layers = [conv1, pool2]
                resize = 256
                crop = [20, 30]
                mean = [0.1, 0.2, 0.3]
                std = [1, 2, 3]
                precision = strict
                mode = dropmalformed
                max-failed-fraction = 0.25
                overwrite = true
                master = "local[3]"
                """);
        assertThat(ExtractOptions.of(Map.of(), Optional.of(file)))
                .isEqualTo(new ExtractOptions(
                        "a",
                        "b",
                        Optional.of("w.pth"),
                        "c",
                        3,
                        List.of("conv1", "pool2"),
                        Optional.of(new Size.ShorterSide(256)),
                        Optional.of(new Size.Exact(20, 30)),
                        List.of(0.1f, 0.2f, 0.3f),
                        List.of(1f, 2f, 3f),
                        Precision.STRICT,
                        Mode.DROPMALFORMED,
                        0.25,
                        true,
                        Optional.of("local[3]")));
    }

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverTheDefaults() throws Exception {
        String file = file("input = from-file, batch-size = 3, crop = 7, mode = FAILFAST");
        Map<String, String> said = new HashMap<>(REQUIRED);
        said.put("batch-size", "5");
        ExtractOptions options = ExtractOptions.of(said, Optional.of(file));
        assertThat(options.input()).isEqualTo("in");
        assertThat(options.batchSize()).isEqualTo(5);
        assertThat(options.crop()).contains(new Size.Exact(7, 7));
        assertThat(options.mode()).isEqualTo(Mode.FAILFAST);
        assertThat(options.maxFailedFraction()).isEqualTo(1.0);
    }

    @Test
    void anUnknownKeyNamesFileLineAndKeys() throws Exception {
        String file = file("input = a\nbatchsize = 3");
        assertThatThrownBy(() -> ExtractOptions.of(REQUIRED, Optional.of(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file
                        + ": line 2: unknown key 'batchsize'; the keys are input, model, weights, output, batch-size,"
                        + " layers, resize, crop, mean, std, precision, mode, max-failed-fraction, overwrite, master");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch-size = eight | batch-size: expected a whole number of 1 or more, but it is the text \"eight\"",
                "batch-size = 0 | batch-size: expected a whole number of 1 or more, but it is the number 0",
                "batch-size = 2.5 | batch-size: expected a whole number of 1 or more, but it is the number 2.5",
                "batch-size = [8] | batch-size: expected a whole number of 1 or more, but it is the list [8]",
                "input = 5 | input: expected text, but it is the number 5",
                "input = {a: b} | input: expected text, but it is the object {\"a\":\"b\"}",
                "overwrite = yes | overwrite: expected true or false, but it is the text \"yes\"",
                "mean = [1, 2] | mean: expected three numbers: r,g,b, but it is the list [1,2]",
                "std = [1, 0, 1] | std: expected three numbers other than 0: r,g,b, but it is the list [1,0,1]",
                "mean = [1, [2], 3] | mean: expected three numbers: r,g,b, but it is the list [1,[2],3]",
                "resize = true | resize: expected one whole number of 1 or more (S), or two (H,W),"
                        + " but it is the boolean true",
                "mode = STRICT | mode: expected PERMISSIVE, DROPMALFORMED or FAILFAST, but it is the text \"STRICT\"",
                "max-failed-fraction = 2 | max-failed-fraction: expected a number from 0 to 1, but it is the number 2",
                "precision = exact | precision: expected fast or strict, but it is the text \"exact\"",
                "layers = null | layers: expected names separated by commas, but it is null",
            })
    void aWrongValueNamesFileKeyExpectedAndCame(String text, String message) throws Exception {
        String file = file("\n" + text);
        assertThatThrownBy(() -> ExtractOptions.of(REQUIRED, Optional.of(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": line 2: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch-size | 8x | --batch-size: expected a whole number of 1 or more, but it is '8x'",
                "crop | 1,2,3 | --crop: expected one whole number of 1 or more (S by S), or two (H,W),"
                        + " but it is '1,2,3'",
                "resize | -1 | --resize: expected one whole number of 1 or more (S), or two (H,W), but it is '-1'",
                "mean | a,b,c | --mean: expected three numbers: r,g,b, but it is 'a,b,c'",
                "std | 1,NaN,1 | --std: expected three numbers other than 0: r,g,b, but it is '1,NaN,1'",
                "max-failed-fraction | -0.1 | --max-failed-fraction: expected a number from 0 to 1, but it is '-0.1'",
                "max-failed-fraction | NaN | --max-failed-fraction: expected a number from 0 to 1, but it is 'NaN'",
                "precision | exact | --precision: expected fast or strict, but it is 'exact'",
                "layers | a,,b | --layers: expected names separated by commas, but it is 'a,,b'",
            })
    void aWrongArgumentNamesOptionExpectedAndCame(String name, String text, String message) {
        Map<String, String> said = new HashMap<>(REQUIRED);
        said.put(name, text);
        assertThatThrownBy(() -> ExtractOptions.of(said, Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void aMissingOptionSaysBothWaysToGiveIt() {
        assertThatThrownBy(() -> ExtractOptions.of(Map.of("input", "in", "output", "out"), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("missing required option --model MODEL (or 'model = …' in the file that --conf names)");
    }

    @Test
    void aMissingOrBrokenFileIsNamed() throws Exception {
        assertThatThrownBy(() -> ExtractOptions.of(REQUIRED, Optional.of("no/such.conf")))
                .hasMessage("no/such.conf: expected a configuration file (HOCON), but there is none");
        assertThatThrownBy(() -> ExtractOptions.of(REQUIRED, Optional.of(directory.toString())))
                .hasMessage(directory + ": expected a configuration file (HOCON), but it is a directory");
        String file = file("input = [");
        assertThatThrownBy(() -> ExtractOptions.of(REQUIRED, Optional.of(file)))
                .hasMessageStartingWith(file + ": not HOCON: ");
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("job.conf"), text).toString();
    }
}
