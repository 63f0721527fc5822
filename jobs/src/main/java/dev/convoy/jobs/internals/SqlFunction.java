package dev.convoy.jobs.internals;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A function of SQL: of a column, and of a text that is known when the query is analysed.
 *
 * @param name what queries call it
 * @param usage what it does, as {@code DESCRIBE FUNCTION} tells
 * @param binder makes the function of the text and the column's type
 */
public record SqlFunction(String name, String usage, Binder binder) {

    /** What a function is, where its text and its column's type are known. */
    public record Bound(ValueFunction function, DataType takes, DataType returns) {}

    /** Checks a text and a column's type; an {@link IllegalArgumentException} says what is wrong. */
    @FunctionalInterface
    public interface Binder {
        Bound bind(DataType column, String text);
    }

    /** Has every new session know the function. */
    public void inject(SparkSessionExtensions extensions) {
        ExpressionInfo info = new ExpressionInfo(ValueFunction.class.getName(), null, name, usage, "");
        extensions.injectFunction(new Tuple3<>(new FunctionIdentifier(name), info, builder()));
    }

    /** Has a session know the function. */
    public void register(SparkSession spark) {
        ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .functionRegistry()
                .createOrReplaceTempFunction(name, builder(), "java_udf");
    }

    private Function1<Seq<Expression>, Expression> builder() {
        return arguments -> expression(CollectionConverters.asJava(arguments));
    }

    private Expression expression(List<Expression> arguments) {
        if (arguments.size() != 2) {
            throw new IllegalArgumentException(
                    name + ": expected a column of images and a spec, but " + arguments.size() + " arguments came");
        }
        Expression text = arguments.get(1);
        Object spec = text.foldable() ? text.eval(null) : null;
        if (spec == null) {
            throw new IllegalArgumentException(
                    name + ": expected the path of a file of options as a literal, but it is " + text.sql());
        }
        Expression column = arguments.get(0);
        Bound bound = binder.bind(column.dataType(), spec.toString());
        Expression value = column.dataType().sameType(bound.takes())
                ? column
                : new Cast(column, bound.takes(), Option.empty(), EvalMode.LEGACY());
        return new Invoke(
                Literal.fromObject(bound.function(), new ObjectType(ValueFunction.class)),
                ValueFunction.CALL,
                bound.returns(),
                CollectionConverters.asScala(List.of(value)).toSeq(),
                CollectionConverters.asScala(List.<org.apache.spark.sql.types.AbstractDataType>of())
                        .toSeq(),
                false,
                true,
                true);
    }
}
