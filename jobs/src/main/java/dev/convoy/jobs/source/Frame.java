package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A user's DataFrame with a column of images.
 *
 * @param rows what the reader takes of it
 * @param reader finds the images of these rows
 * @param columns all columns of the DataFrame, which each image brings with it
 * @param tensors whether the images are a network's inputs, which nothing is done to
 */
public record Frame(Dataset<Row> rows, ImageReader reader, StructType columns, boolean tensors) {

    /**
     * The images of a column.
     *
     * @param column bytes of files, Spark's image structs, paths, or tensors
     * @param shapeColumn the column of the shapes of tensors, if there is one
     * @param shape {@code [C, H, W]} of every tensor, if it was given
     */
    public static Frame of(Dataset<?> table, String column, Optional<String> shapeColumn, Optional<List<Integer>> shape)
            throws ConfigurationException {
        InputOptions options =
                new InputOptions(List.of(), "table", Optional.of(column), shapeColumn, Optional.empty(), shape);
        return TableSource.of("the DataFrame", table.toDF(), options).frame();
    }
}
