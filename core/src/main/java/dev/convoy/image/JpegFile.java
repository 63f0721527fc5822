package dev.convoy.image;

import java.util.Arrays;

/**
 * What the segments of a JPEG file say, and the file without the segments that say nothing about its samples.
 *
 * <p>The stripped file holds tables, frame and scans only, behind one Adobe segment that declares the components to be
 * what they are. A decoder then neither converts colours nor applies or trips over profiles, thumbnails and metadata,
 * and delivers the samples as coded; {@link JpegColors} makes RGB of them as libjpeg does.
 *
 * <p>Source: ITU-T T.81, annex B; for the guess at the colour space, {@code default_decompress_parms} of libjpeg.
 *
 * @param components 1, 3 or 4
 * @param halved for every component, whether it has half the image's rows and all of its columns
 * @param stripped a JPEG file of the same samples, ending in its first end-of-image marker
 */
record JpegFile(
        int width,
        int height,
        int components,
        Colors colors,
        @SuppressWarnings("ArrayRecordComponent") boolean[] halved,
        @SuppressWarnings("ArrayRecordComponent") byte[] stripped) {

    /** How the components are to be understood. */
    enum Colors {
        GRAY,
        RGB,
        YCBCR,
        CMYK,
        YCCK
    }

    /** Every scan is a pass over the whole image, so their number bounds the time; real files have about ten. */
    private static final int MAX_SCANS = 500;

    private static final byte[] SOI_AND_ADOBE = {
        (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    /** Reads the segments up to the end-of-image marker; the size is checked as soon as it is read. */
    static JpegFile read(byte[] bytes, PixelLimit limit) throws ImageException {
        return new Scanner(new ByteReader(bytes, "JPEG"), limit).scan();
    }

    private static final class Scanner {

        private final ByteReader in;
        private final PixelLimit limit;
        private final byte[] out;
        private int outLength;
        private int frame = -1;
        private boolean jfif;
        private int adobeTransform = -1;
        private int scans;

        Scanner(ByteReader in, PixelLimit limit) {
            this.in = in;
            this.limit = limit;
            this.out = Arrays.copyOf(SOI_AND_ADOBE, SOI_AND_ADOBE.length + in.length());
            this.outLength = SOI_AND_ADOBE.length;
        }

        JpegFile scan() throws ImageException {
            int position = 2;
            while (true) {
                position = nextMarker(position);
                int marker = in.u8(position - 1);
                if (marker == 0xd9) {
                    break;
                }
                if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
                    continue;
                }
                if (marker < 0xc0 || marker == 0xd8 || (marker >= 0xf0 && marker <= 0xfd)) {
                    throw in.corrupt(String.format("unexpected marker 0x%02x at byte %d", marker, position - 1));
                }
                int length = in.u16(position);
                if (length < 2) {
                    throw in.corrupt("a segment at byte " + position + " claims a length of " + length);
                }
                in.require(position, length);
                position = segment(marker, position, length);
            }
            if (frame < 0 || scans == 0) {
                throw in.corrupt("it ends without " + (frame < 0 ? "a frame" : "a scan"));
            }
            append(0xd9, 0, 0);
            int components = in.u8(frame + 7);
            return new JpegFile(
                    in.u16(frame + 5),
                    in.u16(frame + 3),
                    components,
                    colors(components),
                    halved(components),
                    Arrays.copyOf(out, outLength));
        }

        /** The position after the next marker: garbage before it and fill bytes are skipped, as libjpeg does. */
        private int nextMarker(int from) throws ImageException {
            int position = from;
            while (true) {
                while (position < in.length() && in.u8(position) != 0xff) {
                    position++;
                }
                while (position < in.length() && in.u8(position) == 0xff) {
                    position++;
                }
                if (position >= in.length()) {
                    throw in.truncated("the file ends at byte " + in.length() + " without an end-of-image marker");
                }
                position++;
                if (in.u8(position - 1) != 0) {
                    return position;
                }
            }
        }

        /** Handles one segment, its scan data included; the position after it. */
        private int segment(int marker, int position, int length) throws ImageException {
            int end = position + length;
            if (marker == 0xe0) {
                jfif |= length >= 16 && in.startsWith(position + 2, "JFIF\0");
            } else if (marker == 0xee) {
                if (length >= 14 && in.startsWith(position + 2, "Adobe")) {
                    adobeTransform = in.u8(position + 13);
                }
            } else if (marker == 0xda) {
                scans++;
                if (frame < 0) {
                    throw in.corrupt("a scan comes before the frame");
                }
                if (scans > MAX_SCANS) {
                    throw in.corrupt("more than " + MAX_SCANS + " scans");
                }
                end = endOfScan(end);
                append(marker, position, end - position);
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                frame(marker, position, length);
                append(marker, position, length);
            } else if (marker < 0xe0 && marker != 0xdc) {
                append(marker, position, length);
            }
            return end;
        }

        private void frame(int marker, int position, int length) throws ImageException {
            if (frame >= 0) {
                throw in.corrupt("it has two frames");
            }
            if (marker > 0xc2) {
                throw in.unsupported(
                        switch (marker) {
                            case 0xc3 -> "lossless coding";
                            case 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf -> "arithmetic coding";
                            default -> "hierarchical coding";
                        });
            }
            if (length < 8) {
                throw in.corrupt("its frame has a length of " + length);
            }
            int precision = in.u8(position + 2);
            int height = in.u16(position + 3);
            int width = in.u16(position + 5);
            int components = in.u8(position + 7);
            limit.check(width, height);
            if (precision != 8) {
                throw in.unsupported(precision + " bits a sample");
            }
            if (components != 1 && components != 3 && components != 4) {
                throw in.unsupported(components + " components");
            }
            if (length != 8 + 3 * components) {
                throw in.corrupt("its frame has a length of " + length + " for " + components + " components");
            }
            frame = position;
        }

        /** The first position of a marker that is neither a stuffed byte, a fill byte nor a restart. */
        private int endOfScan(int from) throws ImageException {
            byte[] bytes = in.bytes();
            for (int i = from; i + 1 < bytes.length; i++) {
                if (bytes[i] == (byte) 0xff) {
                    int next = bytes[i + 1] & 0xff;
                    if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
                        return i;
                    }
                }
            }
            throw in.truncated("its image data ends at byte " + in.length() + " without an end-of-image marker");
        }

        private Colors colors(int components) throws ImageException {
            if (components == 1) {
                return Colors.GRAY;
            }
            if (components == 4) {
                return adobeTransform <= 0 ? Colors.CMYK : Colors.YCCK;
            }
            if (jfif) {
                return Colors.YCBCR;
            }
            if (adobeTransform >= 0) {
                return adobeTransform == 0 ? Colors.RGB : Colors.YCBCR;
            }
            boolean named = in.u8(frame + 8) == 'R' && in.u8(frame + 11) == 'G' && in.u8(frame + 14) == 'B';
            return named ? Colors.RGB : Colors.YCBCR;
        }

        private boolean[] halved(int components) throws ImageException {
            int widest = 0;
            int tallest = 0;
            for (int i = 0; i < components; i++) {
                widest = Math.max(widest, in.u8(frame + 9 + 3 * i) >> 4);
                tallest = Math.max(tallest, in.u8(frame + 9 + 3 * i) & 15);
            }
            boolean[] halved = new boolean[components];
            for (int i = 0; i < components; i++) {
                int factors = in.u8(frame + 9 + 3 * i);
                halved[i] = factors >> 4 == widest && 2 * (factors & 15) == tallest;
            }
            return halved;
        }

        private void append(int marker, int from, int count) {
            out[outLength] = (byte) 0xff;
            out[outLength + 1] = (byte) marker;
            System.arraycopy(in.bytes(), from, out, outLength + 2, count);
            outLength += 2 + count;
        }
    }
}
