package dev.convoy.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The kinds of files that {@link ImageDecoder} reads, told by their first bytes. */
enum ImageFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    TIFF,
    WEBP;

    /** The format of a file, or the reason why it has none. */
    static ImageFormat of(byte[] file) throws ImageException {
        if (file.length == 0) {
            throw new ImageException("empty file (0 bytes)");
        }
        ByteReader in = new ByteReader(file, "file");
        if (in.startsWith(0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (in.startsWith(0, PngDecoder.SIGNATURE)) {
            return PNG;
        }
        if (in.startsWith(0, "GIF87a") || in.startsWith(0, "GIF89a")) {
            return GIF;
        }
        if (in.startsWith(0, "II*\0") || in.startsWith(0, "MM\0*")) {
            return TIFF;
        }
        if (in.startsWith(0, "RIFF") && in.startsWith(8, "WEBP")) {
            return WEBP;
        }
        if (in.startsWith(0, "BM") && in.length() > 18 && in.u32le(14) <= 124) {
            return BMP;
        }
        throw unknown(in);
    }

    /** Whether a file that begins with these bytes has a format. */
    static boolean isKnown(byte[] head) {
        try {
            of(head);
            return true;
        } catch (ImageException e) {
            return false;
        }
    }

    private static ImageException unknown(ByteReader in) {
        if (in.startsWith(4, "ftyp")) {
            return new ImageException("unsupported format: ISO media (AVIF, HEIC or video)");
        }
        if (in.startsWith(0, "%PDF")) {
            return new ImageException("unsupported format: PDF");
        }
        if (in.startsWith(0, "PK\u0003\u0004")) {
            return new ImageException("not an image: a ZIP archive");
        }
        if (in.startsWith(0, "\u001f\u008b")) {
            return new ImageException("not an image: gzip data");
        }
        int shown = Math.min(in.length(), 16);
        return new ImageException(
                isText(in.bytes())
                        ? "not an image: it starts with the text \"" + text(in.bytes()) + "\""
                        : "not an image: it starts with the bytes "
                                + HexFormat.ofDelimiter(" ").formatHex(in.bytes(), 0, shown));
    }

    private static boolean isText(byte[] file) {
        for (int i = 0; i < Math.min(file.length, 64); i++) {
            boolean printable = file[i] >= ' ' && file[i] < 0x7f;
            if (!printable && file[i] != '\n' && file[i] != '\r' && file[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 40), StandardCharsets.US_ASCII);
        return start.lines().findFirst().orElse("").strip();
    }
}
