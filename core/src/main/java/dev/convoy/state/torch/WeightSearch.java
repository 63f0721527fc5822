package dev.convoy.state.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the dictionaries of tensors in a checkpoint: the object saved itself, or what it holds one or two levels down.
 */
final class WeightSearch {

    private static final int DEEPEST = 2;
    private static final int LISTED = 20;

    /** What training scripts call the weights. */
    private static final Set<String> COMMON = Set.of(
            "state_dict",
            "model",
            "model_state_dict",
            "model_state",
            "net",
            "network",
            "module",
            "weights",
            "params",
            "ema",
            "model_ema",
            "ema_state_dict",
            "state_dict_ema",
            "params_ema",
            "teacher",
            "student");

    /** @param path the keys that lead to the dictionary, joined by dots; empty for the object saved itself */
    record Found(String path, Map<?, ?> entries) {

        boolean commonlyNamed() {
            return path.isEmpty() || COMMON.contains(path.substring(path.lastIndexOf('.') + 1));
        }
    }

    private final List<Found> all = new ArrayList<>();
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private WeightSearch(Object value) {
        visit("", value, 0);
    }

    /** The dictionaries that hold a tensor, outermost first. */
    static WeightSearch in(Object value) {
        return new WeightSearch(value);
    }

    private void visit(String path, Object value, int depth) {
        if (!(value instanceof Map<?, ?> map) || !visited.add(map)) {
            return;
        }
        if (map.values().stream().anyMatch(StoredTensor.class::isInstance)) {
            all.add(new Found(path, map));
        }
        if (depth < DEEPEST) {
            map.forEach((key, inner) -> {
                if (key instanceof String name) {
                    visit(path.isEmpty() ? name : path + "." + name, inner, depth + 1);
                }
            });
        }
    }

    /**
     * Those that may be the weights. A dictionary of nothing but tensors may; so may one with other entries, if it
     * names tensors as state dicts do, {@code conv1.weight}, or if there is no other. If just one of several has a name
     * in common use, it is the one.
     */
    List<Found> candidates() {
        List<Found> likely = all.stream().filter(WeightSearch::isStateDict).toList();
        List<Found> candidates = likely.isEmpty() ? all : likely;
        List<Found> common = candidates.stream().filter(Found::commonlyNamed).toList();
        return common.size() == 1 ? common : candidates;
    }

    /** The dictionary that these keys, joined by dots, lead to; null if there is none that holds a tensor. */
    Found at(String path) {
        return all.stream().filter(found -> found.path.equals(path)).findFirst().orElse(null);
    }

    /** All that {@link #at} finds, for a message. */
    String listed() {
        return listed(all.stream().filter(found -> !found.path.isEmpty()).toList());
    }

    static String listed(List<Found> found) {
        String listed = found.stream()
                .limit(LISTED)
                .map(one -> one.path.isEmpty()
                        ? "the outermost dictionary"
                        : "'" + Refusal.printable(one.path) + "' (" + one.entries.size() + " entries)")
                .collect(Collectors.joining(", "));
        return found.size() > LISTED ? listed + " and " + (found.size() - LISTED) + " more" : listed;
    }

    private static boolean isStateDict(Found found) {
        boolean onlyTensors = true;
        boolean dotted = false;
        for (Map.Entry<?, ?> entry : found.entries.entrySet()) {
            boolean tensor = entry.getKey() instanceof String && entry.getValue() instanceof StoredTensor;
            onlyTensors &= tensor;
            dotted |= tensor && entry.getKey().toString().contains(".");
        }
        return onlyTensors || dotted;
    }
}
