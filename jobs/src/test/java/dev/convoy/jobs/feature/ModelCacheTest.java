package dev.convoy.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.jobs.Samples;
import dev.convoy.nn.Precision;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelCacheTest {

    @Test
    void aModelIsBuiltOnceWhoeverAsks() throws Exception {
        ModelFiles files = ModelFiles.read(Samples.model().toString(), Optional.empty());
        AtomicInteger opened = new AtomicInteger();
        Set<Model> models = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        IntStream.range(0, 50)
                .parallel()
                .forEach(i -> models.add(ModelCache.model(files.sha256(), List.of("relu2"), Precision.FAST, () -> {
                    opened.incrementAndGet();
                    return files;
                })));
        assertThat(models).hasSize(1);
        assertThat(opened).hasValueLessThanOrEqualTo(1);
        Model model = models.iterator().next();
        assertThat(model.outputs()).containsExactly("relu2");
        assertThat(ModelCache.model(files.sha256(), List.of("relu2"), Precision.STRICT, () -> files))
                .isNotSameAs(model);
    }

    @Test
    void modelsThatNoTaskRunsLeaveTheJvm() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyModels.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).endsWith("the model that runs was built once" + System.lineSeparator());
    }

    /** Builds models one after the other, ten times as many as the heap holds, while it holds on to one. */
    static final class ManyModels {

        private static final int MODELS = 100;

        private ManyModels() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Files.createTempDirectory("models");
            Path weights = directory.resolve("wide.safetensors");
            Path conf = Files.writeString(
                    directory.resolve("wide.conf"),
                    "weights = wide.safetensors\nlayers = [{ type = Linear, in_features = 1000, out_features = 4000 }]");
            Safetensors.write(
                    weights,
                    Model.describe(conf.toString())
                            .initialised(Generator.manualSeed(0))
                            .stateDict());
            ModelFiles files = ModelFiles.read(conf.toString(), Optional.empty());
            Model runs = ModelCache.model("runs", List.of("0"), Precision.FAST, () -> files);
            for (int i = 0; i < MODELS; i++) {
                ModelCache.model("model " + i, List.of("0"), Precision.FAST, () -> files);
            }
            Model again = ModelCache.model("runs", List.of("0"), Precision.FAST, () -> {
                throw new AssertionError("the model that runs was built again");
            });
            System.out.println(runs == again ? "the model that runs was built once" : "there are two models");
        }
    }
}
