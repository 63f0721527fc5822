package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreprocessingTest {

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    static List<String> good() {
        return ImageFixtures.names(true);
    }

    @ParameterizedTest
    @MethodSource("good")
    void isResizeThenCropThenToTensorThenNormalize(String name) throws ImageException {
        RgbImage image = ImageFixtures.pixels(name + ".rgb");
        RgbImage expected = ImageFixtures.pixels(name + ".resize48_crop40");
        float[] input = new float[7 + 3 * 40 * 40];
        Preprocessing.none().resize(48).centerCrop(40).normalize(MEAN, STD).apply(image, input, 7);
        for (int i = 0; i < 40 * 40; i++) {
            for (int channel = 0; channel < 3; channel++) {
                float scaled = (expected.rgb()[3 * i + channel] & 0xff) / 255f;
                assertThat(input[7 + channel * 1600 + i]).isEqualTo((scaled - MEAN[channel]) / STD[channel]);
            }
        }
        assertThat(input).startsWith(0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void isToTensorUnlessToldOtherwise() throws ImageException {
        RgbImage image = new RgbImage(2, 1, new byte[] {0, 51, (byte) 255, (byte) 128, 1, 102});
        float[] input = new float[6];
        Preprocessing.none().apply(image, input, 0);
        assertThat(input).containsExactly(0f, 128 / 255f, 51 / 255f, 1 / 255f, 1f, 102 / 255f);
    }

    @Test
    void scalesAndOrdersAsItIsTold() throws ImageException {
        RgbImage image = new RgbImage(1, 1, new byte[] {10, (byte) 200, 30});
        float[] input = new float[3];
        Preprocessing caffe = Preprocessing.none()
                .scale(1, 1)
                .normalize(new float[] {123.68f, 116.779f, 103.939f}, new float[] {1, 2, 4})
                .channelOrder(ChannelOrder.BGR);
        caffe.apply(image, input, 0);
        assertThat(input).containsExactly((30 - 103.939f) / 4, (200 - 116.779f) / 2, 10 - 123.68f);
        Preprocessing.none()
                .scale(2, 255)
                .normalize(new float[] {1, 1, 1}, new float[] {1, 1, 1})
                .apply(image, input, 0);
        assertThat(input).containsExactly(20 / 255f - 1, 400 / 255f - 1, 60 / 255f - 1);
        assertThat(caffe).isNotEqualTo(caffe.channelOrder(ChannelOrder.RGB)).isNotEqualTo(caffe.scale(1, 2));
    }

    @Test
    void resizesWithTheInterpolationItIsTold() throws ImageException {
        RgbImage image = ImageFixtures.pixels("photo_444.jpg.rgb");
        for (Interpolation interpolation : Interpolation.values()) {
            float[] wanted = new float[3 * 30 * 40];
            Preprocessing.none().apply(Resize.to(image, 40, 30, interpolation), wanted, 0);
            float[] input = new float[wanted.length];
            Preprocessing.none().resize(30, 40).interpolation(interpolation).apply(image, input, 0);
            assertThat(input).as("%s", interpolation).isEqualTo(wanted);
        }
    }

    /** Crops are (H, W); every combination of larger and smaller than the image. */
    @ParameterizedTest
    @CsvSource({"40, 40", "100, 120", "101, 30", "33, 121", "67, 90", "1, 1"})
    void fusesResizeAndCropWithoutAChange(int height, int width) throws ImageException {
        RgbImage image = ImageFixtures.pixels("photo_444.jpg.rgb");
        for (int size : new int[] {48, 67, 80}) {
            RgbImage expected = CenterCrop.of(Resize.shorterSide(image, size, Interpolation.BILINEAR), height, width);
            float[] wanted = new float[3 * height * width];
            Preprocessing.none().apply(expected, wanted, 0);
            float[] input = new float[3 * height * width];
            Arrays.fill(input, Float.NaN);
            Preprocessing.none().resize(size).centerCrop(height, width).apply(image, input, 0);
            assertThat(input).isEqualTo(wanted);
        }
    }

    @Test
    void tellsTheShape() throws ImageException {
        Preprocessing shorter = Preprocessing.none().resize(256);
        assertThat(shorter.outputShape(500, 375)).isEqualTo(Shape.of(3, 256, 341));
        assertThat(shorter.outputShape(375, 500)).isEqualTo(Shape.of(3, 341, 256));
        assertThat(shorter.fixedSize()).isFalse();
        assertThat(shorter.centerCrop(224, 200).outputShape(10, 20)).isEqualTo(Shape.of(3, 224, 200));
        assertThat(shorter.centerCrop(224).fixedSize()).isTrue();
        assertThat(Preprocessing.none().outputShape(10, 20)).isEqualTo(Shape.of(3, 20, 10));
        assertThat(Preprocessing.none().fixedSize()).isFalse();
        assertThat(Preprocessing.none().resize(30, 40).outputShape(10, 20)).isEqualTo(Shape.of(3, 30, 40));
        assertThat(Preprocessing.none().resize(30, 40).fixedSize()).isTrue();
    }

    @Test
    void boundsWhatAnImageOfExtremeProportionsBecomes() throws ImageException {
        RgbImage line = new RgbImage(1_000_000, 1, new byte[3_000_000]);
        assertThatThrownBy(() -> Preprocessing.none().resize(256).apply(line, new float[10], 0))
                .isInstanceOf(ImageException.class)
                .hasMessage("too large: Resize(256), ToTensor makes 256000000 x 256 pixels of 1000000 x 1");
        float[] input = new float[3 * 224 * 224];
        Preprocessing.none().resize(256).centerCrop(224).apply(line, input, 0);
        assertThat(input).containsOnly(0f);
    }

    @Test
    void says() {
        assertThat(Preprocessing.none()).hasToString("ToTensor");
        assertThat(Preprocessing.imageNet())
                .hasToString("Resize(256), CenterCrop(224, 224), ToTensor, "
                        + "Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])");
        assertThat(Preprocessing.none().resize(30, 40)).hasToString("Resize(30, 40), ToTensor");
        assertThat(Preprocessing.none()
                        .resize(30)
                        .interpolation(Interpolation.BICUBIC)
                        .scale(2, 255)
                        .channelOrder(ChannelOrder.BGR))
                .hasToString("Resize(30, interpolation=BICUBIC), Scale(2.0/255.0), BGR");
    }

    @Test
    void survivesSerialization() throws IOException, ClassNotFoundException {
        Preprocessing preprocessing = Preprocessing.imageNet();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(preprocessing);
            out.writeObject(new ImageDecoder(1000));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(preprocessing).hasSameHashCodeAs(preprocessing);
            assertThat(in.readObject()).isInstanceOf(ImageDecoder.class);
        }
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        Preprocessing none = Preprocessing.none();
        assertRefused(() -> none.resize(0), "size of resize is expected to be at least 1, but it is 0");
        assertRefused(() -> none.resize(3, -1), "width of resize is expected to be at least 1, but it is -1");
        assertRefused(() -> none.centerCrop(0, 3), "height of centerCrop is expected to be at least 1, but it is 0");
        assertRefused(
                () -> none.normalize(new float[] {0, 0}, STD),
                "mean is expected to be 3 finite values, but it is [0.0, 0.0]");
        assertRefused(
                () -> none.normalize(MEAN, new float[] {1, 0, 1}),
                "std is expected to have no zero, but it is [1.0, 0.0, 1.0]");
        assertRefused(() -> none.scale(1, 0), "scale is expected to be finite and not zero, but it is 1.0/0.0");
        assertRefused(
                () -> none.apply(new RgbImage(1, 1, new byte[3]), new float[5], 3),
                "destination is expected to have 3 floats for [3, 1, 1] from offset 3 on, but its length is 5");
        assertRefused(
                () -> new RgbImage(2, 2, new byte[3]),
                "an image of 2 x 2 pixels has 12 bytes of RGB, but the array has 3");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
