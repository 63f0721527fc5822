package dev.convoy.state.torch;

import dev.convoy.state.DType;
import java.util.HashMap;
import java.util.Map;

/**
 * The type of a storage's or tensor's elements.
 *
 * @param name as torch calls it, without {@code torch.}
 * @param dtype what it is here; null if there is no such type
 * @param bytes the size of an element
 */
record ElementType(String name, DType dtype, int bytes) {

    private static final Map<String, ElementType> STORAGES = new HashMap<>();
    private static final Map<String, ElementType> DTYPES = new HashMap<>();

    static {
        add(DType.F32, 4, "FloatStorage", "float32", "float");
        add(DType.F64, 8, "DoubleStorage", "float64", "double");
        add(DType.F16, 2, "HalfStorage", "float16", "half");
        add(DType.BF16, 2, "BFloat16Storage", "bfloat16");
        add(DType.I64, 8, "LongStorage", "int64", "long");
        add(DType.I32, 4, "IntStorage", "int32", "int");
        add(DType.I16, 2, "ShortStorage", "int16", "short");
        add(DType.I8, 1, "CharStorage", "int8");
        add(DType.U8, 1, "ByteStorage", "uint8");
        add(DType.BOOL, 1, "BoolStorage", "bool");
        add(DType.C64, 8, "ComplexFloatStorage", "complex64", "cfloat");
        add(null, 16, "ComplexDoubleStorage", "complex128", "cdouble");
        add(null, 1, "QInt8Storage", "qint8");
        add(null, 1, "QUInt8Storage", "quint8");
        add(null, 4, "QInt32Storage", "qint32");
        add(DType.U8, 1, "UntypedStorage");
        addDType(DType.U16, 2, "uint16");
        addDType(DType.U32, 4, "uint32");
        addDType(DType.U64, 8, "uint64");
        addDType(DType.F8_E4M3, 1, "float8_e4m3fn");
        addDType(DType.F8_E5M2, 1, "float8_e5m2");
        addDType(DType.F8_E4M3FNUZ, 1, "float8_e4m3fnuz");
        addDType(DType.F8_E5M2FNUZ, 1, "float8_e5m2fnuz");
        addDType(DType.F8_E8M0, 1, "float8_e8m0fnu");
    }

    private static void add(DType dtype, int bytes, String storage, String... names) {
        STORAGES.put(storage, new ElementType(storage, dtype, bytes));
        for (String name : names) {
            addDType(dtype, bytes, name);
        }
    }

    private static void addDType(DType dtype, int bytes, String name) {
        DTYPES.put(name, new ElementType(name, dtype, bytes));
    }

    /** The elements of a storage class such as {@code FloatStorage}; null if there is none. */
    static ElementType ofStorage(String name) {
        return STORAGES.get(name);
    }

    /** The elements of a dtype such as {@code float32}; null if there is none. */
    static ElementType ofDType(String name) {
        return DTYPES.get(name);
    }
}
