package dev.convoy.jobs.source;

import dev.convoy.state.arrow.ArrowColumn;
import dev.convoy.state.arrow.ArrowColumn.Kind;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * An Arrow file or stream, whose rows are images: files, or a network's inputs; one is in memory. An image's path is
 * the file's, {@code #} and the row's number.
 */
final class ArrowImages implements Container {

    private final String path;
    private final ArrowInput input;
    private final TensorShape shape;
    private final LengthLimit maxLength;
    private final ArrowColumn image;
    private final List<ArrowColumn> carried = new ArrayList<>();

    /** A column that every file has to have. */
    record Column(String name, Kind kind) implements Serializable {

        private static final long serialVersionUID = 1;

        static Column of(ArrowColumn column) {
            return new Column(column.name(), column.kind());
        }

        private ArrowColumn in(ArrowInput input) throws IOException {
            for (ArrowColumn column : input.rows().columns()) {
                if (column.name().equals(name) && column.kind() == kind) {
                    input.rows().select(column);
                    return column;
                }
            }
            throw new IOException("expected a column '" + name + "' of kind " + kind
                    + ", as in the other files, but the columns are "
                    + input.rows().columns().stream()
                            .map(Column::of)
                            .map(column -> column.name + " " + column.kind)
                            .toList());
        }
    }

    private ArrowImages(
            String path, ArrowInput input, Column image, List<Column> carried, TensorShape shape, LengthLimit maxLength)
            throws IOException {
        this.path = path;
        this.input = input;
        this.shape = shape;
        this.maxLength = maxLength;
        this.image = image.in(input);
        for (Column column : carried) {
            this.carried.add(column.in(input));
        }
    }

    static ArrowImages open(
            String path,
            long length,
            Column image,
            List<Column> carried,
            TensorShape shape,
            Configuration hadoop,
            LengthLimit maxLength)
            throws IOException {
        ArrowInput input = ArrowInput.open(path, length, hadoop);
        try {
            return new ArrowImages(path, input, image, carried, shape, maxLength);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    @Override
    public Optional<SourceImage> next() throws IOException {
        if (!input.rows().next()) {
            return Optional.empty();
        }
        Object[] values = new Object[carried.size()];
        Origin origin = new Origin(path + "#" + input.rows().index(), new GenericInternalRow(values));
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = CarriedValue.of(carried.get(i));
            }
        } catch (IOException e) {
            return Optional.of(SourceImage.failed(origin, e));
        }
        return Optional.of(new SourceImage(origin, this::read));
    }

    private Content read() throws IOException {
        if (image.isNull()) {
            throw new IOException("expected an image, but the column is null");
        }
        long bytes = image.bytes();
        maxLength.check(bytes);
        Object value = image.value();
        if (value instanceof Tensor tensor) {
            shape.check(tensor.shape());
            return new Content.Values(tensor, bytes);
        }
        return new Content.Encoded((byte[]) value);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
