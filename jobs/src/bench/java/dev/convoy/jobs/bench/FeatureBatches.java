package dev.convoy.jobs.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.convoy.bench.JdkPreprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** A partition of {@link OnnxRuntimeJob}: rows of path and content in, features out, a batch at a time. */
final class FeatureBatches implements Iterator<Features> {

    private static final int SIZE = 224;
    private static final int IMAGE = 3 * SIZE * SIZE;

    private final Iterator<Row> rows;
    private final OrtSession session;
    private final int batchSize;
    private final float[] pixels;
    private final Deque<Features> ready = new ArrayDeque<>();

    FeatureBatches(Iterator<Row> rows, OrtSession session, int batchSize) {
        this.rows = rows;
        this.session = session;
        this.batchSize = batchSize;
        this.pixels = new float[batchSize * IMAGE];
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && rows.hasNext()) {
            runBatch();
        }
        return !ready.isEmpty();
    }

    @Override
    public Features next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void runBatch() {
        List<String> paths = new ArrayList<>();
        while (paths.size() < batchSize && rows.hasNext()) {
            Row row = rows.next();
            try {
                JdkPreprocessing.apply(row.getAs(1), pixels, paths.size() * IMAGE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            paths.add(row.getString(0));
        }
        try {
            FloatBuffer outputs = run(session, pixels, paths.size());
            int length = outputs.remaining() / paths.size();
            for (String path : paths) {
                float[] values = new float[length];
                outputs.get(values);
                ready.add(new Features(path, values));
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The outputs for the first {@code count} images of {@code pixels}. */
    static FloatBuffer run(OrtSession session, float[] pixels, int count) throws OrtException {
        FloatBuffer input = FloatBuffer.wrap(pixels, 0, count * IMAGE);
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input, new long[] {count, 3, SIZE, SIZE
                        });
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }
}
