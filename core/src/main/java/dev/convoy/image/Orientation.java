package dev.convoy.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegSegmentReader;
import com.drew.imaging.jpeg.JpegSegmentType;
import com.drew.imaging.png.PngChunk;
import com.drew.imaging.png.PngChunkReader;
import com.drew.imaging.png.PngChunkType;
import com.drew.imaging.riff.RiffHandler;
import com.drew.imaging.riff.RiffReader;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.RandomAccessReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a camera was held, and the image turned upright: Pillow's {@code ImageOps.exif_transpose}.
 *
 * <p>The orientation is EXIF's, or XMP's where EXIF has none. One that cannot be read, or is none of 1 to 8, is taken
 * for 1, upright. Of EXIF only the first directory is read, and of that only the orientation: no maker's notes,
 * thumbnails, profiles or XML, which may come from strangers too.
 *
 * <p>Source: CIPA DC-008 (EXIF 2.32), Orientation.
 */
final class Orientation {

    static final int UPRIGHT = 1;

    private static final String EXIF = "Exif\0\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final String PNG_XMP = "XML:com.adobe.xmp\0\0";
    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    private Integer exif;
    private Integer xmp;

    private Orientation() {}

    /** The orientation that a file of this format says, from 1 to 8. */
    static int of(byte[] file, ImageFormat format) {
        Orientation orientation = new Orientation();
        try {
            switch (format) {
                case JPEG -> orientation.jpeg(file);
                case PNG -> orientation.png(file);
                case WEBP -> orientation.webp(file);
                default -> {
                    // GIF and BMP have none; TIFF's is part of its decoding.
                }
            }
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            // Metadata that is no good: what was found before that holds.
        }
        return valid(orientation.exif != null ? orientation.exif : orientation.xmp);
    }

    /** The orientation that XMP says, or null. */
    static Integer inXmp(byte[] packet) {
        Matcher matcher = IN_XMP.matcher(new String(packet, StandardCharsets.ISO_8859_1));
        return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
    }

    static int valid(Integer orientation) {
        return orientation == null || orientation < 1 || orientation > 8 ? UPRIGHT : orientation;
    }

    private void jpeg(byte[] file) throws ImageProcessingException, IOException {
        List<JpegSegmentType> types = List.of(JpegSegmentType.APP1);
        for (byte[] segment : JpegSegmentReader.readSegments(new SequentialByteArrayReader(file), types)
                .getSegments(JpegSegmentType.APP1)) {
            ByteReader in = new ByteReader(segment, "APP1");
            if (in.startsWith(0, EXIF)) {
                exif(segment);
            } else if (in.startsWith(0, XMP)) {
                xmp = inXmp(segment);
            }
        }
    }

    private void png(byte[] file) throws ImageProcessingException, IOException {
        Set<PngChunkType> types = Set.of(PngChunkType.eXIf, PngChunkType.iTXt);
        for (PngChunk chunk : new PngChunkReader().extract(new SequentialByteArrayReader(file), types)) {
            if (chunk.getType().equals(PngChunkType.eXIf)) {
                exif(chunk.getBytes());
            } else if (new ByteReader(chunk.getBytes(), "iTXt").startsWith(0, PNG_XMP)) {
                xmp = inXmp(chunk.getBytes());
            }
        }
    }

    private void webp(byte[] file) throws ImageProcessingException, IOException {
        new RiffReader().processRiff(new SequentialByteArrayReader(file), new WebpChunks());
    }

    private final class WebpChunks implements RiffHandler {

        @Override
        public boolean shouldAcceptRiffIdentifier(String identifier) {
            return identifier.equals("WEBP");
        }

        @Override
        public boolean shouldAcceptChunk(String type) {
            return type.equals("EXIF") || type.equals("XMP ");
        }

        @Override
        public boolean shouldAcceptList(String type) {
            return false;
        }

        @Override
        public void processChunk(String type, byte[] bytes) {
            if (type.equals("XMP ")) {
                xmp = inXmp(bytes);
            } else {
                exif(bytes);
            }
        }

        @Override
        public void addError(String message) {
            // It is not the pixels' business.
        }
    }

    private void exif(byte[] bytes) {
        int start = new ByteReader(bytes, "EXIF").startsWith(0, EXIF) ? EXIF.length() : 0;
        Metadata metadata = new Metadata();
        try {
            new TiffReader().processTiff(new ByteArrayReader(bytes, start), new OrientationOnly(metadata), 0);
        } catch (ImageProcessingException | IOException e) {
            // The directory as far as it goes.
        }
        ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        int[] values = directory == null ? null : directory.getIntArray(ExifIFD0Directory.TAG_ORIENTATION);
        if (exif == null && values != null && values.length > 0) {
            exif = values[0];
        }
    }

    private static final class OrientationOnly extends ExifTiffHandler {

        OrientationOnly(Metadata metadata) {
            super(metadata, null, 0);
        }

        @Override
        public boolean tryEnterSubIfd(int tag) {
            return false;
        }

        @Override
        public boolean hasFollowerIfd() {
            return false;
        }

        @Override
        public boolean customProcessTag(
                int position, Set<Integer> processed, int header, RandomAccessReader reader, int tag, int bytes) {
            return tag != ExifIFD0Directory.TAG_ORIENTATION;
        }
    }

    /** The image as it is to be seen. */
    static RgbImage upright(RgbImage image, int orientation) {
        int width = image.width();
        int height = image.height();
        int lastRow = (height - 1) * width;
        return switch (orientation) {
            case 2 -> read(image, width, height, width - 1, -1, width);
            case 3 -> read(image, width, height, lastRow + width - 1, -1, -width);
            case 4 -> read(image, width, height, lastRow, 1, -width);
            case 5 -> read(image, height, width, 0, width, 1);
            case 6 -> read(image, height, width, lastRow, -width, 1);
            case 7 -> read(image, height, width, lastRow + width - 1, -width, -1);
            case 8 -> read(image, height, width, width - 1, width, -1);
            default -> image;
        };
    }

    /** An image of this size whose pixels start at pixel {@code first} and go on in these steps across and down. */
    private static RgbImage read(RgbImage image, int width, int height, int first, int across, int down) {
        byte[] from = image.rgb();
        byte[] rgb = new byte[from.length];
        int to = 0;
        for (int y = 0; y < height; y++) {
            int p = 3 * (first + y * down);
            for (int x = 0; x < width; x++, p += 3 * across, to += 3) {
                rgb[to] = from[p];
                rgb[to + 1] = from[p + 1];
                rgb[to + 2] = from[p + 2];
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
