package dev.convoy.bench;

import dev.convoy.graph.Graph;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.SimpleSelf;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch on the CPU: the network as TorchScript, frozen and optimised by {@code torch.jit.optimize_for_inference},
 * which folds batch norms into convolutions and keeps weights and activations in oneDNN's layout. At one thread this is
 * faster than the frozen network alone, and than channels last. Input and output stay in native memory, so that no copy
 * from or to Java's heap is counted against it.
 */
final class TorchPeer implements Engine {

    private final JitModule module;
    private final IValueVector inputs;
    private org.bytedeco.pytorch.Tensor output;

    TorchPeer(Graph network, Tensor input, int threads) {
        torch.set_num_threads(threads);
        TorchScript script = TorchScript.of(network, input.shape());
        CompilationUnit unit = new CompilationUnit();
        JitModule scripted = new JitModule(new QualifiedName("__torch__.Network"), unit);
        script.parameters().forEach((name, tensor) -> scripted.register_buffer(name, copy(tensor)));
        unit.define(scripted.type().name(), script.source(), torch.nativeResolver(), new SimpleSelf(scripted.type()));
        scripted.eval();
        module = torch.optimize_for_inference(torch.freeze(scripted));
        inputs = new IValueVector(new IValue(copy(input)));
    }

    private static org.bytedeco.pytorch.Tensor copy(Tensor tensor) {
        return org.bytedeco.pytorch.Tensor.create(tensor.array(), OnnxRuntimePeer.longs(tensor.shape()));
    }

    @Override
    public String name() {
        return "PyTorch";
    }

    @Override
    public void run() {
        release();
        try (InferenceMode mode = new InferenceMode();
                IValue value = module.forward(inputs)) {
            output = value.toTensor().contiguous();
        }
    }

    @Override
    public Tensor output() {
        long[] shape = output.shape();
        int[] sizes = new int[shape.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(shape[i]);
        }
        float[] array = new float[Shape.of(sizes).elements()];
        output.data_ptr_float().get(array);
        return Tensor.of(Shape.of(sizes), array);
    }

    private void release() {
        if (output != null) {
            output.close();
            output = null;
        }
    }

    @Override
    public void close() {
        release();
        inputs.close();
        module.close();
    }
}
