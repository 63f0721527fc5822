package dev.convoy.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.jobs.Samples;
import dev.convoy.nn.Precision;
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
}
