package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.nn.ShapeException;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Finds the columns that the layers' outputs become. */
final class OutputColumns {

    /** An image, where they have any size. */
    static final Shape ANY_IMAGE = Shape.of(3, 224, 224);

    private static final Shape ANOTHER_IMAGE = Shape.of(3, 256, 320);

    private OutputColumns() {}

    /** Refuses a model that cannot be run over images in batches of any size. */
    private static void requireIndependentImages(Model cut, Optional<Shape> input) {
        try {
            cut.requireIndependentImages(FeatureIterator.batchOf(1, input.orElse(ANY_IMAGE)));
        } catch (ShapeException e) {
            if (input.isPresent()) {
                throw e;
            }
            // It does not take that size: what it does with others is asked when they come.
        }
    }

    /**
     * One a layer, of one shape where every image's output has it.
     *
     * @param input the network's input, where it is the same for every image
     */
    static List<TensorColumn> of(FeatureOptions options, Model model, Optional<Shape> input)
            throws ConfigurationException {
        Model cut =
                options.layers().isEmpty() ? model : model.cut(options.layers().toArray(String[]::new));
        requireIndependentImages(cut, input);
        Map<String, Shape> shapes = input.isPresent()
                ? cut.outputShapes(FeatureIterator.batchOf(1, input.get()))
                : shapesOrNone(cut, ANY_IMAGE);
        Map<String, Shape> others = input.isPresent() ? shapes : shapesOrNone(cut, ANOTHER_IMAGE);
        OutputForm form = OutputForm.of(options);
        Map<String, String> names = new TreeMap<>();
        FeatureSchema.RESERVED.forEach(name -> names.put(name, "a column of its own"));
        List<TensorColumn> columns = new ArrayList<>();
        for (String layer : cut.outputs()) {
            Optional<Shape> shape = Optional.ofNullable(shapes.get(layer)).map(form::shape);
            boolean same = shape.equals(Optional.ofNullable(others.get(layer)).map(form::shape));
            boolean pooled = shape.isPresent() && form.pools(shapes.get(layer));
            TensorColumn column = input.isPresent() || (pooled && same)
                    ? TensorColumn.fixed(layer, shape.orElseThrow(), options.dtype())
                    : TensorColumn.varying(layer, rank(shape, form), options.dtype());
            String taken = names.put(column.name().toLowerCase(Locale.ROOT), "layer " + layer);
            if (taken != null) {
                throw new ConfigurationException("layers: layer " + layer + " needs a column '" + column.name()
                        + "', which is taken by " + taken);
            }
            columns.add(column);
        }
        return columns;
    }

    /** A layer's number of dimensions, and of a map's channels, is the same for all images that the model takes. */
    private static Map<String, Shape> shapesOrNone(Model model, Shape image) {
        try {
            return model.outputShapes(FeatureIterator.batchOf(1, image));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static OptionalInt rank(Optional<Shape> shape, OutputForm form) {
        if (shape.isPresent()) {
            return OptionalInt.of(shape.get().rank());
        }
        return form.flatten() ? OptionalInt.of(1) : OptionalInt.empty();
    }
}
