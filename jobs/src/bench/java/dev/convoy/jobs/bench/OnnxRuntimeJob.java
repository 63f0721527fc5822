package dev.convoy.jobs.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.convoy.bench.JdkPreprocessing;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The same job as one writes it with what there is: ONNX Runtime in {@code mapPartitions}, {@linkplain
 * JdkPreprocessing ImageIO and Java2D} before it,
 * Spark's Parquet behind it. A session is opened once a JVM, computes on its caller's thread and is shared by the tasks;
 * a tensor goes out as the {@code float[]} of a bean, which is Spark's fastest way; nothing is boxed.
 *
 * @param name names the model in a JVM
 * @param model an ONNX model for batches of any size of images of 3×224×224
 * @param batchSize how many images run together
 */
record OnnxRuntimeJob(String name, @SuppressWarnings("ArrayRecordComponent") byte[] model, int batchSize) {

    private static final Map<String, OrtSession> SESSIONS = new ConcurrentHashMap<>();

    /** Spark's and Parquet's own settings, whatever Convoy's are. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "compression", "snappy",
            "parquet.block.size", Integer.toString(128 << 20));

    void run(SparkSession spark, Path images, Path output) {
        Broadcast<byte[]> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
        String key = name;
        int size = batchSize;
        MapPartitionsFunction<Row, Features> task =
                rows -> new FeatureBatches(rows, session(key, broadcast), size);
        spark.read()
                .format("binaryFile")
                .load(images.toString())
                .select("path", "content")
                .mapPartitions(task, Encoders.bean(Features.class))
                .write()
                .mode(SaveMode.Overwrite)
                .options(DEFAULTS)
                .parquet(output.toString());
    }

    private static OrtSession session(String name, Broadcast<byte[]> model) {
        return SESSIONS.computeIfAbsent(name, missing -> open(model.value()));
    }

    /** A model in ONNX Runtime, computing on the thread that asks. */
    static OrtSession open(byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment().createSession(model, options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not take the network: " + e.getMessage(), e);
        }
    }
}
