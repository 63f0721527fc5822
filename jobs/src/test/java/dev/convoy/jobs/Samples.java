package dev.convoy.jobs;

import dev.convoy.Model;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.RgbImage;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Real models and real files of images. */
public final class Samples {

    private static final Path MODELS = Path.of("..", "data-samples", "models");

    private Samples() {}

    /** Two convolutions with ReLU and pooling. */
    public static Path model() {
        return MODELS.resolve("two-layers.conf");
    }

    /** Images of different sizes, JPEG and PNG, in two directories. */
    public static Path images(Path directory, int count) throws IOException {
        Files.createDirectories(directory.resolve("of an album"));
        for (int i = 0; i < count; i++) {
            String format = i % 2 == 0 ? "png" : "jpg";
            String name = (i % 3 == 0 ? "of an album/" : "") + "image " + i + "." + format;
            draw(directory.resolve(name), format, 60 + 7 * i, 50 + 5 * i);
        }
        return directory;
    }

    /** Draws an image of this size. */
    public static Path draw(Path file, String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(width % 256, 90, 200), width, height, Color.ORANGE));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(width / 4, height / 5, width / 2, height / 3);
        graphics.dispose();
        ImageIO.write(image, format, file.toFile());
        return file;
    }

    /** What a layer makes of one image, without Spark: without the batch dimension. */
    public static Tensor expected(Path image, Preprocessing preprocessing, String layer) throws IOException {
        return expected(new ImageDecoder().decode(Files.readAllBytes(image)), preprocessing, layer);
    }

    /** What a layer makes of a decoded image, without Spark: without the batch dimension. */
    public static Tensor expected(RgbImage decoded, Preprocessing preprocessing, String layer) throws IOException {
        Shape shape = preprocessing.outputShape(decoded.width(), decoded.height());
        float[] pixels = new float[shape.elements()];
        preprocessing.apply(decoded, pixels, 0);
        Tensor batch = Tensor.of(Shape.of(1, 3, shape.size(1), shape.size(2)), pixels);
        Tensor output = Model.load(model()).cut(layer).forward(batch);
        return output.reshape(output.shape().slice(1, output.shape().rank()));
    }
}
