package dev.convoy.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.image.ChannelOrder;
import dev.convoy.image.Interpolation;
import dev.convoy.jobs.parquet.ElementType;
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
                        input("in"),
                        new FeatureOptions(
                                "m.conf",
                                Optional.empty(),
                                List.of(),
                                Pooling.NONE,
                                false,
                                ElementType.FLOAT32,
                                new PixelOptions(
                                        false,
                                        Optional.empty(),
                                        Interpolation.BILINEAR,
                                        Optional.empty(),
                                        new Scale(1, 255),
                                        List.of(0f, 0f, 0f),
                                        List.of(1f, 1f, 1f),
                                        ChannelOrder.RGB,
                                        89_478_485,
                                        Optional.empty()),
                                Optional.empty(),
                                Precision.FAST,
                                Optional.empty(),
                                Mode.PERMISSIVE),
                        "out",
                        Optional.empty(),
                        new FileOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        List.of(),
                        1.0,
                        false,
                        false,
                        10_000,
                        false,
                        false,
                        Optional.empty()));
    }

    @Test
    void aFileMaySayEverything() throws Exception {
        String file = file("""
                input = [a, "b/{c,d}*"], input-format = orc, column = jpg, shape-column = size
                carry-columns = [], input-shape = [3, 20, 30]
                model = b, weights = w.pth, output = c
                batch-size = 3
                partitions = 12
                layers = [conv1, pool2]
                pool = avg
                flatten = true
                dtype = float16
                preset = imagenet
                apply-exif-orientation = true
                resize = 256
                interpolation = lanczos
                crop = [20, 30]
                scale = 1/127.5
                mean = [0.1, 0.2, 0.3]
                std = [1, 2, 3]
                channel-order = bgr
                max-pixels = 1000000
                max-bytes = 5000
                precision = strict
                compression = zstd
                compression-level = 7
                row-group-size = 32m
                file-size = 2000000
                partition-by = [split, label, split]
                mode = dropmalformed
                max-failed-fraction = 0.25
                overwrite = false
                incremental = true
                round-size = 500
                retry-failed = true
                allow-changes = true
                master = "local[3]"
                """);
        assertThat(ExtractOptions.of(Map.of(), Optional.of(file)))
                .isEqualTo(new ExtractOptions(
                        new InputOptions(
                                List.of("a", "b/{c,d}*"),
                                "orc",
                                Optional.of("jpg"),
                                Optional.of("size"),
                                Optional.of(List.of()),
                                Optional.of(List.of(3, 20, 30))),
                        new FeatureOptions(
                                "b",
                                Optional.of("w.pth"),
                                List.of("conv1", "pool2"),
                                Pooling.AVG,
                                true,
                                ElementType.FLOAT16,
                                new PixelOptions(
                                        true,
                                        Optional.of(new Size.ShorterSide(256)),
                                        Interpolation.LANCZOS,
                                        Optional.of(new Size.Exact(20, 30)),
                                        new Scale(1, 127.5f),
                                        List.of(0.1f, 0.2f, 0.3f),
                                        List.of(1f, 2f, 3f),
                                        ChannelOrder.BGR,
                                        1_000_000,
                                        Optional.of(5000)),
                                Optional.of(List.of(3, 20, 30)),
                                Precision.STRICT,
                                Optional.of(3),
                                Mode.DROPMALFORMED),
                        "c",
                        Optional.of(12),
                        new FileOptions(
                                Optional.of(Compression.ZSTD),
                                Optional.of(7),
                                Optional.of(32L << 20),
                                Optional.of(2_000_000L)),
                        List.of("split", "label"),
                        0.25,
                        false,
                        true,
                        500,
                        true,
                        true,
                        Optional.of("local[3]")));
    }

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverTheDefaults() throws Exception {
        String file = file("input = from-file, batch-size = 3, crop = 7, mode = FAILFAST");
        Map<String, String> said = new HashMap<>(REQUIRED);
        said.put("batch-size", "5");
        ExtractOptions options = ExtractOptions.of(said, Optional.of(file));
        assertThat(options.input()).isEqualTo(input("in"));
        assertThat(options.features().batchSize()).contains(5);
        assertThat(options.features().pixels().crop()).contains(new Size.Exact(7, 7));
        assertThat(options.features().mode()).isEqualTo(Mode.FAILFAST);
        assertThat(options.maxFailedFraction()).isEqualTo(1.0);
    }

    @Test
    void aPresetWinsOverTheDefaultsAndLosesToWhatIsSaid() throws Exception {
        String file = file("preset = imagenet, std = [1, 2, 3]");
        Map<String, String> said = new HashMap<>(REQUIRED);
        said.put("crop", "200");
        PixelOptions pixels =
                ExtractOptions.of(said, Optional.of(file)).features().pixels();
        assertThat(pixels.resize()).contains(new Size.ShorterSide(256));
        assertThat(pixels.crop()).contains(new Size.Exact(200, 200));
        assertThat(pixels.mean()).containsExactly(0.485f, 0.456f, 0.406f);
        assertThat(pixels.std()).containsExactly(1f, 2f, 3f);
        said.put("preset", "none");
        assertThat(ExtractOptions.of(said, Optional.of(file))
                        .features()
                        .pixels()
                        .resize())
                .isEmpty();
    }

    @Test
    void anUnknownKeyNamesFileLineAndKeys() throws Exception {
        String file = file("input = a\nbatchsize = 3");
        assertThatThrownBy(() -> ExtractOptions.of(REQUIRED, Optional.of(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file
                        + ": line 2: unknown key 'batchsize'; the keys are input, input-format, column,"
                        + " shape-column, carry-columns, input-shape, model, weights, output, batch-size, partitions,"
                        + " layers, pool, flatten, dtype, preset, apply-exif-orientation, resize, interpolation, crop, scale,"
                        + " mean, std, channel-order, max-pixels, max-bytes, precision, compression,"
                        + " compression-level, row-group-size, file-size, partition-by, mode, max-failed-fraction,"
                        + " overwrite, incremental, round-size, retry-failed, allow-changes, master");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch-size = eight | batch-size: expected a whole number of 1 or more, but it is the text \"eight\"",
                "batch-size = 0 | batch-size: expected a whole number of 1 or more, but it is the number 0",
                "batch-size = 2.5 | batch-size: expected a whole number of 1 or more, but it is the number 2.5",
                "batch-size = [8] | batch-size: expected a whole number of 1 or more, but it is the list [8]",
                "input = 5 | input: expected paths separated by commas, but it is the number 5",
                "input = {a: b} | input: expected paths separated by commas, but it is the object {\"a\":\"b\"}",
                "input = [a, \"\"] | input: expected paths separated by commas, but it is the list [\"a\",\"\"]",
                "model = 5 | model: expected text, but it is the number 5",
                "input-shape = [3, 4] | input-shape: expected three whole numbers of 1 or more: C,H,W,"
                        + " but it is the list [3,4]",
                "overwrite = yes | overwrite: expected true or false, but it is the text \"yes\"",
                "mean = [1, 2] | mean: expected three numbers: r,g,b, but it is the list [1,2]",
                "std = [1, 0, 1] | std: expected three numbers other than 0: r,g,b, but it is the list [1,0,1]",
                "mean = [1, [2], 3] | mean: expected three numbers: r,g,b, but it is the list [1,[2],3]",
                "resize = true | resize: expected one whole number of 1 or more (S), or two (H,W),"
                        + " but it is the boolean true",
                "mode = STRICT | mode: expected PERMISSIVE, DROPMALFORMED or FAILFAST, but it is the text \"STRICT\"",
                "max-failed-fraction = 2 | max-failed-fraction: expected a number from 0 to 1, but it is the number 2",
                "preset = coco | preset: expected imagenet or none, but it is the text \"coco\"",
                "interpolation = cubic | interpolation: expected nearest, box, bilinear, hamming, bicubic or lanczos,"
                        + " but it is the text \"cubic\"",
                "scale = 0 | scale: expected a number (F), or one divided by another (F/D), neither of them 0,"
                        + " but it is the number 0",
                "channel-order = GRB | channel-order: expected RGB or BGR, but it is the text \"GRB\"",
                "max-pixels = 715827880 | max-pixels: expected a whole number from 1 to 715827879,"
                        + " but it is the number 715827880",
                "precision = exact | precision: expected fast or strict, but it is the text \"exact\"",
                "pool = sum | pool: expected avg, max or none, but it is the text \"sum\"",
                "dtype = half | dtype: expected float32 or float16, but it is the text \"half\"",
                "partition-by = [a, \"\"] | partition-by: expected names separated by commas, or none,"
                        + " but it is the list [\"a\",\"\"]",
                "compression = lzo | compression: expected none, snappy or zstd, but it is the text \"lzo\"",
                "compression-level = 23 | compression-level: expected a whole number from -7 to 22,"
                        + " but it is the number 23",
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
                "scale | 1/255/2 | --scale: expected a number (F), or one divided by another (F/D),"
                        + " neither of them 0, but it is '1/255/2'",
                "scale | 1/inf | --scale: expected a number (F), or one divided by another (F/D),"
                        + " neither of them 0, but it is '1/inf'",
                "max-bytes | 0 | --max-bytes: expected a whole number of 1 or more, but it is '0'",
                "precision | exact | --precision: expected fast or strict, but it is 'exact'",
                "row-group-size | 1.5m | --row-group-size: expected a number of bytes of 1 or more,"
                        + " or of kibi-, mebi- or gibibytes (64m), but it is '1.5m'",
                "file-size | 8589934592g | --file-size: expected a number of bytes of 1 or more,"
                        + " or of kibi-, mebi- or gibibytes (64m), but it is '8589934592g'",
                "compression-level | 3 | --compression-level: expected --compression zstd beside it,"
                        + " which alone has levels, but it is not given",
                "dtype | 16 | --dtype: expected float32 or float16, but it is '16'",
                "partition-by | label | --partition-by is for tables (--input-format parquet, orc, arrow, …, or tar),"
                        + " but the input format is image",
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
    void bytesMayBeSaidInUnits() throws Exception {
        for (String text : List.of("3145728", "3072k", "3M")) {
            Map<String, String> said = new HashMap<>(REQUIRED);
            said.put("file-size", text);
            assertThat(ExtractOptions.of(said, Optional.empty()).files().fileSize())
                    .contains(3_145_728L);
        }
    }

    @Test
    void anOutputIsReplacedOrAddedTo() {
        Map<String, String> said = new HashMap<>(REQUIRED);
        said.put("overwrite", "true");
        said.put("incremental", "true");
        assertThatThrownBy(() -> ExtractOptions.of(said, Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--overwrite replaces what is in the output and --incremental adds to it: say one of them");
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

    private static InputOptions input(String path) {
        return new InputOptions(
                List.of(path), "image", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("job.conf"), text).toString();
    }
}
