package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import dev.convoy.state.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Numbers or booleans, which are packed. Its buffers are validity, values. */
final class NumberColumn extends ArrowColumn {

    private final DType dtype;
    private BatchBuffer values;

    NumberColumn(Heading heading, DType dtype) {
        super(heading);
        this.dtype = dtype;
    }

    @Override
    void load(Batch in) throws IOException {
        values = dtype == DType.BOOL
                ? in.buffer(this, 1, (in.rows() + 7) / Byte.SIZE, 1)
                : in.buffer(this, 1, in.rows(), bytes());
    }

    @Override
    public long bytes() {
        return dtype.bits() / Byte.SIZE;
    }

    @Override
    public Object value() throws IOException {
        if (dtype == DType.BOOL) {
            return values.bit(row());
        }
        ByteBuffer bytes = values.bytes(row() * bytes(), (int) bytes());
        return switch (dtype) {
            case I8 -> (int) bytes.get(0);
            case U8 -> Byte.toUnsignedInt(bytes.get(0));
            case I16 -> (int) bytes.getShort(0);
            case U16 -> Short.toUnsignedInt(bytes.getShort(0));
            case I32 -> bytes.getInt(0);
            case U32 -> Integer.toUnsignedLong(bytes.getInt(0));
            case I64 -> bytes.getLong(0);
            case F64 -> bytes.getDouble(0);
            default -> Elements.toFloat32(dtype, bytes, label())[0];
        };
    }

    /** What the values of a type are in Java. */
    static Kind kind(DType dtype) {
        return switch (dtype) {
            case BOOL -> Kind.BOOLEAN;
            case I8, U8, I16, U16, I32 -> Kind.INTEGER;
            case U32, I64 -> Kind.LONG;
            case F16, F32 -> Kind.FLOAT;
            case F64 -> Kind.DOUBLE;
            default -> Kind.OTHER;
        };
    }
}
