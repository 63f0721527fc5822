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

    private final TaskMemory memory;
    private final Map<Shape, ImageBatch> batches = new LinkedHashMap<>();
    private final Deque<ImageBatch> full = new ArrayDeque<>();
    private final Deque<Supplier<InternalRow>> ready = new ArrayDeque<>();

    /** The shape of the latest images that ran: what comes is mostly of one. */
    private Shape latest;

    /** An image that found no room in a batch, and begins the next. */
    private DecodedImage waiting;

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
        this.memory = extraction.memory();
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
        try {
            while (ready.isEmpty() && (!full.isEmpty() || hasImage())) {
                if (full.isEmpty()) {
                    prepareBatches();
                } else {
                    run(full.remove());
                }
            }
        } catch (OutOfMemoryError e) {
            throw new MemoryException(e);
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

    private void run(ImageBatch batch) {
        clock.enter(Phase.COMPUTE);
        latest = batch.image();
        task.killTaskIfInterrupted();
        Map<String, Tensor> outputs = new HashMap<>(model.outputs(batch.tensor(), task.cpus()));
        outputs.replaceAll((layer, output) -> form.apply(output));
        int place = 0;
        for (PreparedImage prepared : batch.images()) {
            int of = place++;
            ready.add(() -> ok(prepared, outputs, of));
        }
    }

    /** Whether there is another; finding it may read. A task that was killed looks for no more. */
    private boolean hasImage() {
        task.killTaskIfInterrupted();
        clock.enter(Phase.READ);
        return waiting != null || images.hasNext();
    }

    /** Begins batches anew and fills them; only the memory for the shape of the latest images is kept, if any. */
    private void prepareBatches() {
        batches.keySet().removeIf(shape -> memory.bounded() || !shape.equals(latest));
        batches.values().forEach(ImageBatch::clear);
        for (int i = 0; i < batchSize && hasImage() && prepare(); i++) {
            // One more image is in its batch, or has failed.
        }
        batches.values().stream().filter(batch -> batch.size() > 0).forEach(full::add);
    }

    /** Puts the next image into its batch, or fails it; or keeps it for the next batches, where there is no room. */
    private boolean prepare() {
        try {
            DecodedImage image = waiting == null ? preparer.decode(images.next()) : waiting;
            ImageBatch batch = batch(image);
            boolean room = hasRoom(batch, image);
            waiting = room ? null : image;
            if (room) {
                batches.putIfAbsent(image.shape(), batch);
                preparer.put(image, batch);
            }
            return room;
        } catch (FailedImageException e) {
            waiting = null;
            fail(e.failure());
            return true;
        }
    }

    /** The batch of an image's shape, perhaps a new one, whose images the model takes. */
    private ImageBatch batch(DecodedImage image) throws FailedImageException {
        ImageBatch known = batches.get(image.shape());
        if (known != null) {
            return known;
        }
        clock.enter(Phase.COMPUTE);
        try {
            if (!image.shape().equals(latest)) {
                model.requireIndependentImages(batchOf(1, image.shape()));
            }
            return new ImageBatch(image.shape(), ImageDemand.of(model, task.cpus(), image.shape()), batchSize);
        } catch (IllegalArgumentException e) {
            throw new FailedImageException(image.origin(), Stage.MODEL, e);
        }
    }

    /**
     * Whether there is room for one more image of a batch beside all others. One that has no room alone fails, wherever
     * it comes.
     */
    private boolean hasRoom(ImageBatch batch, DecodedImage image) throws FailedImageException {
        ImageDemand demand = batch.demand();
        int images = batch.size() + 1;
        if (!memory.bounded()) {
            return images == 1 || demand.fitsArrays(images);
        }
        long alone = demand.inputBytes(1) + demand.runBytes(1);
        if (alone > memory.bytes()) {
            throw new FailedImageException(
                    image.origin(), Stage.MODEL, new IllegalArgumentException(memory.refusal(alone)));
        }
        if (!demand.fitsArrays(images)) {
            return false;
        }
        long inputs = demand.inputBytes(images);
        long run = demand.runBytes(images);
        for (ImageBatch other : batches.values()) {
            if (other != batch && other.size() > 0) {
                inputs += other.demand().inputBytes(other.size());
                run = Math.max(run, other.demand().runBytes(other.size()));
            }
        }
        return batches.isEmpty() || inputs + run <= memory.bytes();
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
