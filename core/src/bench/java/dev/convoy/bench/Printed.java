package dev.convoy.bench;

import dev.convoy.nn.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of an operator, read from what it prints: torch's form, {@code Conv2d(3, 64, kernel_size=(7, 7),
 * stride=(2, 2), bias=False)}. Arguments that torch does not print are torch's defaults; the engines' outputs would not
 * {@linkplain Agreement agree} if they were others.
 *
 * @param text what the operator prints
 * @param positional the arguments without a name
 * @param named the others
 */
record Printed(String text, List<String> positional, Map<String, String> named) {

    static Printed of(Operator operator) {
        String text = operator.toString();
        List<String> positional = new ArrayList<>();
        Map<String, String> named = new LinkedHashMap<>();
        int depth = 0;
        int from = text.indexOf('(') + 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = c == ')' && depth == 0;
            if (last || (c == ',' && depth == 0)) {
                add(text.substring(from, i).strip(), positional, named);
                from = i + 1;
            }
            if (last) {
                break;
            }
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        }
        return new Printed(text, positional, named);
    }

    private static void add(String argument, List<String> positional, Map<String, String> named) {
        int equals = argument.indexOf('=');
        if (equals >= 0) {
            named.put(argument.substring(0, equals), argument.substring(equals + 1));
        } else if (!argument.isEmpty()) {
            positional.add(argument);
        }
    }

    /** The numbers of an argument, one of which stands for {@code count}; the default where it is not printed. */
    int[] numbers(String name, int count, int otherwise) {
        int[] numbers = new int[count];
        int[] printed = named.containsKey(name) ? parsed(named.get(name)) : new int[] {otherwise};
        if (printed.length != 1 && printed.length != count) {
            throw new IllegalArgumentException(text + " has other than " + count + " numbers for " + name);
        }
        for (int i = 0; i < count; i++) {
            numbers[i] = printed[printed.length == 1 ? 0 : i];
        }
        return numbers;
    }

    /** All numbers of an argument. */
    int[] numbers(String name) {
        return parsed(required(name));
    }

    private int[] parsed(String list) {
        String[] parts = list.replaceAll("[()\\[\\] ]", "").split(",");
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + " has no whole number in '" + list + "'", e);
            }
        }
        return numbers;
    }

    double number(String name) {
        return Double.parseDouble(required(name));
    }

    boolean flag(String name, boolean otherwise) {
        return named.getOrDefault(name, otherwise ? "True" : "False").equals("True");
    }

    /** Fails where an argument is printed that is not its default. */
    void requireDefault(String name, String value) {
        if (!named.getOrDefault(name, value).equals(value)) {
            throw new IllegalArgumentException(text + " is only known with " + name + "=" + value);
        }
    }

    private String required(String name) {
        String value = named.get(name);
        if (value == null) {
            throw new IllegalArgumentException(text + " does not print " + name);
        }
        return value;
    }
}
