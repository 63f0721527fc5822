package dev.convoy.graph.plan;

import dev.convoy.kernel.Kernels;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/**
 * Prints what computes, then a SHA-256 a drawn network and precision of the bits of all outputs, a NaN being like
 * another. Every network runs for a while, so that what the compilers make of it has its turn, and must give the same
 * bits in every round.
 */
public final class OutputDigests {

    private static final int IMAGES = 5;

    private OutputDigests() {}

    /** Takes the seed, the number of networks, and the milliseconds that each runs for at least. */
    public static void main(String... arguments) {
        long seed = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long nanos = Long.parseLong(arguments[2]) * 1_000_000;
        System.out.println("kernel: " + Kernels.current().description());
        Networks networks = new Networks(seed);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            DrawnNetwork network = networks.next();
            Tensor images = network.images(random, IMAGES);
            for (Precision precision : Precision.values()) {
                Plan plan = network.plan(precision);
                Workspace workspace = new Workspace();
                byte[] digest = digest(plan.run(images, workspace));
                for (long start = System.nanoTime(); System.nanoTime() - start < nanos / 2; ) {
                    if (!Arrays.equals(digest(plan.run(images, workspace)), digest)) {
                        throw new AssertionError("other bits in a later round, " + precision + ": " + network);
                    }
                }
                System.out.println(
                        "digest: " + i + " " + precision + " " + HexFormat.of().formatHex(digest));
            }
        }
    }

    private static byte[] digest(Map<String, Tensor> outputs) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        outputs.forEach((name, tensor) -> {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.array().length);
            for (float value : tensor.array()) {
                bytes.putInt(Float.floatToIntBits(value));
            }
            digest.update(bytes.array());
        });
        return digest.digest();
    }
}
