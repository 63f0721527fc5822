package dev.convoy.jobs.verify;

import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.feature.TensorColumn;
import dev.convoy.jobs.parquet.ElementType;
import dev.convoy.state.Half;
import dev.convoy.tensor.Printable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How a row of an output differs from the one recomputed.
 *
 * @param halves the columns of tensors whose elements the output has in half precision
 */
record Comparison(Set<String> halves) implements Serializable {

    private static final long serialVersionUID = 1;

    static Comparison of(List<TensorColumn> tensors) {
        return new Comparison(tensors.stream()
                .filter(tensor -> tensor.elements() == ElementType.FLOAT16)
                .map(TensorColumn::name)
                .collect(Collectors.toSet()));
    }

    /**
     * The differences, a line a column; empty where there is none, null where there is no actual row. Reasons of
     * failures are words, and not compared.
     *
     * @param joined the path, the row expected, which is that of the output, and the actual one, which is recomputed
     */
    String differences(Row joined) {
        String path = Printable.escaped(joined.getString(0));
        if (joined.isNullAt(2)) {
            return null;
        }
        Row expected = joined.getStruct(1);
        Row actual = joined.getStruct(2);
        String outcome = outcome(expected);
        if (!outcome.equals(outcome(actual))) {
            return path + ": expected " + outcome + ", actual " + outcome(actual);
        }
        List<String> lines = new ArrayList<>();
        String[] names = expected.schema().fieldNames();
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals(FeatureSchema.ERROR)) {
                String difference = difference(expected.get(i), actual.get(i), halves.contains(names[i]));
                if (!difference.isEmpty()) {
                    lines.add(path + ": column " + Printable.escaped(names[i] + difference));
                }
            }
        }
        return String.join("\n", lines);
    }

    /** Whether there are features, or at which stage the image failed. */
    private static String outcome(Row row) {
        Row error = row.getAs(FeatureSchema.ERROR);
        return error == null ? "features" : "a failure (" + error.getString(0) + ")";
    }

    private static String difference(Object expected, Object actual, boolean halves) {
        if (expected instanceof Row tensor && actual instanceof Row other && isTensor(tensor)) {
            String shape = difference(tensor.get(1), other.get(1), false);
            return shape.isEmpty() ? difference(tensor.get(0), other.get(0), halves) : ".shape" + shape;
        }
        if (expected instanceof Seq<?> values && actual instanceof Seq<?> others) {
            List<?> all = CollectionConverters.asJava(others);
            return difference(CollectionConverters.asJava(values), halves ? rounded(all) : all);
        }
        return sameBits(expected, actual) ? "" : ": expected " + text(expected) + ", actual " + text(actual);
    }

    private static List<Float> rounded(List<?> floats) {
        return floats.stream()
                .map(value -> Half.toFloat(Half.of((Float) value)))
                .toList();
    }

    private static boolean isTensor(Row struct) {
        return Arrays.equals(struct.schema().fieldNames(), new String[] {"data", "shape"});
    }

    private static String text(Object value) {
        if (value == null) {
            return "none";
        }
        return value instanceof Seq || value instanceof Row || value instanceof byte[]
                ? "another value"
                : value.toString();
    }

    private static String difference(List<?> expected, List<?> actual) {
        if (expected.size() != actual.size()) {
            return ": expected " + expected.size() + " values, actual " + actual.size();
        }
        int first = -1;
        int count = 0;
        for (int i = 0; i < expected.size(); i++) {
            if (!sameBits(expected.get(i), actual.get(i))) {
                first = count == 0 ? i : first;
                count++;
            }
        }
        return count == 0
                ? ""
                : ", index " + first + ": expected " + expected.get(first) + ", actual " + actual.get(first) + "; "
                        + count + " of " + expected.size() + " values differ";
    }

    private static boolean sameBits(Object expected, Object actual) {
        return expected instanceof Float a && actual instanceof Float b
                ? Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b)
                : Objects.deepEquals(expected, actual);
    }
}
