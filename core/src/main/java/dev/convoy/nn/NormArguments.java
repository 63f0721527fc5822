package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arguments of a batch or instance normalisation, with torch's names.
 *
 * @param layer the class in torch
 * @param numFeatures the channels
 * @param eps what is added to a variance
 * @param momentum of the running statistics in training; null as torch's None
 * @param affine whether there are a weight and a bias
 * @param trackRunningStats whether there are running statistics
 */
record NormArguments(
        String layer, int numFeatures, double eps, Double momentum, boolean affine, boolean trackRunningStats) {

    NormArguments {
        Arguments.atLeast(layer, "num_features", numFeatures, 1);
    }

    private Shape perChannel() {
        return Shape.of(numFeatures);
    }

    Map<String, Shape> parameterShapes() {
        return affine ? StateCheck.weightAndBias(perChannel(), perChannel()) : Map.of();
    }

    Map<String, Shape> bufferShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        if (trackRunningStats) {
            shapes.put("running_mean", perChannel());
            shapes.put("running_var", perChannel());
            shapes.put("num_batches_tracked", Shape.of());
        }
        return Collections.unmodifiableMap(shapes);
    }

    /** Weights and variances of 1, all else 0. */
    Map<String, Tensor> initialState() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        parameterShapes().forEach((name, shape) -> state.put(name, Initialisation.constant(shape, one(name))));
        bufferShapes().forEach((name, shape) -> state.put(name, Initialisation.constant(shape, one(name))));
        return state;
    }

    private static int one(String name) {
        return name.equals("weight") || name.equals("running_var") ? 1 : 0;
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return layer + "(" + numFeatures + ", eps=" + Arguments.number(eps) + ", momentum="
                + (momentum == null ? "None" : Arguments.number(momentum)) + ", affine=" + Arguments.bool(affine)
                + ", track_running_stats=" + Arguments.bool(trackRunningStats) + ")";
    }
}
