package dev.convoy.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** RGB of what an ImageIO reader decodes: from the samples themselves, so that no colour profile has a say. */
final class Rasters {

    private Rasters() {}

    /** The first image of the file, which must have this size, in the reader's own layout. Disposes of the reader. */
    static BufferedImage read(ImageReader reader, byte[] file, int width, int height, String format)
            throws IOException {
        try {
            reader.setInput(new ByteArrayImageInput(file), true, true);
            if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
                throw new ImageException("corrupt " + format + ": it says one size and its decoder another");
            }
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setDestinationType(reader.getRawImageType(0));
            BufferedImage image = reader.read(0, parameters);
            if (image.getWidth() != width || image.getHeight() != height) {
                throw new ImageException("corrupt " + format + ": it says one size and its decoder another");
            }
            return image;
        } catch (IOException e) {
            // The JDK's readers wrap an OutOfMemoryError, which is not the file's fault.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e instanceof EOFException || e.getCause() instanceof EOFException) {
                throw new ImageException("truncated " + format + ": its image data ends too early", e);
            }
            throw e;
        } catch (AssertionError e) {
            // A reader's own assertion, where the JVM checks such: it is about the file.
            throw new ImageException("corrupt " + format + ": its decoder cannot read it", e);
        } finally {
            reader.dispose();
        }
    }

    /** RGB of indices into a palette or of samples of 8 bits: grey, grey and alpha, RGB, or RGB and alpha. */
    static RgbImage toRgb(BufferedImage image, String format) throws ImageException {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel model) {
            return indexed(raster, colors(model));
        }
        if (raster.getNumBands() > 4 || !eightBits(raster)) {
            throw new ImageException("unsupported " + format + ": " + raster.getNumBands() + " samples a pixel of "
                    + raster.getSampleModel().getSampleSize(0) + " bits");
        }
        if (raster.getTransferType() == DataBuffer.TYPE_BYTE) {
            return bytes(raster);
        }
        return direct(raster, (sample, band) -> sample);
    }

    private static RgbImage bytes(Raster raster) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int green = bands < 3 ? 0 : 1;
        int blue = bands < 3 ? 0 : 2;
        byte[] rgb = rgbOf(raster);
        byte[] row = new byte[Math.multiplyExact(width, bands)];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i += bands) {
                rgb[to++] = row[i];
                rgb[to++] = row[i + green];
                rgb[to++] = row[i + blue];
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    /** Whether every sample has 8 bits. */
    static boolean eightBits(Raster raster) {
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

    /** RGB of samples that are indices into these 256 colours. */
    static RgbImage indexed(Raster raster, byte[] colors) {
        int width = raster.getWidth();
        byte[] rgb = rgbOf(raster);
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                int color = 3 * (index & 0xff);
                rgb[to++] = colors[color];
                rgb[to++] = colors[color + 1];
                rgb[to++] = colors[color + 2];
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    /** RGB of samples: one or two bands are grey and alpha, three or four RGB and alpha; a level of sample and band. */
    static RgbImage direct(Raster raster, IntBinaryOperator level) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int green = bands < 3 ? 0 : 1;
        int blue = bands < 3 ? 0 : 2;
        byte[] rgb = rgbOf(raster);
        int[] row = new int[Math.multiplyExact(width, bands)];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i += bands) {
                rgb[to++] = (byte) level.applyAsInt(row[i], 0);
                rgb[to++] = (byte) level.applyAsInt(row[i + green], green);
                rgb[to++] = (byte) level.applyAsInt(row[i + blue], blue);
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    private static byte[] rgbOf(Raster raster) {
        return new byte[Math.multiplyExact(Math.multiplyExact(raster.getWidth(), raster.getHeight()), 3)];
    }
}
