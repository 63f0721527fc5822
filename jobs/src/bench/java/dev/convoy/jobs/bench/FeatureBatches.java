package dev.convoy.jobs.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
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
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;

/** A partition of {@link OnnxRuntimeJob}: rows of path and content in, features out, a batch at a time. */
final class FeatureBatches implements Iterator<Features> {

    private static final int RESIZE = 256;
    private static final int CROP = 224;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    private final Iterator<Row> rows;
    private final OrtSession session;
    private final int batchSize;
    private final float[] pixels;
    private final Deque<Features> ready = new ArrayDeque<>();

    FeatureBatches(Iterator<Row> rows, OrtSession session, int batchSize) {
        this.rows = rows;
        this.session = session;
        this.batchSize = batchSize;
        this.pixels = new float[batchSize * 3 * CROP * CROP];
        ImageIO.setUseCache(false);
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
                prepare(row.getAs(1), paths.size() * 3 * CROP * CROP);
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
        FloatBuffer input = FloatBuffer.wrap(pixels, 0, count * 3 * CROP * CROP);
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input, new long[] {count, 3, CROP, CROP
                        });
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }

    /** Decodes an image, resizes its shorter side to 256, cuts the middle and normalises it. */
    private void prepare(byte[] file, int offset) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        double scale = (double) RESIZE / Math.min(image.getWidth(), image.getHeight());
        int width = (int) Math.round(image.getWidth() * scale);
        int height = (int) Math.round(image.getHeight() * scale);
        BufferedImage cropped = new BufferedImage(CROP, CROP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = cropped.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, (CROP - width) / 2, (CROP - height) / 2, width, height, null);
        graphics.dispose();
        int[] rgb = ((DataBufferInt) cropped.getRaster().getDataBuffer()).getData();
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            int plane = offset + channel * CROP * CROP;
            for (int i = 0; i < rgb.length; i++) {
                pixels[plane + i] = ((rgb[i] >> shift & 0xff) / 255f - MEAN[channel]) / STD[channel];
            }
        }
    }
}
