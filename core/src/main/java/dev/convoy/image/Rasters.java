package dev.convoy.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/** RGB of what an ImageIO reader decodes: from the samples themselves, so that no colour profile has a say. */
final class Rasters {

    private Rasters() {}

    /**
     * The reader's first image, which must have this size.
     *
     * @param colors RGB of 256 colour indices, if that is what the samples are, else null
     */
    static RgbImage toRgb(ImageReader reader, int width, int height, String format, byte[] colors) throws IOException {
        if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
            throw new ImageException("corrupt " + format + ": it says one size and its decoder another");
        }
        BufferedImage image = reader.read(0);
        Raster raster = image.getRaster();
        if (image.getWidth() != width || image.getHeight() != height) {
            throw new ImageException("corrupt " + format + ": it says one size and its decoder another");
        }
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        if (colors != null) {
            indexed(raster, colors, rgb);
        } else if (image.getColorModel() instanceof IndexColorModel model) {
            indexed(raster, colors(model), rgb);
        } else if (raster.getNumBands() <= 4 && eightBits(raster)) {
            direct(raster, rgb);
        } else {
            throw new ImageException("unsupported " + format + ": " + raster.getNumBands() + " samples a pixel of "
                    + raster.getSampleModel().getSampleSize(0) + " bits");
        }
        return new RgbImage(width, height, rgb);
    }

    private static boolean eightBits(Raster raster) {
        boolean eight =
                raster.getTransferType() == DataBuffer.TYPE_BYTE || raster.getTransferType() == DataBuffer.TYPE_INT;
        for (int bits : raster.getSampleModel().getSampleSize()) {
            eight &= bits == 8;
        }
        return eight;
    }

    private static byte[] colors(IndexColorModel model) {
        byte[] colors = new byte[768];
        for (int i = 0; i < Math.min(256, model.getMapSize()); i++) {
            colors[3 * i] = (byte) model.getRed(i);
            colors[3 * i + 1] = (byte) model.getGreen(i);
            colors[3 * i + 2] = (byte) model.getBlue(i);
        }
        return colors;
    }

    private static void indexed(Raster raster, byte[] colors, byte[] rgb) {
        int width = raster.getWidth();
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                System.arraycopy(colors, 3 * (index & 0xff), rgb, to, 3);
                to += 3;
            }
        }
    }

    /** One or two bands are grey and alpha, three or four RGB and alpha. */
    private static void direct(Raster raster, byte[] rgb) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int green = bands < 3 ? 0 : 1;
        int blue = bands < 3 ? 0 : 2;
        int[] row = new int[Math.multiplyExact(width, bands)];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i += bands) {
                rgb[to++] = (byte) row[i];
                rgb[to++] = (byte) row[i + green];
                rgb[to++] = (byte) row[i + blue];
            }
        }
    }
}
