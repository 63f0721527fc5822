package dev.convoy.state.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.state.arrow.IpcWriter.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/** The flatbuffers of a file that holds a state dict. A flatbuffer is built from its end, children first. */
final class FlatBuffers {

    private static final short VERSION = MetadataVersion.V5;

    private final StateDict state;

    FlatBuffers(StateDict state) {
        this.state = state;
    }

    ByteBuffer schemaMessage() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        return message(builder, MessageHeader.Schema, schema(builder), 0);
    }

    /** The record batch of one row without nulls; so no buffer says what is valid. */
    ByteBuffer batchMessage(List<Place> places, long bodyLength) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        List<StateDict.Entry> entries = new ArrayList<>(state.entries().values());
        RecordBatch.startBuffersVector(builder, 3 * places.size());
        for (int i = places.size() - 1; i >= 0; i--) {
            Place place = places.get(i);
            Buffer.createBuffer(builder, place.offset(), place.length());
            Buffer.createBuffer(builder, place.offset(), 0);
            Buffer.createBuffer(builder, place.offset(), 0);
        }
        int buffers = builder.endVector();
        RecordBatch.startNodesVector(builder, 2 * entries.size());
        for (int i = entries.size() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, entries.get(i).shape().elements(), 0);
            FieldNode.createFieldNode(builder, 1, 0);
        }
        int nodes = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, 1);
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, buffers);
        return message(builder, MessageHeader.RecordBatch, RecordBatch.endRecordBatch(builder), bodyLength);
    }

    ByteBuffer footer(long batchStart, int metadataLength, long bodyLength) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = schema(builder);
        Footer.startRecordBatchesVector(builder, 1);
        Block.createBlock(builder, batchStart, metadataLength, bodyLength);
        int batches = builder.endVector();
        Footer.startDictionariesVector(builder, 0);
        int dictionaries = builder.endVector();
        builder.finish(Footer.createFooter(builder, VERSION, schema, dictionaries, batches, 0));
        return builder.dataBuffer();
    }

    private static ByteBuffer message(FlatBufferBuilder builder, byte type, int header, long bodyLength) {
        builder.finish(Message.createMessage(builder, VERSION, type, header, bodyLength, 0));
        return builder.dataBuffer();
    }

    private int schema(FlatBufferBuilder builder) {
        int[] fields = state.entries().entrySet().stream()
                .mapToInt(entry -> field(builder, entry.getKey(), entry.getValue()))
                .toArray();
        int vector = Schema.createFieldsVector(builder, fields);
        int metadata = Schema.createCustomMetadataVector(builder, pairs(builder, state.metadata()));
        return Schema.createSchema(builder, Endianness.Little, vector, metadata, 0);
    }

    private static int field(FlatBufferBuilder builder, String name, StateDict.Entry entry) {
        int label = text(builder, name);
        int metadata = Field.createCustomMetadataVector(
                builder,
                pairs(
                        builder,
                        Map.of(
                                Columns.EXTENSION_NAME,
                                TensorType.NAME,
                                Columns.EXTENSION_METADATA,
                                TensorType.json(entry.shape()))));
        int children = Field.createChildrenVector(builder, new int[] {
            values(builder, ValueType.stored(entry.dtype()).orElseThrow())
        });
        int type = FixedSizeList.createFixedSizeList(builder, entry.shape().elements());
        return Field.createField(builder, label, false, Type.FixedSizeList, type, 0, children, metadata);
    }

    /** The field of a list's values, named and nullable as pyarrow's are: the storage types are then equal. */
    private static int values(FlatBufferBuilder builder, DType stored) {
        int label = text(builder, "item");
        int children = Field.createChildrenVector(builder, new int[0]);
        int type = ValueType.add(builder, stored);
        return Field.createField(builder, label, true, ValueType.kind(stored), type, 0, children, 0);
    }

    private static int[] pairs(FlatBufferBuilder builder, Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .mapToInt(pair ->
                        KeyValue.createKeyValue(builder, text(builder, pair.getKey()), text(builder, pair.getValue())))
                .toArray();
    }

    private static int text(FlatBufferBuilder builder, String text) {
        try {
            return builder.createString(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException notUnicode) {
            throw new IllegalArgumentException("a name or the metadata is not valid Unicode", notUnicode);
        }
    }
}
