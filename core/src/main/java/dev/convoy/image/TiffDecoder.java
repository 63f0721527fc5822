package dev.convoy.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * TIFF: the first page, by TwelveMonkeys' reader, of grey, RGB, palette or CMYK samples of up to 8 bits. Alpha is
 * ignored, the orientation applied, as Pillow does it while it decodes. The JDK's own reader is not used: it takes
 * narrow pages that are coded as faxes for others.
 *
 * <p>The first directory is checked before the reader sees the file: every field and every strip or tile must be there.
 * Other kinds of colour (YCbCr, Lab, 16 bits) are refused, as the reader's pixels would not be Pillow's.
 *
 * <p>Source: Adobe, TIFF Revision 6.0.
 */
final class TiffDecoder {

    private static final ImageReaderSpi READERS = new TIFFImageReaderSpi();

    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private static final int SHORT = 3;
    private static final int LONG = 4;

    private static final int PALETTE = 3;
    private static final int CMYK = 5;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int STRIP_COUNTS = 279;
    private static final int COLOR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_LENGTH = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_COUNTS = 325;
    private static final int XMP = 700;

    private final ByteReader in;
    private final boolean littleEndian;
    private final Map<Integer, Field> fields = new HashMap<>();

    /** The values of a field: {@code count} numbers of this type, which are all there, from {@code position} on. */
    private record Field(int type, int count, int position) {}

    private TiffDecoder(byte[] bytes) {
        this.in = new ByteReader(bytes, "TIFF");
        this.littleEndian = in.startsWith(0, "I");
    }

    static RgbImage decode(byte[] bytes, PixelLimit limit) throws IOException {
        return new TiffDecoder(bytes).decode(limit);
    }

    private RgbImage decode(PixelLimit limit) throws IOException {
        readFields();
        long width = value(WIDTH, 0);
        long height = value(HEIGHT, 0);
        limit.check(width, height);
        if (fields.containsKey(TILE_WIDTH)) {
            limit.check(value(TILE_WIDTH, 0), value(TILE_LENGTH, 0));
        }
        long photometric = value(PHOTOMETRIC, 0);
        if (photometric > PALETTE && photometric != CMYK) {
            throw in.unsupported("photometric interpretation " + photometric);
        }
        Field bits = fields.get(BITS_PER_SAMPLE);
        for (int i = 0; bits != null && i < bits.count; i++) {
            if (value(bits, i) > 8) {
                throw in.unsupported(value(bits, i) + " bits a sample");
            }
        }
        boolean tiled = fields.containsKey(TILE_OFFSETS);
        requireData(fields.get(tiled ? TILE_OFFSETS : STRIP_OFFSETS), fields.get(tiled ? TILE_COUNTS : STRIP_COUNTS));

        ImageReader reader = READERS.createReaderInstance();
        BufferedImage image = Rasters.read(reader, in.bytes(), (int) width, (int) height, "TIFF");
        return Orientation.upright(toRgb(image, photometric), orientation());
    }

    private RgbImage toRgb(BufferedImage image, long photometric) throws ImageException {
        if (photometric == PALETTE) {
            return Rasters.indexed(image.getRaster(), colorMap());
        }
        return photometric == CMYK ? cmyk(image.getRaster()) : Rasters.toRgb(image, "TIFF");
    }

    /** As a JPEG's, whose samples are stored inverted. */
    private RgbImage cmyk(Raster raster) throws ImageException {
        if (raster.getNumBands() != 4 || !Rasters.eightBits(raster)) {
            throw in.unsupported("CMYK of " + raster.getNumBands() + " samples a pixel of "
                    + raster.getSampleModel().getSampleSize(0) + " bits");
        }
        int[] row = new int[4 * raster.getWidth()];
        byte[] samples = new byte[Math.multiplyExact(row.length, raster.getHeight())];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int i = 0; i < row.length; i++) {
                samples[y * row.length + i] = (byte) ~row[i];
            }
        }
        byte[] rgb = JpegColors.toRgb(samples, JpegFile.Colors.CMYK);
        return new RgbImage(raster.getWidth(), raster.getHeight(), rgb);
    }

    private int orientation() throws ImageException {
        Field field = fields.get(ORIENTATION);
        if (field != null && field.count > 0 && (field.type == SHORT || field.type == LONG)) {
            return Orientation.valid((int) value(field, 0));
        }
        Field packet = fields.get(XMP);
        return packet == null
                ? Orientation.UPRIGHT
                : Orientation.valid(Orientation.inXmp(
                        Arrays.copyOfRange(in.bytes(), packet.position, packet.position + packet.count)));
    }

    /** The high bytes of the 16-bit colour map, which has all reds, then all greens, then all blues. */
    private byte[] colorMap() throws ImageException {
        Field map = fields.get(COLOR_MAP);
        if (map == null || map.count > 3 * 256) {
            throw in.corrupt("it has " + (map == null ? "no colour map" : "a colour map of " + map.count + " values"));
        }
        int size = map.count / 3;
        byte[] colors = new byte[768];
        for (int i = 0; i < 3 * size; i++) {
            colors[i % size * 3 + i / size] = (byte) (value(map, i) >> 8);
        }
        return colors;
    }

    private void readFields() throws ImageException {
        long directory = u32(4);
        in.require(directory, 2);
        int count = u16((int) directory);
        in.require(directory, 2 + 12L * count);
        for (int i = 0; i < count; i++) {
            int entry = (int) directory + 2 + 12 * i;
            int type = u16(entry + 2);
            long values = u32(entry + 4);
            if (type == 0 || type >= TYPE_BYTES.length) {
                throw in.corrupt("field " + u16(entry) + " is of type " + type);
            }
            long bytes = values * TYPE_BYTES[type];
            long position = bytes <= 4 ? entry + 8 : u32(entry + 8);
            in.require(position, bytes);
            fields.put(u16(entry), new Field(type, (int) values, (int) position));
        }
    }

    private void requireData(Field offsets, Field counts) throws ImageException {
        if (offsets == null) {
            throw in.corrupt("it has no image data");
        }
        for (int i = 0; i < offsets.count; i++) {
            in.require(value(offsets, i), counts != null && i < counts.count ? value(counts, i) : 1);
        }
    }

    private long value(int tag, int index) throws ImageException {
        Field field = fields.get(tag);
        if (field == null || index >= field.count) {
            throw in.corrupt("field " + tag + " is missing");
        }
        return value(field, index);
    }

    private long value(Field field, int index) throws ImageException {
        int position = field.position + index * TYPE_BYTES[field.type];
        return switch (TYPE_BYTES[field.type]) {
            case 1 -> in.u8(position);
            case 2 -> u16(position);
            case 4 -> u32(position);
            default -> throw in.corrupt("a whole number is of type " + field.type);
        };
    }

    private int u16(int position) throws ImageException {
        return littleEndian ? in.u16le(position) : in.u16(position);
    }

    private long u32(int position) throws ImageException {
        return littleEndian ? in.u32le(position) : in.u32(position);
    }
}
