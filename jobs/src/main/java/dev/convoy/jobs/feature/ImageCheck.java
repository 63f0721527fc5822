package dev.convoy.jobs.feature;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.source.Images;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** Whether images go with the options of an extraction: what can be said of them before any is read. */
record ImageCheck(Extraction extraction, Images images) {

    void run() throws ConfigurationException {
        requirePlaces();
        requirePartitions();
        if (images.tensors()) {
            extraction.requireNoPreprocessing();
        }
    }

    /** A column that is carried needs a name that the output has not given away. */
    private void requirePlaces() throws ConfigurationException {
        for (String name : images.carried().fieldNames()) {
            if (isTaken(name)) {
                throw new ConfigurationException("column '" + name + "' of the input would be carried, but the output"
                        + " has one of its own; say which to carry without it: --carry-columns a,b (or \"\" for none)");
            }
        }
    }

    private boolean isTaken(String name) {
        return FeatureSchema.RESERVED.stream().anyMatch(name::equalsIgnoreCase)
                || extraction.tensors().stream().anyMatch(tensor -> name.equalsIgnoreCase(tensor.name()));
    }

    private void requirePartitions() throws ConfigurationException {
        StructType carried = images.carried();
        for (String name : extraction.partitionBy()) {
            if (!Arrays.asList(carried.fieldNames()).contains(name)) {
                throw new ConfigurationException("--partition-by: expected columns of the input that are carried, but '"
                        + name + "' " + (isTaken(name) ? "is one of the output's own" : "is none") + carriedColumns());
            }
            DataType type = carried.apply(name).dataType();
            if (!namesDirectories(type)) {
                throw new ConfigurationException("--partition-by: expected columns whose values can name directories,"
                        + " but '" + name + "' is " + type.sql() + carriedColumns());
            }
        }
    }

    private static boolean namesDirectories(DataType type) {
        return type instanceof AtomicType && !(type instanceof BinaryType) && !(type instanceof VariantType);
    }

    private String carriedColumns() {
        StructField[] carried = images.carried().fields();
        return carried.length == 0
                ? "; no columns are carried"
                : Arrays.stream(carried)
                        .map(field -> field.name() + " " + field.dataType().sql())
                        .collect(Collectors.joining(", ", "; the columns carried are ", ""));
    }
}
