package dev.convoy.state.arrow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.junit.jupiter.api.Test;

/** Files that no writer writes: small ones that ask for much. */
class HostileArrowFileTest {

    @Test
    void tensorsThatShareTheirBytesAreRefused() {
        FlatBuffers flat = new FlatBuffers(StateDict.builder()
                .put("w", Tensor.zeros(Shape.of(6)))
                .put("again", Tensor.zeros(Shape.of(6)))
                .build());
        IpcWriter.Place place = new IpcWriter.Place(0, 24);
        byte[] body = new byte[24];

        assertRefused(
                stream(flat.schemaMessage(), flat.batchMessage(List.of(place, place), body.length), body),
                "tensor 'again' overlaps another; the file is damaged");
    }

    @Test
    void aSmallFileThatStandsForALargeOneIsRefused() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int[] pairs = {
            pair(builder, Columns.EXTENSION_NAME, TensorType.NAME),
            pair(builder, Columns.EXTENSION_METADATA, "{\"shape\":[0]}"),
            pair(builder, "other", "x".repeat(100_000))
        };
        int metadata = Field.createCustomMetadataVector(builder, pairs);
        int values = Field.createField(builder, 0, true, Type.Bool, ValueType.add(builder, DType.BOOL), 0, 0, 0);
        int children = Field.createChildrenVector(builder, new int[] {values});
        int type = FixedSizeList.createFixedSizeList(builder, 0);
        int[] fields = new int[1000];
        for (int i = 0; i < fields.length; i++) {
            int name = builder.createString("name" + i);
            fields[i] = Field.createField(builder, name, false, Type.FixedSizeList, type, 0, children, metadata);
        }
        int vector = Schema.createFieldsVector(builder, fields);
        int schema = Schema.createSchema(builder, (short) 0, vector, 0, 0);
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));

        assertRefused(
                stream(builder.dataBuffer()),
                "the metadata of a message refers to the same text again and again; the file is made to do harm");
    }

    @Test
    void oneBatchThatIsNamedAgainAndAgainIsRefused() {
        ByteBuffer message = new FlatBuffers(StateDict.builder().build()).batchMessage(List.of(), 0);
        byte[] batch = stream(message);
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = Schema.createSchema(builder, Endianness.Little, 0, 0, 0);
        Footer.startRecordBatchesVector(builder, 2);
        Block.createBlock(builder, 8, batch.length, 0);
        Block.createBlock(builder, 8, batch.length, 0);
        builder.finish(Footer.createFooter(builder, MetadataVersion.V5, schema, 0, builder.endVector(), 0));
        byte[] footer = builder.sizedByteArray();
        byte[] length = little(new byte[4]).putInt(footer.length).array();

        assertRefused(
                concatenated("ARROW1\0\0".getBytes(US_ASCII), batch, footer, length, "ARROW1".getBytes(US_ASCII)),
                "record batch 1, " + batch.length + " bytes of metadata and 0 bytes of body from byte 8 on, overlaps "
                        + "another; the file is damaged");
    }

    @Test
    void whatArrowAllowsButIsNotSupportedIsRefused() {
        assertRefused(
                stream(schema(MetadataVersion.V5, Endianness.Big)),
                "the file is big-endian, but only little-endian ones are supported");
        assertRefused(
                stream(schema(MetadataVersion.V3, Endianness.Little)),
                "the metadata are of version V3, but versions V4 and V5 are supported, which Arrow writes since 0.8");
    }

    @Test
    void aBatchOfOtherColumnsThanTheSchemasIsRefused() {
        FlatBuffers one = new FlatBuffers(
                StateDict.builder().put("w", Tensor.zeros(Shape.of(1))).build());
        FlatBuffers none = new FlatBuffers(StateDict.builder().build());
        FlatBuffers longer = new FlatBuffers(
                StateDict.builder().put("w", Tensor.zeros(Shape.of(2))).build());

        assertRefused(
                stream(one.schemaMessage(), none.batchMessage(List.of(), 0), new byte[0]),
                "the record batch has 0 nodes and 0 buffers, but 1 columns have 2 and 3; the file is damaged");
        assertRefused(
                stream(one.schemaMessage(), longer.batchMessage(List.of(new IpcWriter.Place(0, 8)), 8), new byte[8]),
                "tensor 'w' of shape [1] has a node of length 2 where one of 1 is expected; the file is damaged");
    }

    private static ByteBuffer schema(short version, short endianness) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = Schema.createSchema(builder, endianness, 0, 0, 0);
        builder.finish(Message.createMessage(builder, version, MessageHeader.Schema, schema, 0, 0));
        return builder.dataBuffer();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int pair(FlatBufferBuilder builder, String key, String value) {
        return KeyValue.createKeyValue(builder, builder.createString(key), builder.createString(value));
    }

    private static byte[] stream(ByteBuffer schema, ByteBuffer batch, byte[] body) {
        return concatenated(stream(schema), stream(batch), body);
    }

    private static byte[] stream(ByteBuffer message) {
        byte[] prefix = new byte[8];
        little(prefix).putInt(-1).putInt(message.remaining());
        byte[] metadata = new byte[message.remaining()];
        message.get(metadata);
        return concatenated(prefix, metadata);
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> ArrowFile.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("x: ")
                .hasMessageContaining(message);
    }
}
