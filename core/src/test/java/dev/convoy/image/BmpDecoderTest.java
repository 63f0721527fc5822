package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class BmpDecoderTest {

    private static final byte[] ROWS = {1, 2, 3, 0, 4, 5, 6, 0};

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void rowsAreFromTheBottomOrFromTheTop() throws ImageException {
        byte[] up = file(40, 62).putInt(1).putInt(2).putInt(1 | 24 << 16).array();
        assertThat(decoder.decode(up).rgb()).containsExactly(6, 5, 4, 3, 2, 1);
        byte[] down = file(40, 62).putInt(1).putInt(-2).putInt(1 | 24 << 16).array();
        assertThat(decoder.decode(down).rgb()).containsExactly(3, 2, 1, 6, 5, 4);
    }

    @Test
    void readsTheHeaderOfOs2() throws ImageException {
        byte[] direct = file(12, 34).putInt(1 | 2 << 16).putInt(1 | 24 << 16).array();
        assertThat(decoder.decode(direct).rgb()).containsExactly(6, 5, 4, 3, 2, 1);

        ByteBuffer indexed = file(12, 40).putInt(1 | 2 << 16).putInt(1 | 1 << 16);
        indexed.put(new byte[] {7, 8, 9, 10, 11, 12});
        assertThat(decoder.decode(indexed.put(32, (byte) 0x80).array()).rgb()).containsExactly(9, 8, 7, 12, 11, 10);
    }

    /** Neither a profile's place nor what is there has a say, and no file that it names is opened. */
    @Test
    void ignoresAColorProfile() throws ImageException {
        for (String kind : new String[] {"LINK", "MBED"}) {
            ByteBuffer header = file(124, 146).putInt(1).putInt(2).putInt(1 | 24 << 16);
            for (int i = 0; i < 4; i++) {
                header.put(70 + i, (byte) kind.charAt(3 - i));
            }
            header.putInt(126, 1_000_000).putInt(130, 64);
            assertThat(decoder.decode(header.array()).rgb()).containsExactly(6, 5, 4, 3, 2, 1);
        }
    }

    @Test
    void scalesSixteenBitsByTheirMasks() throws ImageException {
        ByteBuffer file = file(40, 74).putInt(1).putInt(2).putInt(1 | 16 << 16).putInt(3);
        file.putInt(54, 0xf00).putInt(58, 0xf0).putInt(62, 0xf);
        assertThat(decoder.decode(file.array()).rgb()).containsExactly(0x55, 0, 0x44, 0x22, 0, 0x11);
    }

    /** A file that ends with {@link #ROWS}, at the size of its header. */
    private static ByteBuffer file(int header, int length) {
        ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(length - ROWS.length, ROWS);
        file.put((byte) 'B').put((byte) 'M').putInt(length).putInt(0).putInt(length - ROWS.length);
        return file.putInt(header);
    }
}
