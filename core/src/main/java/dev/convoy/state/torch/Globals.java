package dev.convoy.state.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.PickleException;

/**
 * What a pickle may name. Nothing here is Python's or torch's code: a name stands for a small description of a tensor,
 * for a dictionary, or for {@link #INERT}, a value that is never looked at.
 */
final class Globals {

    /** A function or class that a pickle may call. */
    interface Function {

        /** What the call stands for. */
        Object call(Object[] arguments);
    }

    /** A value that a checkpoint may hold beside its weights, and that nobody looks at. */
    static final Object INERT = new Object();

    private static final Function DICTIONARY = Globals::dictionary;
    private static final Function IGNORED = arguments -> INERT;
    private static final Function FIRST = arguments -> StoredTensor.argument(arguments, 0, Object.class, "a value");

    private static final Map<String, Function> FUNCTIONS = Map.ofEntries(
            Map.entry("torch._utils._rebuild_tensor", arguments -> StoredTensor.of(arguments, null, 4)),
            Map.entry("torch._utils._rebuild_tensor_v2", arguments -> StoredTensor.of(arguments, null, 6)),
            Map.entry("torch._utils._rebuild_tensor_v3", Globals::tensorOfDType),
            Map.entry("torch._utils._rebuild_parameter", FIRST),
            Map.entry("torch._utils._rebuild_parameter_with_state", FIRST),
            Map.entry("torch.Size", FIRST),
            Map.entry("torch.device", IGNORED),
            Map.entry("collections.OrderedDict", DICTIONARY),
            Map.entry("collections.defaultdict", arguments -> new LinkedHashMap<>()),
            Map.entry("collections.Counter", IGNORED),
            Map.entry("__builtin__.dict", DICTIONARY),
            Map.entry("builtins.dict", DICTIONARY),
            Map.entry("__builtin__.list", IGNORED),
            Map.entry("builtins.list", IGNORED),
            Map.entry("__builtin__.set", IGNORED),
            Map.entry("builtins.set", IGNORED),
            Map.entry("__builtin__.frozenset", IGNORED),
            Map.entry("builtins.frozenset", IGNORED),
            Map.entry("__builtin__.bytearray", IGNORED),
            Map.entry("builtins.bytearray", IGNORED),
            Map.entry("__builtin__.complex", IGNORED),
            Map.entry("builtins.complex", IGNORED),
            Map.entry("_codecs.encode", IGNORED),
            Map.entry("argparse.Namespace", IGNORED),
            Map.entry("numpy.dtype", IGNORED),
            Map.entry("numpy.ndarray", IGNORED),
            Map.entry("numpy.core.multiarray.scalar", IGNORED),
            Map.entry("numpy._core.multiarray.scalar", IGNORED),
            Map.entry("numpy.core.multiarray._reconstruct", IGNORED),
            Map.entry("numpy._core.multiarray._reconstruct", IGNORED));

    private Globals() {}

    /** What a name stands for: a {@link Function} or an {@link ElementType}; null if a pickle may not name it. */
    static Object find(String module, String name) {
        Object found = FUNCTIONS.get(module + "." + name);
        if (found == null
                && (module.equals("torch") || module.equals("torch.cuda") || module.equals("torch.storage"))) {
            found = ElementType.ofStorage(name);
        }
        if (found == null && module.equals("torch")) {
            found = ElementType.ofDType(name);
        }
        return found;
    }

    private static StoredTensor tensorOfDType(Object[] arguments) {
        ElementType type = StoredTensor.argument(arguments, 6, ElementType.class, "a dtype");
        return StoredTensor.of(arguments, type, 7);
    }

    /** A dictionary, empty or of a list of pairs. */
    private static Map<Object, Object> dictionary(Object[] arguments) {
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        if (arguments.length > 0 && arguments[0] instanceof List<?> pairs) {
            for (Object pair : pairs) {
                Object[] keyAndValue = pair instanceof List<?> list && list.size() == 2 ? list.toArray() : tuple(pair);
                dictionary.put(RestrictedUnpickler.key(keyAndValue[0]), keyAndValue[1]);
            }
        }
        return dictionary;
    }

    private static Object[] tuple(Object pair) {
        if (pair instanceof Object[] tuple && tuple.length == 2) {
            return tuple;
        }
        throw new PickleException("a dictionary is made of something other than pairs");
    }
}
