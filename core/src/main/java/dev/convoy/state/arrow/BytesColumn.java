package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes or texts. Its buffers are validity, offsets, bytes. */
final class BytesColumn extends ArrowColumn {

    private final boolean large;
    private BatchBuffer data;
    private Offsets offsets;

    BytesColumn(Heading heading, boolean large) {
        super(heading);
        this.large = large;
    }

    @Override
    void load(Batch in) throws IOException {
        data = in.buffer(this, 2, 0, 1);
        offsets = new Offsets(this, in, 1, large, data.length());
    }

    @Override
    public long bytes() throws IOException {
        return offsets.range().length();
    }

    @Override
    public Object value() throws IOException {
        Offsets.Range range = offsets.range();
        if (range.length() > ByteSource.LARGEST_ARRAY) {
            throw malformed(
                    data,
                    range.from(),
                    "it has " + range.length() + " bytes, but at most " + ByteSource.LARGEST_ARRAY + " are supported");
        }
        ByteBuffer bytes = data.bytes(range.from(), (int) range.length());
        if (kind() == Kind.BINARY) {
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notText) {
            throw malformed(data, range.from(), "expected UTF-8 text, but it is none");
        }
    }
}
