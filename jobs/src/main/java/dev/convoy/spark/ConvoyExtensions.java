package dev.convoy.spark;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** Has every session know {@link Features}: {@code spark.sql.extensions=dev.convoy.spark.ConvoyExtensions}. */
public final class ConvoyExtensions implements Function1<SparkSessionExtensions, BoxedUnit> {

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        Features.FUNCTIONS.forEach(function -> function.inject(extensions));
        return BoxedUnit.UNIT;
    }
}
