package dev.convoy.state.torch;

import dev.convoy.state.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * Interprets a pickle by two allow-lists, of instructions and of {@link Globals}, and refuses everything else before it
 * has an effect. No class is looked up, nothing is instantiated but descriptions of tensors, and dictionaries keep
 * their order.
 *
 * <p>Bounded in memory and time: a length is checked against the bytes that are left before anything of it is
 * allocated, and the number of instructions and the depth of the stack have limits far above those of any checkpoint.
 */
final class RestrictedUnpickler extends Unpickler {

    private static final int MOST_STEPS = 2_000_000;
    private static final int DEEPEST_STACK = 20_000;
    private static final int LONGEST_INTEGER = 1024;
    private static final int LONGEST_KEY = 4096;

    private final ByteSource source;
    private final long base;
    private final Map<String, Integer> elementBytes;
    private PickleStream stream;
    private int steps;

    private RestrictedUnpickler(ByteSource source, long base, Map<String, Integer> elementBytes) {
        this.source = source;
        this.base = base;
        this.elementBytes = elementBytes;
    }

    /** What a pickle holds, and where it ends in the source. */
    record Result(Object value, long end) {}

    /**
     * Reads the pickle that begins at a place of the source.
     *
     * @param base where the source begins in the file, for messages; -1 if it has no place there
     * @param elementBytes takes up, for each storage that the pickle refers to, the size of its elements
     */
    static Result load(ByteSource source, long position, long base, Map<String, Integer> elementBytes)
            throws IOException {
        return new RestrictedUnpickler(source, base, elementBytes).load(position);
    }

    private Result load(long position) throws IOException {
        stream = new PickleStream(source, position);
        try {
            return new Result(load(stream), stream.position());
        } catch (PickleException refused) {
            throw source.malformed(place(), refused.getMessage());
        } catch (ClassCastException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException
                | IllegalArgumentException damaged) {
            // The library's own checks: an operand of another kind, an empty stack.
            throw source.malformed(place(), "the pickle contradicts itself; the file is damaged");
        }
    }

