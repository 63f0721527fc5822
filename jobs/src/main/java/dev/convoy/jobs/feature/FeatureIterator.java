package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.jobs.conf.Mode;
import dev.convoy.jobs.source.SourceImage;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of one partition's images, made a batch at a time: images are prepared until a batch is full, those of equal
 * shape run together, on as many threads as Spark gives a task cores, and their rows are handed out before the next
 * batch begins. A task that was killed ends before the next image, the next run of the network and the next row.
 */
final class FeatureIterator implements Iterator<InternalRow> {

    private final Iterator<SourceImage> images;
    private final ImagePreparer preparer;
    private final Model model;
    private final TaskContext task;
    private final int batchSize;
    private final Mode mode;
    private final Counters counters;
    private final PhaseClock clock;
    private final OutputForm form;
    private final FeatureRows rows;

    private final Map<Shape, ImageBatch> batches = new LinkedHashMap<>();
    private final Deque<Supplier<InternalRow>> ready = new ArrayDeque<>();

    /** The shape of the latest images that the model took: what comes is mostly of one. */
    private Shape taken;

    FeatureIterator(
            Iterator<SourceImage> images,
            ImagePreparer preparer,
            Model model,
            TaskContext task,
            PhaseClock clock,
            ExtractionTask extraction) {
        this.images = images;
        this.preparer = preparer;
        this.model = model;
        this.task = task;
        this.batchSize = extraction.batchSize();
        this.mode = extraction.mode();
        this.counters = extraction.counters();
        this.clock = clock;
        this.form = extraction.form();
        this.rows = new FeatureRows(
                extraction.tensors(),
                extraction.carried(),
                new Directories(extraction.partitionBy(), extraction.carried(), extraction.timeZone()));
    }

    @Override
    public boolean hasNext() {
        task.killTaskIfInterrupted();
        while (ready.isEmpty() && hasImage()) {
            runBatch();
        }
        clock.enter(Phase.WRITE);
        return !ready.isEmpty();
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove().get();
    }

    private void runBatch() {
        prepareBatch();
        clock.enter(Phase.COMPUTE);
        for (ImageBatch batch : batches.values()) {
            Shape image = batch.image();
            if (!image.equals(taken)) {
                try {
                    model.requireIndependentImages(batchOf(1, image));
                } catch (IllegalArgumentException e) {
                    batch.images().forEach(each -> fail(Failure.of(each.origin(), Stage.MODEL, e)));
                    continue;
                }
                taken = image;
            }
            task.killTaskIfInterrupted();
            Map<String, Tensor> outputs = new HashMap<>(model.outputs(batch.tensor(), task.cpus()));
            outputs.replaceAll((layer, output) -> form.apply(output));
            int place = 0;
            for (PreparedImage prepared : batch.images()) {
                int of = place++;
                ready.add(() -> ok(prepared, outputs, of));
            }
        }
    }

    /** Whether there is another; finding it may read. A task that was killed looks for no more. */
    private boolean hasImage() {
        task.killTaskIfInterrupted();
        clock.enter(Phase.READ);
        return images.hasNext();
    }

    /** Begins batches anew and fills them; only the memory for the shape of the latest images is kept. */
    private void prepareBatch() {
        batches.keySet().removeIf(shape -> !shape.equals(taken));
        batches.values().forEach(ImageBatch::clear);
        for (int i = 0; i < batchSize && hasImage(); i++) {
            try {
                preparer.prepare(images.next(), shape -> batches.computeIfAbsent(shape, ImageBatch::new));
            } catch (FailedImageException e) {
                fail(e.failure());
            }
        }
        batches.values().removeIf(batch -> batch.images().isEmpty());
    }

    private InternalRow ok(PreparedImage image, Map<String, Tensor> outputs, int place) {
        counters.done();
        return rows.ok(image, outputs, place);
    }

    private void fail(Failure failure) {
        counters.done();
        counters.failed(failure);
        switch (mode) {
            case PERMISSIVE -> ready.add(() -> rows.failed(failure));
            case DROPMALFORMED -> {}
            case FAILFAST -> throw new BadImageException(failure);
        }
    }

    /** The shape of so many images of one shape, {@code [C, H, W]}. */
    static Shape batchOf(int size, Shape image) {
        return Shape.of(size, image.size(0), image.size(1), image.size(2));
    }
}
