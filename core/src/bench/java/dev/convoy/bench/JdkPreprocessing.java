package dev.convoy.bench;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * ImageNet's preprocessing as one writes it with what is in the JDK: ImageIO decodes, Java2D resizes. Its bilinear
 * interpolation takes four pixels of the image however far it is reduced, so that the result is not Pillow's.
 */
public final class JdkPreprocessing {

    private static final int RESIZE = 256;
    private static final int CROP = 224;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    static {
        ImageIO.setUseCache(false);
    }

    private JdkPreprocessing() {}

    static BufferedImage decode(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    static BufferedImage resize(BufferedImage image, int width, int height) {
        return draw(image, 0, 0, width, height, new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    }

    /** Decodes an image, resizes its shorter side to 256, and writes the middle 224×224, normalised, as [3, 224, 224]. */
    public static void apply(byte[] file, float[] destination, int offset) throws IOException {
        BufferedImage image = decode(file);
        double scale = (double) RESIZE / Math.min(image.getWidth(), image.getHeight());
        int width = (int) Math.round(image.getWidth() * scale);
        int height = (int) Math.round(image.getHeight() * scale);
        BufferedImage cropped = draw(
                image,
                (CROP - width) / 2,
                (CROP - height) / 2,
                width,
                height,
                new BufferedImage(CROP, CROP, BufferedImage.TYPE_INT_RGB));
        int[] rgb = ((DataBufferInt) cropped.getRaster().getDataBuffer()).getData();
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            int plane = offset + channel * CROP * CROP;
            for (int i = 0; i < rgb.length; i++) {
                destination[plane + i] = ((rgb[i] >> shift & 0xff) / 255f - MEAN[channel]) / STD[channel];
            }
        }
    }

    private static BufferedImage draw(BufferedImage image, int x, int y, int width, int height, BufferedImage onto) {
        Graphics2D graphics = onto.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, x, y, width, height, null);
        graphics.dispose();
        return onto;
    }
}
