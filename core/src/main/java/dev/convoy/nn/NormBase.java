package dev.convoy.nn;

import dev.convoy.kernel.Normalisation;
import dev.convoy.kernel.blocked.FilterWeights;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the layers share that may normalise by running statistics. State: {@code weight}, {@code bias},
 * {@code running_mean} and {@code running_var} {@code [numFeatures]}, and {@code num_batches_tracked} {@code []}, as
 * far as the arguments ask for them.
 *
 * @param <L> the layer itself
 */
abstract sealed class NormBase<L extends NormBase<L>> implements Layer permits BatchNorm, InstanceNorm2d {

    private final NormArguments arguments;
    private final Map<String, Tensor> state;
    private final double[] exactScale;
    private final double[] exactShift;
    private final float[] scale;
    private final float[] shift;
    private final FilterWeights affine;

    /** No state: a layer without values for it. */
    NormBase(NormArguments arguments, Map<String, Tensor> state) {
        this.arguments = arguments;
        this.state = state;
        boolean running = state != null && arguments.trackRunningStats();
        int channels = running ? arguments.numFeatures() : 0;
        exactScale = new double[channels];
        exactShift = new double[channels];
        scale = new float[channels];
        shift = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double variance = state.get("running_var").array()[channel];
            double mean = state.get("running_mean").array()[channel];
            double weight = arguments.affine() ? state.get("weight").array()[channel] : 1;
            double bias = arguments.affine() ? state.get("bias").array()[channel] : 0;
            exactScale[channel] = weight / Math.sqrt(variance + arguments.eps());
            exactShift[channel] = bias - mean * exactScale[channel];
            scale[channel] = (float) exactScale[channel];
            shift[channel] = (float) exactShift[channel];
        }
        affine = new FilterWeights(scale, shift);
    }

    /** What each channel is multiplied by; the layer has its state. */
    final double[] scale() {
        return exactScale;
    }

    /** What is added to each channel after that; the layer has its state. */
    final double[] shift() {
        return exactShift;
    }

    /** What each channel is multiplied by and what is added to it then, as filters of blocked images read them. */
    final FilterWeights channels() {
        return affine;
    }

    final boolean hasState() {
        return state != null;
    }

    /** The layer of these arguments with this state. */
    abstract L with(NormArguments arguments, Map<String, Tensor> state);

    NormArguments arguments() {
        return arguments;
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return arguments.parameterShapes();
    }

    @Override
    public Map<String, Shape> bufferShapes() {
        return arguments.bufferShapes();
    }

    @Override
    public Map<String, Tensor> state() {
        return stateShapes().isEmpty() ? Map.of() : StateCheck.required(state, this);
    }

    @Override
    public L withState(Map<String, Tensor> given) {
        StateCheck.check(this, given);
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        stateShapes().keySet().forEach(name -> ordered.put(name, given.get(name)));
        return with(arguments, Collections.unmodifiableMap(ordered));
    }

    @Override
    public L initialised(Generator generator) {
        return with(arguments, Collections.unmodifiableMap(arguments.initialState()));
    }

    void checkChannels(Shape input, int channels) {
        if (channels != arguments.numFeatures()) {
            throw ShapeException.of(
                    this, "expects " + arguments.numFeatures() + " input channels but receives " + channels, input);
        }
    }

    /** Every channel by its running mean and variance; {@code pixels} elements follow each other in a channel. */
    Tensor normalisedByRunningStats(Tensor input, int pixels) {
        StateCheck.required(state, this);
        Tensor output = Tensor.zeros(input.shape());
        float[] x = input.array();
        for (int from = 0, channel = 0; from < x.length; from += pixels, channel = (channel + 1) % scale.length) {
            Normalisation.affine(x, output.array(), from, pixels, scale[channel], shift[channel]);
        }
        return output;
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return arguments.toString();
    }
}
