package dev.convoy.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws the images of data-samples/images. Every pixel is arithmetic on its place: no fonts, no random numbers. */
public final class SampleImages {

    private SampleImages() {}

    /** The colour of a pixel, {@code 0xAARRGGBB}. */
    @FunctionalInterface
    interface Drawing {
        int colorAt(int x, int y);
    }

    /** Writes all the images to the directory that is the only argument. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException(
                    "expected one argument, the directory, but got " + Arrays.toString(args));
        }
        write(Path.of(args[0]));
    }

    static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, byte[]> files() {
        int rgb = BufferedImage.TYPE_INT_RGB;
        int gray = BufferedImage.TYPE_BYTE_GRAY;
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("shapes.png", png(320, 240, rgb, SampleDrawings::shapes));
        files.put("checkerboard-gray.png", png(256, 256, gray, SampleDrawings::checkerboard));
        files.put("gradient.png", png(200, 300, rgb, SampleDrawings::gradient));
        files.put("text.png", png(372, 124, rgb, SampleDrawings::text));
        files.put("rings-alpha.png", png(160, 160, BufferedImage.TYPE_INT_ARGB, SampleDrawings::rings));
        files.put("stripes.png", png(128, 512, rgb, SampleDrawings::stripes));
        files.put("landscape.jpg", jpeg(640, 427, rgb, (x, y) -> SampleDrawings.landscape(x, y, 640, 427, 1)));
        files.put("landscape-tall.jpg", jpeg(300, 450, rgb, (x, y) -> SampleDrawings.landscape(x, y, 300, 450, 2)));
        files.put("texture-gray.jpg", jpeg(333, 250, gray, SampleDrawings::texture));
        files.put("corners.jpg", jpeg(121, 173, rgb, SampleDrawings::corners));
        files.put("mosaic.jpg", jpeg(480, 360, rgb, SampleDrawings::mosaic));
        files.put("night.jpg", jpeg(500, 375, rgb, SampleDrawings::night));
        byte[] whole = jpeg(400, 300, rgb, (x, y) -> SampleDrawings.landscape(x, y, 400, 300, 3));
        files.put("truncated.jpg", Arrays.copyOf(whole, whole.length * 3 / 5));
        return files;
    }

    private static byte[] png(int width, int height, int type, Drawing drawing) {
        return encode("png", image(width, height, type, drawing));
    }

    private static byte[] jpeg(int width, int height, int type, Drawing drawing) {
        return encode("jpeg", image(width, height, type, drawing));
    }

    private static BufferedImage image(int width, int height, int type, Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int color = drawing.colorAt(x, y);
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(x, y, 0, color & 0xff);
                } else {
                    image.setRGB(x, y, color);
                }
            }
        }
        return image;
    }

    private static byte[] encode(String format, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(0.85f);
            }
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
