package dev.convoy.kernel.blocked;

/** Images to blocks and back, as plainly as can be. */
final class BlockedImages {

    private BlockedImages() {}

    private static int place(Grid grid, int image, int channel, int pixel) {
        return image * grid.elements() + channel / 16 * grid.blockStep() + pixel * 16 + channel % 16;
    }

    /** From {@code [images, channels, pixels]}; lanes beyond the channels get 1. */
    static float[] of(Grid grid, float[] plain) {
        int images = plain.length / (grid.channels() * grid.pixels());
        float[] blocked = new float[images * grid.elements()];
        java.util.Arrays.fill(blocked, 1);
        for (int i = 0; i < plain.length; i++) {
            int pixel = i % grid.pixels();
            int channel = i / grid.pixels() % grid.channels();
            blocked[place(grid, i / grid.pixels() / grid.channels(), channel, pixel)] = plain[i];
        }
        return blocked;
    }

    /** To {@code [images, channels, pixels]}. */
    static float[] plain(Grid grid, float[] blocked) {
        int images = blocked.length / grid.elements();
        float[] plain = new float[images * grid.channels() * grid.pixels()];
        for (int i = 0; i < plain.length; i++) {
            int pixel = i % grid.pixels();
            int channel = i / grid.pixels() % grid.channels();
            plain[i] = blocked[place(grid, i / grid.pixels() / grid.channels(), channel, pixel)];
        }
        return plain;
    }
}
