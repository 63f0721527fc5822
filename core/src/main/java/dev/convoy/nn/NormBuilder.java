package dev.convoy.nn;

import java.util.function.Function;

/**
 * The arguments of a batch or instance normalisation, with torch's names and defaults.
 *
 * @param <L> the layer that is built
 */
public final class NormBuilder<L extends NormBase<L>> {

    private final String layer;
    private final int numFeatures;
    private final Function<NormArguments, L> constructor;
    private double eps = 1e-5;
    private Double momentum = 0.1;
    private boolean affine;
    private boolean trackRunningStats;

    /** A batch normalisation has both, an instance normalisation neither by default. */
    NormBuilder(String layer, int numFeatures, boolean affineAndTracking, Function<NormArguments, L> constructor) {
        this.layer = layer;
        this.numFeatures = numFeatures;
        this.constructor = constructor;
        this.affine = affineAndTracking;
        this.trackRunningStats = affineAndTracking;
    }

    /** What is added to a variance; 1e-5 by default. */
    public NormBuilder<L> eps(double eps) {
        this.eps = eps;
        return this;
    }

    /** Of the running statistics in training, null as torch's None; without effect here. */
    public NormBuilder<L> momentum(Double momentum) {
        this.momentum = momentum;
        return this;
    }

    /** Whether there are a weight and a bias for every channel. */
    public NormBuilder<L> affine(boolean affine) {
        this.affine = affine;
        return this;
    }

    /** Whether the layer normalises by the running statistics of its training. */
    public NormBuilder<L> trackRunningStats(boolean trackRunningStats) {
        this.trackRunningStats = trackRunningStats;
        return this;
    }

    /**
     * The layer, its state without values.
     *
     * @throws IllegalArgumentException if an argument is not one that the layer takes
     */
    public L build() {
        return constructor.apply(new NormArguments(layer, numFeatures, eps, momentum, affine, trackRunningStats));
    }
}
