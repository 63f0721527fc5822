package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.conf.Mode;
import dev.convoy.jobs.internals.Tasks;
import dev.convoy.jobs.source.ImageReader;
import dev.convoy.jobs.source.LengthLimit;
import dev.convoy.jobs.source.SourceImage;
import dev.convoy.nn.Precision;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What runs on an executor, and all that is sent there for it.
 *
 * @param model the model's files; fetched and built once a JVM
 * @param sha256 names the model in {@link ModelCache}, so that only its first task opens the broadcast
 * @param hadoop how file systems are reached
 * @param reader finds the images
 * @param carried the columns that each brings with it
 * @param partitionBy those of them that directories of features are named after
 * @param timeZone the session's, in which such names say times
 * @param maxLength the longest file that is read
 * @param decoder makes pixels of it
 * @param preprocessing what happens to an image before the network sees it
 * @param tensors the columns of the outputs
 * @param form what becomes of the outputs before they are written
 * @param precision how exactly the network computes
 * @param batchSize how many images run together
 * @param memory what a task has for images
 * @param mode what becomes of a bad image
 * @param attempts how often Spark tries a task
 * @param counters what is counted meanwhile
 */
record ExtractionTask(
        Broadcast<ModelFiles> model,
        String sha256,
        Broadcast<SerializableConfiguration> hadoop,
        ImageReader reader,
        StructType carried,
        List<String> partitionBy,
        String timeZone,
        LengthLimit maxLength,
        ImageDecoder decoder,
        Preprocessing preprocessing,
        List<TensorColumn> tensors,
        OutputForm form,
        Precision precision,
        int batchSize,
        TaskMemory memory,
        Mode mode,
        int attempts,
        Counters counters)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        PhaseClock clock = new PhaseClock(counters, Phase.READ);
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        TaskContext context = Tasks.current();
        counters.show(context);
        context.addTaskCompletionListener((TaskCompletionListener) ended -> clock.stop());
        Iterator<SourceImage> images = reader.read(rows, hadoop.value().value(), maxLength);
        clock.enter(Phase.COMPUTE);
        StorageFailures storage = new StorageFailures(context, attempts);
        ImagePreparer preparer = new ImagePreparer(decoder, preprocessing, storage, counters, clock);
        Model built = ModelCache.model(sha256, TensorColumn.layers(tensors), precision, model::value);
        return new FeatureIterator(images, preparer, built, context, clock, this);
    }
}
