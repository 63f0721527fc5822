package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names on local disks. They are bytes to the system and text to the JVM, which takes the encoding of the locale it was
 * started in, {@code sun.jnu.encoding}; a file whose name is no such text cannot be opened.
 */
final class LocalNames {

    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "");

    private LocalNames() {}

    /** The local file that a Hadoop path names. */
    static Path local(org.apache.hadoop.fs.Path path) {
        return Path.of(path.toUri().getPath());
    }

    /** The Hadoop path of an absolute local name, whatever characters are in it. */
    static org.apache.hadoop.fs.Path hadoop(String name) {
        return new org.apache.hadoop.fs.Path("file", null, name);
    }

    /** Whether a name that was listed is text, by which its file is found again. */
    static boolean isText(Path name) {
        try {
            return name.equals(Path.of(name.toString()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** An absolute name; bytes that are no UTF-8, or may not be printed here, as <code>&#92;xE9</code>. */
    static String escaped(Path name) {
        ByteBuffer bytes = bytes(name.toUri().getRawPath());
        CharBuffer chars = CharBuffer.allocate(bytes.remaining());
        CharsetDecoder decoder = (isUtf8() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII).newDecoder();
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            CoderResult result = decoder.decode(bytes, chars, true);
            text.append(chars.flip());
            chars.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02X", bytes.get()));
            }
        }
        return text.length() > 1 && text.charAt(text.length() - 1) == '/'
                ? text.substring(0, text.length() - 1)
                : text.toString();
    }

    /** What a percent-encoded path encodes. */
    private static ByteBuffer bytes(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) encoded.charAt(i));
            }
        }
        return bytes.flip();
    }

    /** Refuses a name that is no text to this JVM where the locale it was started in may be why. */
    static void requireUtf8(Path name) throws ConfigurationException {
        if (!isUtf8()) {
            throw new ConfigurationException(escaped(name) + ": " + wrongLocale());
        }
    }

    /** Whether this JVM takes names for UTF-8. */
    static boolean isUtf8() {
        return ENCODING.equalsIgnoreCase("UTF-8");
    }

    /** Why a name is no text here, and what to do. */
    static String wrongLocale() {
        return "the JVM was started in a locale of encoding " + ENCODING + ", in which the name cannot be said; set one"
                + " of UTF-8 before it starts: export LC_ALL=C.UTF-8, and for executors --conf"
                + " spark.executorEnv.LC_ALL=C.UTF-8 (locale -a lists those that a machine has)";
    }

    /** Fails where this JVM, which may be an executor's, cannot say a name. */
    static void requireText(org.apache.hadoop.fs.Path path) throws IOException {
        try {
            local(path);
        } catch (InvalidPathException e) {
            throw isUtf8() ? new IOException(e.getMessage(), e) : new IOException(wrongLocale(), e);
        }
    }
}
