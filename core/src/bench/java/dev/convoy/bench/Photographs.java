package dev.convoy.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG files that are as hard to decode as photographs of the web: 500×375 pixels, 40 to 80 KB. Their spectrum falls
 * with the frequency as a photograph's does, and colours change slower than brightness. A number always draws the same.
 */
public final class Photographs {

    static final int WIDTH = 500;
    static final int HEIGHT = 375;

    private static final float QUALITY = 0.87f;
    /** Pixels between the points of the noise that brightness is a sum of. */
    private static final int[] FINE = {192, 96, 48, 24, 12, 6, 3, 1};

    private static final int[] COARSE = {192, 96, 48};

    private static final double SMOOTHEST = 0.45;

    private Photographs() {}

    /** Writes {@code bench.images} files into {@code bench.photographs}. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(System.getProperty("bench.photographs"));
        write(directory, Integer.getInteger("bench.images"));
        System.out.println(directory);
    }

    /** Sees to it that so many files are in a directory, which is of them alone. */
    public static void write(Path directory, int count) throws IOException {
        Files.createDirectories(directory);
        for (int number = 0; number < count; number++) {
            Path file = directory.resolve(String.format("%05d.jpg", number));
            if (!Files.exists(file)) {
                Files.write(file, jpeg(number));
            }
        }
    }

    /** The bytes of a file. */
    static byte[] jpeg(int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(draw(new Random(number * 0x9E3779B97F4A7C15L)), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage draw(Random random) {
        double smoothness = SMOOTHEST * (0.3 + 0.7 * random.nextDouble());
        float[] brightness = noise(random, FINE, smoothness);
        float[] warmth = noise(random, COARSE, smoothness);
        float[] greenness = noise(random, COARSE, smoothness);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < brightness.length; i++) {
            float y = 120 + 220 * brightness[i];
            int red = level(y + 90 * warmth[i]);
            int green = level(y + 60 * greenness[i]);
            int blue = level(y - 90 * warmth[i]);
            image.setRGB(i % WIDTH, i / WIDTH, red << 16 | green << 8 | blue);
        }
        return image;
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round(value)));
    }

    /**
     * From -1 to 1: for each distance noise at points so far apart, bilinear between, its strength that distance to the
     * power of {@code smoothness}.
     */
    private static float[] noise(Random random, int[] distances, double smoothness) {
        float[] sum = new float[WIDTH * HEIGHT];
        double total = Arrays.stream(distances)
                .mapToDouble(distance -> Math.pow(distance, smoothness))
                .sum();
        for (int distance : distances) {
            float strength = (float) (Math.pow(distance, smoothness) / total);
            int columns = WIDTH / distance + 2;
            float[] points = new float[columns * (HEIGHT / distance + 2)];
            for (int i = 0; i < points.length; i++) {
                points[i] = strength * (2 * random.nextFloat() - 1);
            }
            for (int y = 0, i = 0; y < HEIGHT; y++) {
                float v = (float) (y % distance) / distance;
                for (int x = 0; x < WIDTH; x++, i++) {
                    float u = (float) (x % distance) / distance;
                    int at = y / distance * columns + x / distance;
                    float upper = points[at] + u * (points[at + 1] - points[at]);
                    float lower = points[at + columns] + u * (points[at + columns + 1] - points[at + columns]);
                    sum[i] += upper + v * (lower - upper);
                }
            }
        }
        return sum;
    }
}
