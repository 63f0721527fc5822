package dev.convoy.image;

import dev.convoy.tensor.Shape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * What happens to an image before a network sees it: resize, centre crop, scale to 0..1, normalise, in this order and
 * with torchvision's results for PIL images bit for bit.
 *
 * <pre>{@code
 * Preprocessing.none().resize(256).centerCrop(224).normalize(mean, std)
 * // transforms.Compose([Resize(256), CenterCrop(224), ToTensor(), Normalize(mean, std)])
 * }</pre>
 *
 * <p>Input an image of any size; output {@code [3, H, W]}, channels red, green, blue. Immutable.
 */
public final class Preprocessing implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Preprocessing NONE =
            new Preprocessing(new int[0], new int[0], new float[] {0, 0, 0}, new float[] {1, 1, 1});

    /** Empty for none, one size for the shorter side, or height and width. */
    private final int[] resize;

    /** Empty for none, or height and width. */
    private final int[] crop;

    private final float[] mean;
    private final float[] std;

    private Preprocessing(int[] resize, int[] crop, float[] mean, float[] std) {
        this.resize = resize;
        this.crop = crop;
        this.mean = mean;
        this.std = std;
    }

    /** Only what {@code transforms.ToTensor()} does: levels 0..255 become floats 0..1. */
    public static Preprocessing none() {
        return NONE;
    }

    /**
     * What most of torchvision's classifiers expect: shorter side 256, crop 224, ImageNet's mean and standard
     * deviation, as {@code torchvision.transforms._presets.ImageClassification(crop_size=224)} has them.
     */
    public static Preprocessing imageNet() {
        return none().resize(256)
                .centerCrop(224)
                .normalize(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
    }

    /** Resizes so that the shorter side is {@code size} pixels, as {@code transforms.Resize(size)}. */
    public Preprocessing resize(int size) {
        Resize.requirePositive("size of resize", size);
        return new Preprocessing(new int[] {size}, crop, mean, std);
    }

    /** Resizes to exactly this size, as {@code transforms.Resize((height, width))}. */
    public Preprocessing resize(int height, int width) {
        Resize.requirePositive("height of resize", height);
        Resize.requirePositive("width of resize", width);
        return new Preprocessing(new int[] {height, width}, crop, mean, std);
    }

    /** Cuts out the middle square, as {@code transforms.CenterCrop(size)}. */
    public Preprocessing centerCrop(int size) {
        return centerCrop(size, size);
    }

    /** Cuts out the middle, as {@code transforms.CenterCrop((height, width))}. */
    public Preprocessing centerCrop(int height, int width) {
        Resize.requirePositive("height of centerCrop", height);
        Resize.requirePositive("width of centerCrop", width);
        return new Preprocessing(resize, new int[] {height, width}, mean, std);
    }

    /**
     * Normalises the scaled channels to {@code (x - mean) / std}, as {@code transforms.Normalize(mean, std)}.
     *
     * @param mean three finite values: red, green, blue
     * @param std three finite values, none zero
     */
    public Preprocessing normalize(float[] mean, float[] std) {
        requireChannels("mean", mean);
        requireChannels("std", std);
        for (float value : std) {
            if (value == 0) {
                throw new IllegalArgumentException(
                        "std is expected to have no zero, but it is " + Arrays.toString(std));
            }
        }
        return new Preprocessing(resize, crop, mean.clone(), std.clone());
    }

    /** Whether the output's size is the same for every image: a crop is given, or a resize to height and width. */
    public boolean fixedSize() {
        return crop.length > 0 || resize.length == 2;
    }

    /**
     * The output's shape, {@code [3, H, W]}, for an image of this size; for any, if {@link #fixedSize()}.
     *
     * @throws ImageException if an image of these proportions would become larger than
     *     {@link ImageDecoder#DEFAULT_MAX_PIXELS}
     */
    public Shape outputShape(int width, int height) throws ImageException {
        if (crop.length > 0) {
            return Shape.of(3, crop[0], crop[1]);
        }
        int resizedWidth = resizedWidth(width, height);
        int resizedHeight = resizedHeight(width, height);
        if ((long) resizedWidth * resizedHeight > ImageDecoder.DEFAULT_MAX_PIXELS) {
            throw new ImageException("too large: " + this + " makes " + resizedWidth + " x " + resizedHeight
                    + " pixels of " + width + " x " + height);
        }
        return Shape.of(3, resizedHeight, resizedWidth);
    }

    /**
     * Writes the network's input for an image: {@code 3 * H * W} floats of {@link #outputShape}, row-major, from
     * {@code offset} on.
     *
     * @throws IllegalArgumentException if they do not fit the destination
     * @throws ImageException as {@link #outputShape}
     */
    public void apply(RgbImage image, float[] destination, int offset) throws ImageException {
        Shape shape = outputShape(image.width(), image.height());
        if (offset < 0 || destination.length - offset < shape.elements()) {
            throw new IllegalArgumentException("destination is expected to have " + shape.elements()
                    + " floats for " + shape + " from offset " + offset + " on, but its length is "
                    + destination.length);
        }
        int height = shape.size(1);
        int width = shape.size(2);
        int resizedWidth = resizedWidth(image.width(), image.height());
        int resizedHeight = resizedHeight(image.width(), image.height());
        CenterCrop.Span across = CenterCrop.Span.of(resizedWidth, width);
        CenterCrop.Span down = CenterCrop.Span.of(resizedHeight, height);
        RgbImage part = Resize.region(
                image, resizedWidth, resizedHeight, across.from(), down.from(), across.length(), down.length());
        boolean padded = across.length() < width || down.length() < height;
        float[] levels = new float[256];
        for (int channel = 0; channel < 3; channel++) {
            for (int level = 0; level < 256; level++) {
                levels[level] = (level / 255f - mean[channel]) / std[channel];
            }
            int plane = offset + channel * height * width;
            if (padded) {
                Arrays.fill(destination, plane, plane + height * width, levels[0]);
            }
            unpack(part, channel, levels, destination, plane + down.to() * width + across.to(), width);
        }
    }

    private static void unpack(
            RgbImage image, int channel, float[] levels, float[] destination, int offset, int stride) {
        byte[] rgb = image.rgb();
        int from = channel;
        for (int y = 0; y < image.height(); y++) {
            int to = offset + y * stride;
            for (int x = 0; x < image.width(); x++, from += 3) {
                destination[to + x] = levels[rgb[from] & 0xff];
            }
        }
    }

    private int resizedWidth(int width, int height) {
        return switch (resize.length) {
            case 0 -> width;
            case 1 -> Resize.scaledSide(width, height, resize[0]);
            default -> resize[1];
        };
    }

    private int resizedHeight(int width, int height) {
        return switch (resize.length) {
            case 0 -> height;
            case 1 -> Resize.scaledSide(height, width, resize[0]);
            default -> resize[0];
        };
    }

    private static void requireChannels(String name, float[] values) {
        boolean finite = true;
        for (float value : values) {
            finite &= Float.isFinite(value);
        }
        if (values.length != 3 || !finite) {
            throw new IllegalArgumentException(
                    name + " is expected to be 3 finite values, but it is " + Arrays.toString(values));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && Arrays.equals(resize, that.resize)
                && Arrays.equals(crop, that.crop)
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                Arrays.hashCode(resize), Arrays.hashCode(crop), Arrays.hashCode(mean), Arrays.hashCode(std));
    }

    /** In torchvision's words, for example {@code Resize(256), CenterCrop(224, 224), ToTensor, Normalize(..)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (resize.length > 0) {
            text.append("Resize").append(parenthesised(Arrays.toString(resize))).append(", ");
        }
        if (crop.length > 0) {
            text.append("CenterCrop")
                    .append(parenthesised(Arrays.toString(crop)))
                    .append(", ");
        }
        text.append("ToTensor");
        if (!Arrays.equals(mean, NONE.mean) || !Arrays.equals(std, NONE.std)) {
            text.append(", Normalize(mean=")
                    .append(Arrays.toString(mean))
                    .append(", std=")
                    .append(Arrays.toString(std))
                    .append(')');
        }
        return text.toString();
    }

    private static String parenthesised(String array) {
        return "(" + array.substring(1, array.length() - 1) + ")";
    }
}
