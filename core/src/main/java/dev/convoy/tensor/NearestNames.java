package dev.convoy.tensor;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says that there is nothing of a name, and which of the names there are may be meant. */
public final class NearestNames {

    private static final int LISTED = 5;
    private static final int LONGEST_COMPARED = 200;

    private NearestNames() {}

    /** For example {@code there is no layer 'layer5'; the nearest of the 60 there are: 'layer4', …}. */
    public static String missing(String kind, String name, Collection<String> names) {
        String missing = "there is no " + kind + " '" + Printable.escaped(name) + "'";
        if (names.isEmpty()) {
            return missing + "; there are no " + kind + "s at all";
        }
        List<String> nearest = names.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .limit(LISTED)
                .toList();
        String listed = nearest.stream().map(Printable::escaped).collect(Collectors.joining("', '", "'", "'"));
        return missing
                + (names.size() <= LISTED
                        ? "; there are " + listed
                        : "; the nearest of the " + names.size() + " there are: " + listed);
    }

    /** 0 if one is the other behind a prefix, as in {@code module.conv1.weight}; else the number of edits. */
    private static int distance(String name, String candidate) {
        if (candidate.endsWith("." + name) || name.endsWith("." + candidate)) {
            return 0;
        }
        if (name.length() > LONGEST_COMPARED || candidate.length() > LONGEST_COMPARED) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[candidate.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int i = 1; i <= name.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int replaced = diagonal + (name.charAt(i - 1) == candidate.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[candidate.length()];
    }
}
