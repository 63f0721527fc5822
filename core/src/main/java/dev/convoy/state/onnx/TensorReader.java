package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import dev.convoy.state.DType;
import dev.convoy.state.Elements;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Reads tensors, raw, typed and external, never more than the bytes there.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto, TensorProto</a>
 */
final class TensorReader {

    /** By the numbers of {@code TensorProto.DataType}; the 4-bit types, text and complex doubles are not among them. */
    private static final Map<Integer, DType> TYPES = Map.ofEntries(
            Map.entry(1, DType.F32),
            Map.entry(2, DType.U8),
            Map.entry(3, DType.I8),
            Map.entry(4, DType.U16),
            Map.entry(5, DType.I16),
            Map.entry(6, DType.I32),
            Map.entry(7, DType.I64),
            Map.entry(9, DType.BOOL),
            Map.entry(10, DType.F16),
            Map.entry(11, DType.F64),
            Map.entry(12, DType.U32),
            Map.entry(13, DType.U64),
            Map.entry(16, DType.BF16),
            Map.entry(17, DType.F8_E4M3),
            Map.entry(18, DType.F8_E4M3FNUZ),
            Map.entry(19, DType.F8_E5M2),
            Map.entry(20, DType.F8_E5M2FNUZ));

    private final String model;
    private final ExternalData external;

    TensorReader(String model, ExternalData external) {
        this.model = model;
        this.external = external;
    }

    /** The type that a number of {@code TensorProto.DataType} stands for; null if there is none. */
    static DType type(int number) {
        return TYPES.get(number);
    }

    static boolean isFloat(DType type) {
        return type == DType.F32 || type == DType.F16 || type == DType.BF16 || type == DType.F64;
    }

    /** Adds a tensor as it is stored. */
    void read(StateDict.Builder state, String name, TensorProto tensor) throws IOException {
        String label = "tensor " + Names.quoted(name);
        DType type = type(tensor.getDataType());
        if (type == null) {
            throw malformed(
                    label + " is of type " + tensor.getDataType() + " of TensorProto.DataType, which is not supported");
        }
        if (tensor.hasSegment()) {
            throw malformed(label + " is stored in segments, which are not supported");
        }
        int[] sizes = new int[tensor.getDimsCount()];
        long elements = 1;
        for (int i = 0; i < sizes.length; i++) {
            long size = tensor.getDims(i);
            if (size < 0 || size > Integer.MAX_VALUE || size > 0 && elements > Integer.MAX_VALUE / size) {
                throw malformed(label + " has the sizes " + tensor.getDimsList() + ", of which no tensor can be");
            }
            sizes[i] = (int) size;
            elements *= size;
        }
        ByteBuffer bytes = bytes(label, tensor, type, (int) elements);
        state.put(name, type, Shape.of(sizes), bytes);
    }

    /** The tensor with its elements in it, wherever they lie. */
    TensorProto embedded(TensorProto tensor) throws IOException {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return tensor;
        }
        StateDict.Builder state = StateDict.builder();
        read(state, tensor.getName(), tensor);
        ByteBuffer bytes = state.build().entry(tensor.getName()).bytes();
        return tensor.toBuilder()
                .clearExternalData()
                .clearDataLocation()
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes))
                .build();
    }

    private ByteBuffer bytes(String label, TensorProto tensor, DType type, int elements) throws IOException {
        long expected = type.bytes(elements);
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return external.read(tensor, expected);
        }
        if (tensor.hasRawData()) {
            check(label, tensor.getRawData().size(), expected, "bytes");
            return tensor.getRawData().asReadOnlyByteBuffer();
        }
        int count = switch (type) {
            case F32 -> tensor.getFloatDataCount();
            case F64 -> tensor.getDoubleDataCount();
            case I64 -> tensor.getInt64DataCount();
            case U32, U64 -> tensor.getUint64DataCount();
            default -> tensor.getInt32DataCount();
        };
        check(label, count, elements, "elements");
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(expected)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            switch (type) {
                case F32 -> bytes.putFloat(tensor.getFloatData(i));
                case F64 -> bytes.putDouble(tensor.getDoubleData(i));
                case I64 -> bytes.putLong(tensor.getInt64Data(i));
                case U64 -> bytes.putLong(tensor.getUint64Data(i));
                case U32 -> bytes.putInt((int) tensor.getUint64Data(i));
                case I32 -> bytes.putInt(tensor.getInt32Data(i));
                case I16, U16, F16, BF16 -> bytes.putShort((short) tensor.getInt32Data(i));
                default -> bytes.put((byte) tensor.getInt32Data(i));
            }
        }
        return bytes.flip();
    }

    private void check(String label, long found, long expected, String unit) throws MalformedFileException {
        if (found != expected) {
            throw malformed(label + " takes " + expected + " " + unit + ", but the model has " + found + " of them");
        }
    }

    private MalformedFileException malformed(String reason) {
        return new MalformedFileException(model, -1, reason);
    }

    /** A stored tensor's elements: integers as they are, floats in float32. */
    static Literal literal(StateDict state, String name) {
        StateDict.Entry entry = state.entry(name);
        DType type = entry.dtype();
        if (isFloat(type)) {
            String label = state.source() + ": tensor " + Names.quoted(name);
            return Literal.of(Tensor.of(entry.shape(), Elements.toFloat32(type, entry.bytes(), label)));
        }
        ByteBuffer bytes = entry.bytes();
        long[] integers = new long[entry.shape().elements()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = switch (type) {
                case BOOL -> bytes.get(i) == 0 ? 0 : 1;
                case U8 -> bytes.get(i) & 0xff;
                case I8 -> bytes.get(i);
                case I16 -> bytes.getShort(2 * i);
                case U16 -> bytes.getShort(2 * i) & 0xffff;
                case I32 -> bytes.getInt(4 * i);
                case U32 -> Integer.toUnsignedLong(bytes.getInt(4 * i));
                case I64, U64 -> bytes.getLong(8 * i);
                default -> throw new Unsupported("takes the tensor " + Names.quoted(name) + " of type " + type);
            };
        }
        return Literal.of(entry.shape(), integers);
    }
}
