package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The weights of an operator with their packings: each is made when it is first read, once for images of every size,
 * and lasts as long as the operator. Safe for use by several threads; who needs the same packing waits for one, others
 * do not.
 */
public final class FilterWeights {

    private final float[] weight;
    private final float[] bias;
    private final Map<Object, Packed> packings = new ConcurrentHashMap<>();

    /**
     * Holds the arrays themselves, not copies.
     *
     * @param weight as the operator defines it
     * @param bias one for each channel of the output; null for none
     */
    public FilterWeights(float[] weight, float[] bias) {
        this.weight = weight;
        this.bias = bias;
    }

    boolean hasBias() {
        return bias != null;
    }

    /**
     * A packing that is made when it is first read.
     *
     * @param kind tells it from the others of this operator
     * @param packer makes it of the weight
     */
    Packing packing(Object kind, Function<float[], Packed> packer) {
        return new Packing(() -> packings.computeIfAbsent(kind, absent -> packer.apply(weight)));
    }

    /** The weight, one for each channel, with zeros for the channels that are not there. */
    float[] channels(int blocks) {
        return packing("channels", values -> padded(values, blocks)).array();
    }

    /** The biases with zeros for the channels that are not there; all zeros where there are none. */
    float[] bias(int blocks) {
        return packing("bias", values -> padded(bias == null ? new float[0] : bias, blocks))
                .array();
    }

    private static Packed padded(float[] values, int blocks) {
        return new Packed(Arrays.copyOf(values, blocks * Kernel.BLOCK), 0);
    }
}
