package dev.convoy.jobs.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Function1;
import scala.reflect.ClassTag$;

/**
 * Rows of a table, or of some of its partitions: they are as Spark divides the table, so that no part of it is read
 * twice.
 *
 * @param rows the table's, in the form that {@link TableReader} takes
 * @param count how many rows that are
 * @param from the first partition that is meant
 * @param to the one after the last
 */
record TableListing(Dataset<Row> rows, long count, int from, int to) implements Listing {

    private static final String PATH = "path";

    static TableListing of(Dataset<Row> rows) {
        return new TableListing(rows, rows.count(), 0, rdd(rows).getNumPartitions());
    }

    private static RDD<InternalRow> rdd(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .toRdd();
    }

    @Override
    public OptionalLong images() {
        return OptionalLong.of(count);
    }

    @Override
    public long imagesAbout() {
        int all = rdd(rows).getNumPartitions();
        return all == 0 ? 0 : count * (to - from) / all;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalInt partitions() {
        return OptionalInt.of(to - from);
    }

    @Override
    public RDD<InternalRow> rows(SparkSession spark, Shares shares) {
        int first = from;
        int last = to;
        Function1<Object, Object> meant =
                (Function1<Object, Object> & Serializable) index -> first <= (Integer) index && (Integer) index < last;
        RDD<InternalRow> some = new PartitionPruningRDD<>(rdd(rows), meant, ClassTag$.MODULE$.apply(InternalRow.class));
        return shares.partitions() == to - from
                ? some
                : JavaRDD.fromRDD(some, ClassTag$.MODULE$.apply(InternalRow.class))
                        .map(InternalRow::copy)
                        .repartition(shares.partitions())
                        .rdd();
    }

    @Override
    public TableListing sample(int images, int partitions) {
        return new TableListing(rows, count, from, Math.min(to, from + partitions));
    }

    @Override
    public TableListing only(Set<String> paths) {
        return joined(paths, "left_semi");
    }

    @Override
    public Set<String> among(Set<String> paths) {
        return paths.isEmpty()
                ? Set.of()
                : Set.copyOf(join(paths, "left_semi")
                        .select(PATH)
                        .distinct()
                        .as(Encoders.STRING())
                        .collectAsList());
    }

    @Override
    public TableListing without(Set<String> done, Set<String> again, boolean whole) {
        return done.isEmpty() ? this : joined(done, "left_anti");
    }

    private TableListing joined(Set<String> paths, String type) {
        return of(join(paths, type));
    }

    private Dataset<Row> join(Set<String> paths, String type) {
        Dataset<Row> others = rows.sparkSession()
                .createDataset(new ArrayList<>(paths), Encoders.STRING())
                .toDF(PATH);
        return rows.join(others, PATH, type);
    }

    @Override
    public List<Listing> rounds(int images) {
        int partitions = to - from;
        int rounds = (int) Math.min(partitions, (count + images - 1) / images);
        return IntStream.range(0, rounds)
                .mapToObj(round -> (Listing) new TableListing(
                        rows,
                        count,
                        from + (int) ((long) partitions * round / rounds),
                        from + (int) ((long) partitions * (round + 1) / rounds)))
                .toList();
    }
}
