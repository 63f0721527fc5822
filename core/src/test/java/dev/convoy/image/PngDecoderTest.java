package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class PngDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void aPaletteIndexWithoutAnEntryIsBlack() throws ImageException {
        byte[] rows = deflated(0, 0, 1, 2, 200);
        byte[] file =
                png(header(4, 1, 8, 3), chunk("PLTE", 10, 20, 30, 40, 50, 60), chunk("tRNS", 0), chunk("IDAT", rows));
        assertThat(decoder.decode(file).rgb()).containsExactly(10, 20, 30, 40, 50, 60, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void aTransparentColorIsAsAnyOther() throws ImageException {
        byte[] gray = png(header(2, 1, 8, 0), chunk("tRNS", 0, 7), chunk("IDAT", deflated(0, 7, 8)));
        assertThat(decoder.decode(gray).rgb()).containsExactly(7, 7, 7, 8, 8, 8);
        byte[] rgb = png(header(1, 1, 8, 2), chunk("tRNS", 0, 1, 0, 2, 0, 3), chunk("IDAT", deflated(0, 1, 2, 3)));
        assertThat(decoder.decode(rgb).rgb()).containsExactly(1, 2, 3);
    }

    @Test
    void imageDataMayBeInAnyNumberOfChunks() throws ImageException {
        byte[] rows = deflated(0, 1, 2, 0, 3, 4);
        byte[] file = png(
                header(2, 2, 8, 0),
                chunk("IDAT"),
                chunk("IDAT", Arrays.copyOf(rows, 1)),
                chunk("IDAT"),
                chunk("IDAT", Arrays.copyOfRange(rows, 1, rows.length)));
        assertThat(decoder.decode(file).rgb()).containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
    }

    @Test
    void ignoresDamagedMetadata() throws ImageException {
        byte[] file = png(
                header(1, 1, 8, 0),
                chunk("gAMA", 1),
                chunk("iCCP", 'x'),
                chunk("zTXt", 'x', 0, 0, 1, 2, 3),
                chunk("IDAT", deflated(0, 9)));
        assertThat(decoder.decode(file).rgb()).containsExactly(9, 9, 9);
    }

    @Test
    void failsOnImageDataThatEndsBeforeTheLastRow() {
        byte[] file = png(header(2, 2, 8, 0), chunk("IDAT", deflated(0, 1, 2, 0, 3)));
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessage("truncated PNG: its image data ends too early");
    }

    @Test
    void failsOnAFilterAndOnAColorTypeThatDoNotExist() {
        byte[] filter = png(header(1, 1, 8, 0), chunk("IDAT", deflated(5, 1)));
        assertThatThrownBy(() -> decoder.decode(filter))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("corrupt PNG: ");
        byte[] type = png(header(1, 1, 8, 5), chunk("IDAT", deflated(0, 1)));
        assertThatThrownBy(() -> decoder.decode(type))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("corrupt PNG: ");
    }

    private static byte[] header(int width, int height, int depth, int colorType) {
        byte[] data = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colorType)
                .array();
        return chunk("IHDR", data);
    }

    private static byte[] png(byte[]... chunks) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(PngDecoder.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] chunk : chunks) {
            file.writeBytes(chunk);
        }
        file.writeBytes(chunk("IEND"));
        return file.toByteArray();
    }

    private static byte[] chunk(String type, int... data) {
        return chunk(type, bytes(data));
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) crc.getValue()).array();
    }

    private static byte[] deflated(int... rows) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes(rows));
        deflater.finish();
        byte[] data = new byte[100];
        int length = deflater.deflate(data);
        deflater.end();
        return Arrays.copyOf(data, length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
