package dev.convoy.jobs.source;

import dev.convoy.image.RgbImage;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An image as Spark's {@code image} format and {@code ImageSchema} have it: rows from the top, 8 bits a channel, which
 * are grey, or blue, green, red, or those and alpha, which is ignored.
 */
final class SparkImage {

    /** How many fields the struct has. */
    static final int FIELDS = 6;

    private static final String[] NAMES = {"origin", "height", "width", "nChannels", "mode", "data"};
    private static final DataType[] TYPES = {
        DataTypes.StringType,
        DataTypes.IntegerType,
        DataTypes.IntegerType,
        DataTypes.IntegerType,
        DataTypes.IntegerType,
        DataTypes.BinaryType
    };

    private SparkImage() {}

    static boolean isTypeOf(StructType struct) {
        return Arrays.equals(struct.fieldNames(), NAMES)
                && Arrays.equals(
                        Arrays.stream(struct.fields())
                                .map(field -> field.dataType())
                                .toArray(),
                        TYPES);
    }

    /** Its pixels; an {@link IOException} where it has none. */
    static RgbImage pixels(InternalRow image, LengthLimit maxLength) throws IOException {
        for (int field = 1; field < NAMES.length; field++) {
            if (image.isNullAt(field)) {
                throw new IOException("expected an image, but its " + NAMES[field] + " is null");
            }
        }
        int height = image.getInt(1);
        int width = image.getInt(2);
        int channels = image.getInt(3);
        int mode = image.getInt(4);
        if (channels < 0 && mode < 0) {
            throw new IOException("the image is one that Spark could not decode");
        }
        // OpenCV's type: 8 unsigned bits, and above the lowest three bits the channels less 1.
        if ((channels != 1 && channels != 3 && channels != 4) || mode != (channels - 1) * 8) {
            throw new IOException("expected an image of 1, 3 or 4 channels of 8 bits (mode 0, 16 or 24), but it has "
                    + channels + " and mode " + mode);
        }
        byte[] data = image.getBinary(5);
        maxLength.check(data.length);
        if ((long) height * width > Integer.MAX_VALUE / 3) {
            throw new IOException("too large: " + width + " x " + height + " pixels");
        }
        if (height < 1 || width < 1 || data.length != (long) height * width * channels) {
            throw new IOException("expected an image of height x width x channels bytes, but " + height + " x " + width
                    + " x " + channels + " came with " + data.length);
        }
        return new RgbImage(width, height, rgb(data, height * width, channels));
    }

    private static byte[] rgb(byte[] data, int pixels, int channels) {
        byte[] rgb = new byte[3 * pixels];
        int green = channels == 1 ? 0 : 1;
        int red = channels == 1 ? 0 : 2;
        for (int i = 0; i < pixels; i++) {
            rgb[3 * i] = data[channels * i + red];
            rgb[3 * i + 1] = data[channels * i + green];
            rgb[3 * i + 2] = data[channels * i];
        }
        return rgb;
    }
}
