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
            new Preprocessing(new int[0], Interpolation.BILINEAR, new int[0], Normalization.NONE);

    /** Empty for none, one size for the shorter side, or height and width. */
    private final int[] resize;

    private final Interpolation interpolation;

    /** Empty for none, or height and width. */
    private final int[] crop;

    private final Normalization normalization;

    private Preprocessing(int[] resize, Interpolation interpolation, int[] crop, Normalization normalization) {
        this.resize = resize;
        this.interpolation = Objects.requireNonNull(interpolation, "interpolation");
        this.crop = crop;
        this.normalization = normalization;
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
        return new Preprocessing(new int[] {size}, interpolation, crop, normalization);
    }

    /** Resizes to exactly this size, as {@code transforms.Resize((height, width))}. */
    public Preprocessing resize(int height, int width) {
        Resize.requirePositive("height of resize", height);
        Resize.requirePositive("width of resize", width);
        return new Preprocessing(new int[] {height, width}, interpolation, crop, normalization);
    }

    /** Resizes with this interpolation; {@link Interpolation#BILINEAR} if nothing is said. */
    public Preprocessing interpolation(Interpolation newInterpolation) {
        return new Preprocessing(resize, newInterpolation, crop, normalization);
    }

    /** Cuts out the middle square, as {@code transforms.CenterCrop(size)}. */
    public Preprocessing centerCrop(int size) {
        return centerCrop(size, size);
    }

    /** Cuts out the middle, as {@code transforms.CenterCrop((height, width))}. */
    public Preprocessing centerCrop(int height, int width) {
        Resize.requirePositive("height of centerCrop", height);
        Resize.requirePositive("width of centerCrop", width);
        return new Preprocessing(resize, interpolation, new int[] {height, width}, normalization);
    }

    /**
     * Normalises the scaled channels to {@code (x - mean) / std}, as {@code transforms.Normalize(mean, std)}.
     *
     * @param mean three finite values: red, green, blue
     * @param std three finite values, none zero
     */
    public Preprocessing normalize(float[] mean, float[] std) {
        return new Preprocessing(resize, interpolation, crop, normalization.normalize(mean, std));
    }

    /**
     * Scales levels 0..255 to {@code level * factor / divisor}, in this order and in float32; 1 and 255, the default,
     * do what {@code transforms.ToTensor()} does.
     *
     * @param factor finite, not zero
     * @param divisor finite, not zero
     */
    public Preprocessing scale(float factor, float divisor) {
        return new Preprocessing(resize, interpolation, crop, normalization.scale(factor, divisor));
    }

    /** Orders the output's channels; {@link #normalize}'s values stay those of red, green, blue. */
    public Preprocessing channelOrder(ChannelOrder order) {
        return new Preprocessing(
                resize, interpolation, crop, normalization.order(Objects.requireNonNull(order, "order")));
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
        PixelRows part = Resize.region(
                image,
                resizedWidth,
                resizedHeight,
                across.from(),
                down.from(),
                across.length(),
                down.length(),
                interpolation);
        float[][] levels = new float[3][];
        for (int channel = 0; channel < 3; channel++) {
            levels[channel] = normalization.values(normalization.order().color(channel));
            if (across.length() < width || down.length() < height) {
                int plane = offset + channel * height * width;
                Arrays.fill(destination, plane, plane + height * width, levels[channel][0]);
            }
        }
        int[] pixels = new int[across.length()];
        for (int y = 0; y < down.length(); y++) {
            part.read(y, pixels);
            int to = offset + (down.to() + y) * width + across.to();
            for (int channel = 0; channel < 3; channel++) {
                int shift = 8 * normalization.order().color(channel);
                unpack(pixels, shift, levels[channel], destination, to + channel * height * width);
            }
        }
    }

    private static void unpack(int[] pixels, int shift, float[] levels, float[] destination, int offset) {
        for (int i = 0; i < pixels.length; i++) {
            destination[offset + i] = levels[pixels[i] >> shift & 0xff];
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && Arrays.equals(resize, that.resize)
                && Arrays.equals(crop, that.crop)
                && interpolation == that.interpolation
                && normalization.equals(that.normalization);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(resize), interpolation, Arrays.hashCode(crop), normalization);
    }

    /** In torchvision's words, for example {@code Resize(256), CenterCrop(224, 224), ToTensor, Normalize(..)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (resize.length > 0) {
            String size = resize.length == 1 ? Integer.toString(resize[0]) : sides(resize);
            text.append("Resize(").append(size);
            if (interpolation != Interpolation.BILINEAR) {
                text.append(", interpolation=").append(interpolation);
            }
            text.append("), ");
        }
        if (crop.length > 0) {
            text.append("CenterCrop(").append(sides(crop)).append("), ");
        }
        return text.append(normalization).toString();
    }

    private static String sides(int[] heightAndWidth) {
        return heightAndWidth[0] + ", " + heightAndWidth[1];
    }
}
