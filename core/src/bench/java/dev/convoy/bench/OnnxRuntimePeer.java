package dev.convoy.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.convoy.graph.Graph;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * ONNX Runtime on the CPU with all of its optimisations. Input and output stay in native memory, so that no copy from
 * or to Java's heap is counted against it.
 */
final class OnnxRuntimePeer implements Engine {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final OnnxTensor input;
    private OrtSession.Result result;

    /** @param model an ONNX model for inputs of this one's shape */
    OnnxRuntimePeer(byte[] model, Tensor input, int threads) {
        try (SessionOptions options = new SessionOptions()) {
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that wait by spinning would take the processor from the engine that is measured next.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(model, options);
            FloatBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * input.array().length)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            buffer.put(input.array()).flip();
            this.input = OnnxTensor.createTensor(environment, buffer, longs(input.shape()));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not take the network: " + e.getMessage(), e);
        }
    }

    static long[] longs(Shape shape) {
        int[] sizes = shape.toArray();
        long[] longs = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            longs[i] = sizes[i];
        }
        return longs;
    }

    @Override
    public String name() {
        return "ONNX Runtime";
    }

    @Override
    public void run() {
        release();
        try {
            result = session.run(Map.of(Graph.INPUT, input));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not run the network: " + e.getMessage(), e);
        }
    }

    @Override
    public Tensor output() {
        OnnxTensor output = (OnnxTensor) result.get(0);
        long[] shape = output.getInfo().getShape();
        int[] sizes = new int[shape.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(shape[i]);
        }
        float[] array = new float[Shape.of(sizes).elements()];
        output.getFloatBuffer().get(array);
        return Tensor.of(Shape.of(sizes), array);
    }

    private void release() {
        if (result != null) {
            result.close();
            result = null;
        }
    }

    @Override
    public void close() {
        release();
        input.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close its session: " + e.getMessage(), e);
        }
    }
}
