package dev.convoy.image;

/**
 * How {@link Resize} makes new pixels of old ones: the filters of Pillow's {@code Image.resize}, by the names of
 * torchvision's {@code InterpolationMode}.
 *
 * <p>All but {@link #NEAREST} widen with the reduction, which is what torchvision calls antialiasing.
 *
 * <p>Source: the filters of Pillow's src/libImaging/Resample.c.
 */
public enum Interpolation {
    /** The one pixel whose area holds the new pixel's centre. */
    NEAREST(0),
    /** The mean of the pixels that the new one covers. */
    BOX(0.5),
    /** A triangle over 2 pixels. */
    BILINEAR(1),
    /** A cosine-windowed sinc over 2 pixels. */
    HAMMING(1),
    /** A cubic with a = -0.5 over 4 pixels. */
    BICUBIC(2),
    /** A sinc-windowed sinc over 6 pixels. */
    LANCZOS(3);

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** The distance from its centre, in pixels, at which the filter ends. */
    double support() {
        return support;
    }

    /** The filter's value at a distance from its centre, in pixels. */
    double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("NEAREST weighs nothing");
            case BOX -> distance > -0.5 && distance <= 0.5 ? 1 : 0;
            case BILINEAR -> x < 1 ? 1 - x : 0;
            case HAMMING -> x < 1 ? sinc(x) * (0.54f + 0.46f * StrictMath.cos(x * Math.PI)) : 0;
            case BICUBIC -> cubic(x);
            case LANCZOS -> distance >= -3 && distance < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    private static double cubic(double x) {
        if (x < 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }

    private static double sinc(double x) {
        double angle = x * Math.PI;
        return x == 0 ? 1 : StrictMath.sin(angle) / angle;
    }
}
