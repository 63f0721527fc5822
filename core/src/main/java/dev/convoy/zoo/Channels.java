package dev.convoy.zoo;

/** Numbers of channels that suit the hardware. */
final class Channels {

    private Channels() {}

    /** The nearest multiple of the divisor, or the next one if that is less than 90 % of the channels. */
    static int divisible(double channels, int divisor) {
        int nearest = Math.max(divisor, (int) (channels + divisor / 2.0) / divisor * divisor);
        return nearest < 0.9 * channels ? nearest + divisor : nearest;
    }
}
