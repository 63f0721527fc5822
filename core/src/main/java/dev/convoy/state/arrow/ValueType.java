package dev.convoy.state.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.flatbuffers.Table;
import dev.convoy.state.DType;
import java.util.Optional;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Type;

/** Arrow's types of values and the types of elements they are. */
final class ValueType {

    private ValueType() {}

    /** The type of a field's values; empty if there is no such type of elements. */
    static Optional<DType> of(Field values) {
        return switch (values.typeType()) {
            case Type.Bool -> Optional.of(DType.BOOL);
            case Type.FloatingPoint ->
                present(values, new FloatingPoint()).flatMap(type -> switch (type.precision()) {
                    case Precision.HALF -> Optional.of(DType.F16);
                    case Precision.SINGLE -> Optional.of(DType.F32);
                    case Precision.DOUBLE -> Optional.of(DType.F64);
                    default -> Optional.empty();
                });
            case Type.Int -> present(values, new Int()).flatMap(type -> integer(type.bitWidth(), type.isSigned()));
            default -> Optional.empty();
        };
    }

    private static Optional<DType> integer(int bits, boolean signed) {
        return switch (bits) {
            case 8 -> Optional.of(signed ? DType.I8 : DType.U8);
            case 16 -> Optional.of(signed ? DType.I16 : DType.U16);
            case 32 -> Optional.of(signed ? DType.I32 : DType.U32);
            case 64 -> Optional.of(signed ? DType.I64 : DType.U64);
            default -> Optional.empty();
        };
    }

    private static <T extends Table> Optional<T> present(Field values, T type) {
        return values.type(type) == null ? Optional.empty() : Optional.of(type);
    }

    /** The type as which elements are stored; empty if Arrow has none. */
    static Optional<DType> stored(DType dtype) {
        return switch (dtype) {
            case BOOL, U8, I8, U16, I16, U32, I32, U64, I64, F16, F32, F64 -> Optional.of(dtype);
            case BF16 -> Optional.of(DType.F32);
            default -> Optional.empty();
        };
    }

    /** Arrow's number for the kind of a stored type. */
    static byte kind(DType stored) {
        return switch (stored) {
            case BOOL -> Type.Bool;
            case F16, F32, F64 -> Type.FloatingPoint;
            default -> Type.Int;
        };
    }

    /** Adds a stored type to a flatbuffer. */
    static int add(FlatBufferBuilder builder, DType stored) {
        return switch (stored) {
            case BOOL -> {
                Bool.startBool(builder);
                yield Bool.endBool(builder);
            }
            case F16 -> FloatingPoint.createFloatingPoint(builder, Precision.HALF);
            case F32 -> FloatingPoint.createFloatingPoint(builder, Precision.SINGLE);
            case F64 -> FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
            default -> Int.createInt(builder, stored.bits(), stored.name().startsWith("I"));
        };
    }
}
