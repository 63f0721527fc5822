package dev.convoy.jobs.internals;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MapPartitions;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A function over the rows of partitions, as Spark keeps them: no value is boxed or made an object of Java on its way.
 * Spark plans it as it plans {@code Dataset.mapPartitions}, of a stream too, and runs it where it is asked for rows.
 */
public final class RowMapping {

    private static final ObjectType ROW = new ObjectType(InternalRow.class);

    private RowMapping() {}

    /**
     * The rows that a function makes of each partition's.
     *
     * @param function its rows, like those it takes, are valid until the next one is asked for
     * @param schema what it makes
     */
    public static Dataset<Row> mapPartitions(
            Dataset<Row> rows, FlatMapFunction<Iterator<InternalRow>, InternalRow> function, StructType schema) {
        org.apache.spark.sql.classic.Dataset<Row> table = (org.apache.spark.sql.classic.Dataset<Row>) rows;
        LogicalPlan child = table.queryExecution().analyzed();
        LogicalPlan objects = new DeserializeToObject(struct(child), object("row"), child);
        LogicalPlan mapped = new MapPartitions(scala(function), object("made"), objects);
        return org.apache.spark.sql.classic.Dataset.ofRows(
                table.sparkSession(), new SerializeFromObject(fields(schema), mapped));
    }

    private static Attribute object(String name) {
        return new AttributeReference(name, ROW, false, Metadata.empty(), NamedExpression.newExprId(), sequence());
    }

    private static Expression struct(LogicalPlan child) {
        List<Expression> fields = new ArrayList<>();
        for (Attribute column : CollectionConverters.asJava(child.output())) {
            fields.add(Literal.create(column.name(), org.apache.spark.sql.types.DataTypes.StringType));
            fields.add(column);
        }
        return new CreateNamedStruct(sequence(fields));
    }

    private static scala.collection.immutable.Seq<NamedExpression> fields(StructType schema) {
        Expression row = new BoundReference(0, schema, false);
        List<NamedExpression> fields = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            StructField field = schema.fields()[i];
            fields.add(new Alias(
                    new GetStructField(row, i, Option.empty()),
                    field.name(),
                    NamedExpression.newExprId(),
                    sequence(),
                    Option.apply(field.metadata()),
                    sequence()));
        }
        return sequence(fields);
    }

    @SuppressWarnings("unchecked")
    private static Function1<scala.collection.Iterator<Object>, scala.collection.Iterator<Object>> scala(
            FlatMapFunction<Iterator<InternalRow>, InternalRow> function) {
        return (Function1<scala.collection.Iterator<Object>, scala.collection.Iterator<Object>> & Serializable)
                rows -> {
                    try {
                        Iterator<?> made =
                                function.call((Iterator<InternalRow>) (Iterator<?>) CollectionConverters.asJava(rows));
                        return (scala.collection.Iterator<Object>) CollectionConverters.asScala(made);
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                };
    }

    private static <T> scala.collection.immutable.Seq<T> sequence() {
        return sequence(List.of());
    }

    private static <T> scala.collection.immutable.Seq<T> sequence(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
