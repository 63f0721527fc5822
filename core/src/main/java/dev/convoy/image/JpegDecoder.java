package dev.convoy.image;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.ImageReaderSpi;

/**
 * JPEG: the JDK's own reader (libjpeg) delivers the samples, {@link JpegColors} the colours.
 *
 * <p>Stricter than Pillow in one way: image data that stops before the last row is a failure even where an end marker
 * follows it, where libjpeg fills up with grey and only warns.
 */
final class JpegDecoder {

    private static final ImageReaderSpi READERS = JdkReaders.named("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi");

    private JpegDecoder() {}

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws IOException {
        JpegFile file = JpegFile.read(bytes, limit);
        byte[] samples = samples(file);
        for (int component = 0; component < file.components(); component++) {
            if (file.halved()[component]) {
                JpegUpsampling.smooth(samples, file.width(), file.height(), file.components(), component);
            }
        }
        return new RgbImage(file.width(), file.height(), JpegColors.toRgb(samples, file.colors()));
    }

    private static byte[] samples(JpegFile file) throws IOException {
        ImageReader reader = READERS.createReaderInstance();
        try {
            Truncation truncation = new Truncation();
            reader.addIIOReadWarningListener(truncation);
            reader.setInput(new ByteArrayImageInput(file.stripped()), true, true);
            Raster raster = reader.readRaster(0, null);
            if (truncation.warning != null) {
                throw new ImageException("truncated JPEG: its image data ends too early (" + truncation.warning + ")");
            }
            return samples(raster, file);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] samples(Raster raster, JpegFile file) throws ImageException {
        int components = file.components();
        if (raster.getWidth() != file.width()
                || raster.getHeight() != file.height()
                || raster.getNumBands() != components) {
            throw new ImageException("corrupt JPEG: its frame says one size and its decoder another");
        }
        int length = Math.multiplyExact(Math.multiplyExact(file.width(), file.height()), components);
        if (raster.getDataBuffer() instanceof DataBufferByte buffer
                && buffer.getData().length == length
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && model.getPixelStride() == components
                && Arrays.equals(model.getBandOffsets(), Arrays.copyOf(new int[] {0, 1, 2, 3}, components))) {
            return buffer.getData();
        }
        return (byte[]) raster.getDataElements(0, 0, file.width(), file.height(), null);
    }

    /** libjpeg's warnings of data that ended too early: the rest of the picture is then made up. */
    private static final class Truncation implements IIOReadWarningListener {

        private String warning;

        @Override
        public void warningOccurred(ImageReader source, String message) {
            String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
            if (lower.contains("truncated") || lower.contains("premature end")) {
                warning = message;
            }
        }
    }
}
