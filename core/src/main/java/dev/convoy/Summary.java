package dev.convoy;

import dev.convoy.graph.Graph;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model layer by layer, for one input shape.
 *
 * @param model the model's name
 * @param input the shape of the batch
 * @param rows the layers, in order
 */
public record Summary(String model, Shape input, List<Row> rows) {

    /**
     * One layer.
     *
     * @param layer the name
     * @param type the class in {@code torch.nn}
     * @param output the shape of its output
     * @param parameters the elements of its parameters
     * @param multiplyAdds multiplications, each with an addition, for the whole batch
     * @param modules the modules whose output this layer's is; the model can be cut at their names too
     */
    public record Row(
            String layer, String type, Shape output, long parameters, long multiplyAdds, List<String> modules) {}

    /** Of the nodes that these outputs need. */
    static Summary of(String model, Graph graph, List<String> outputs, Shape input) {
        Map<String, Shape> made = graph.outputShapes(input, outputs);
        Map<String, Shape> shapes = new HashMap<>(made);
        shapes.put(Graph.INPUT, input);
        List<Row> rows = new ArrayList<>();
        for (String name : made.keySet()) {
            Graph.Node node = graph.nodes().get(name);
            Operator operator = node.operator();
            long multiplyAdds = operator.multiplyAdds(
                    node.inputs().stream().map(shapes::get).toList());
            List<String> modules = graph.modules().entrySet().stream()
                    .filter(module -> module.getValue().equals(name))
                    .map(Map.Entry::getKey)
                    .toList();
            rows.add(new Row(name, operator.type(), made.get(name), operator.parameterCount(), multiplyAdds, modules));
        }
        return new Summary(model, input, List.copyOf(rows));
    }

    /** The elements of all parameters. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /** The multiplications, each with an addition, of the whole batch. */
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    /** A table, with the totals in its last line. */
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"layer", "type", "output shape", "parameters", "multiply-adds", "end of"});
        lines.add(new String[] {"input", "", input.toString(), "", "", ""});
        for (Row row : rows) {
            lines.add(new String[] {
                row.layer,
                row.type,
                row.output.toString(),
                grouped(row.parameters),
                grouped(row.multiplyAdds),
                String.join(", ", row.modules)
            });
        }
        lines.add(new String[] {"total", model, "", grouped(parameters()), grouped(multiplyAdds()), ""});
        return Table.aligned("<<<>><", lines);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
