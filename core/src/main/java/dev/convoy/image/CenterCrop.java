package dev.convoy.image;

/**
 * The middle of an image, as {@code torchvision.transforms.CenterCrop} cuts it out of a PIL image: offsets are rounded
 * half to even, and an image that is smaller than the crop is padded with black.
 */
public final class CenterCrop {

    private CenterCrop() {}

    /**
     * The middle {@code height x width} pixels of the image.
     *
     * @param height at least 1
     * @param width at least 1
     */
    public static RgbImage of(RgbImage image, int height, int width) {
        Span across = Span.of(image.width(), width);
        Span down = Span.of(image.height(), height);
        byte[] cropped = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
        for (int y = 0; y < down.length; y++) {
            System.arraycopy(
                    image.rgb(),
                    ((down.from + y) * image.width() + across.from) * 3,
                    cropped,
                    ((down.to + y) * width + across.to) * 3,
                    across.length * 3);
        }
        return new RgbImage(width, height, cropped);
    }

    /**
     * A crop along one side: {@code length} pixels of the image from {@code from} on become those of the crop from
     * {@code to} on; what is left of the crop is padding.
     */
    record Span(int from, int to, int length) {

        static Span of(int side, int crop) {
            Resize.requirePositive("size of the crop", crop);
            return crop > side
                    ? new Span(0, (crop - side) / 2, side)
                    : new Span((int) Math.rint((side - crop) / 2.0), 0, crop);
        }
    }
}