    private long place() {
        return base < 0 ? -1 : base + stream.position();
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        spend(1);
        if (stack.size() > DEEPEST_STACK) {
            throw new PickleException(
                    "the pickle nests or lists more than " + DEEPEST_STACK + " values at once; a state dict does not");
        }
        switch (key) {
            case Opcodes.GLOBAL -> stack.add(global(stream.line(), stream.line()));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(global((String) stack.pop(), name));
            }
            case Opcodes.REDUCE, Opcodes.NEWOBJ -> call();
            case Opcodes.BUILD -> build();
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.DICT -> {
                List<Object> items = items();
                stack.add(new LinkedHashMap<>());
                putAll(items);
            }
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                putAll(Arrays.asList(stack.pop(), value));
            }
            case Opcodes.SETITEMS -> putAll(items());
            case Opcodes.EMPTY_LIST, Opcodes.EMPTY_SET -> stack.add(new ArrayList<>(0));
            case Opcodes.LIST, Opcodes.FROZENSET -> stack.add(items());
            case Opcodes.APPEND -> addAll(Collections.singletonList(stack.pop()));
            case Opcodes.APPENDS, Opcodes.ADDITEMS -> addAll(items());
            default -> {
                checkLength(key);
                return super.dispatch(key);
            }
        }
        return NO_RETURN_VALUE;
    }

    /** Refuses lengths beyond the bytes that are left, and all instructions but those that make plain values. */
    private void checkLength(short key) throws IOException {
        switch (key) {
            case Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINBYTES, Opcodes.SHORT_BINUNICODE, Opcodes.LONG1 ->
                checkLength(1, Integer.MAX_VALUE);
            case Opcodes.BINSTRING, Opcodes.BINBYTES, Opcodes.BINUNICODE -> checkLength(4, Integer.MAX_VALUE);
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> checkLength(8, Integer.MAX_VALUE);
            case Opcodes.LONG4 -> checkLength(4, LONGEST_INTEGER);
            case Opcodes.MARK,
                    Opcodes.STOP,
                    Opcodes.POP,
                    Opcodes.POP_MARK,
                    Opcodes.DUP,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.BINFLOAT,
                    Opcodes.TUPLE,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.BINPERSID,
                    Opcodes.PROTO,
                    Opcodes.FRAME -> {}
            default ->
                throw new PickleException(String.format(
                        "the pickle has the instruction 0x%02x, which torch.save does not write; the file is damaged, "
                                + "or not PyTorch's",
                        key));
        }
    }

    private void checkLength(int bytes, int largest) throws IOException {
        long length = stream.peek(bytes);
        long room = stream.remaining() - bytes;
        if (length < 0 || length > room) {
            throw new PickleException("the pickle has a value of " + Long.toUnsignedString(length) + " bytes, but only "
                    + room + " follow; the file is damaged or truncated");
        }
        if (length > largest) {
            throw new PickleException(
                    "the pickle has a number of " + length + " bytes, but at most " + largest + " are supported");
        }
    }

    private void spend(int count) {
        steps += count;
        if (steps > MOST_STEPS) {
            throw new PickleException("the pickle takes more than " + MOST_STEPS + " steps, more than a state dict "
                    + "needs; save the weights alone, in Python: torch.save(model.state_dict(), path)");
        }
    }

    private static Object global(String module, String name) {
        Object found = Globals.find(module, name);
        if (found == null) {
            throw new PickleException(Refusal.of(module, name));
        }
        return found;
    }

    private void call() {
        Object[] arguments = (Object[]) stack.pop();
        Globals.Function function = (Globals.Function) stack.pop();
        if (arguments.length > 0 && arguments[0] instanceof List<?> list) {
            spend(list.size());
        }
        stack.add(function.call(arguments));
    }

    /** Leaves out the attributes given to an object: {@code _metadata} of a state dict, and what is inert. */
    private void build() {
        stack.pop();
        Object target = stack.peek();
        if (!(target instanceof Map || target instanceof StoredTensor || target == Globals.INERT)) {
            throw new PickleException("the pickle gives attributes to something that has none; the file is damaged");
        }
    }

    private List<Object> items() {
        return stack.pop_all_since_marker();
    }

    private void addAll(List<Object> items) {
        Object target = stack.peek();
        if (target != Globals.INERT) {
            @SuppressWarnings("unchecked")
            List<Object> list = (List<Object>) target;
            list.addAll(items);
        }
    }

    private void putAll(List<Object> items) {
        Object target = stack.peek();
        if (items.size() % 2 != 0) {
            throw new PickleException("the pickle has a dictionary with a key but no value; the file is damaged");
        }
        if (target != Globals.INERT) {
            @SuppressWarnings("unchecked")
            Map<Object, Object> map = (Map<Object, Object>) target;
            for (int i = 0; i < items.size(); i += 2) {
                map.put(key(items.get(i)), items.get(i + 1));
            }
        }
    }

    /** A key that is quick to hash, whatever it refers to. */
    static Object key(Object key) {
        if (key instanceof String text && text.length() > LONGEST_KEY) {
            throw new PickleException("the pickle has a dictionary's key of " + text.length()
                    + " characters, but at most " + LONGEST_KEY + " are supported");
        }
        // Arrays hash by identity: Python's equal tuples stay apart, which matters to no state dict.
        if (key == null
                || key instanceof String
                || key instanceof Number
                || key instanceof Boolean
                || key instanceof Object[]
                || key instanceof byte[]
                || key instanceof ElementType) {
            return key;
        }
        throw new PickleException("the pickle has a dictionary's key that is no text, number or tuple");
    }

    @Override
    protected Object persistentLoad(Object id) {
        if (!(id instanceof Object[] tuple && tuple.length >= 5 && "storage".equals(tuple[0]))) {
            throw new PickleException("the pickle refers to something outside it that is not a tensor's storage");
        }
        ElementType type = StoredTensor.argument(tuple, 1, ElementType.class, "a type of storage");
        String key = StoredTensor.argument(tuple, 2, String.class, "a key");
        long elements = StoredTensor.number(StoredTensor.argument(tuple, 4, Number.class, "a number of elements"));
        elementBytes.put(key, type.bytes());
        if (tuple.length > 5 && tuple[5] instanceof Object[] view) {
            long offset = StoredTensor.number(StoredTensor.argument(view, 1, Number.class, "an offset"));
            long viewed = StoredTensor.number(StoredTensor.argument(view, 2, Number.class, "a number of elements"));
            if (offset < 0 || viewed < 0 || offset > elements || viewed > elements - offset) {
                throw new PickleException("a view of " + viewed + " elements from " + offset
                        + " on does not fit its storage of " + elements);
            }
            return new Storage(type, key, elements, offset, viewed);
        }
        return new Storage(type, key, elements, 0, elements);
    }
}
