package dev.convoy.jobs.parquet;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.parquet.crypto.DecryptionPropertiesFactory;
import org.apache.parquet.hadoop.util.ContextUtil;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * Parquet for rows that hold tensors: {@code df.write().format("tensor-parquet")}. It reads as Spark's own format does,
 * and any reader of Parquet reads what it writes; writing takes tensors from the rows' memory, not value by value.
 *
 * <p>A column is of tensors where its field's metadata says so:
 *
 * <ul>
 *   <li>an {@code array<float>} with {@value #SHAPE}, an array of longs: every row has a tensor of this shape,
 *       row-major. Arrow reads it as {@code arrow.fixed_shape_tensor};
 *   <li>a {@code struct<data: array<float>, shape: array<int>>} with {@value #RANK}, a long: every row has a tensor of
 *       that many dimensions. Arrow reads it as {@code arrow.variable_shape_tensor}.
 * </ul>
 *
 * <p>With {@value #DTYPE} {@code float16} the elements are Parquet's FLOAT16 in the file, each rounded to the nearest,
 * of two as near to the even one, and Arrow reads them as such; 65520 and what is beyond it become infinite. This
 * format reads them as floats, with Spark's vectorised reader and of a struct only the whole column. Spark's own
 * format, which knows no FLOAT16, reads the other columns of such a file and fails on these.
 *
 * <p>A tensor is never null and has as many elements as its shape; a row that breaks this fails the write with an
 * {@link IllegalArgumentException} that names column, row and lengths. Tensors are PLAIN pages of format version 1
 * without a dictionary and without statistics. Every other column is what Spark's own writer makes of it.
 *
 * <p>The options are Parquet's own: {@code compression} ({@code none}, {@code snappy}, {@code zstd}, …),
 * {@code parquet.compression.codec.zstd.level}, {@code parquet.block.size}, {@code parquet.page.size} and so on. No row
 * group takes more bytes than {@code parquet.block.size}, and no page of tensors more than {@code parquet.page.size},
 * unless it is of a single row. A file being written holds one row group in memory.
 */
public class TensorParquetFormat extends ParquetFileFormat {

    /** The key of a column's metadata under which the sizes of its tensors' dimensions are, outermost first. */
    public static final String SHAPE = "shape";

    /** The key of a column's metadata under which the number of its tensors' dimensions is. */
    public static final String RANK = "rank";

    /**
     * The key of a column's metadata under which it says what its tensors' elements are in the file: {@code float32},
     * as without it, or {@code float16}.
     */
    public static final String DTYPE = "dtype";

    private static final long serialVersionUID = 1;

    /** Whether a column is of tensors whose elements are {@code float16} in the file. */
    public static boolean isHalf(StructField field) {
        return TensorField.isHalf(field);
    }

    @Override
    public String shortName() {
        return "tensor-parquet";
    }

    @Override
    public String toString() {
        return "Tensor-Parquet";
    }

    /**
     * Sets up the job as Spark does for Parquet, committer included.
     *
     * @throws IllegalArgumentException if a column's metadata is no shape, rank or dtype, or encryption is asked for
     */
    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession spark, Job job, Map<String, String> options, StructType schema) {
        super.prepareWrite(spark, job, options, schema);
        String encryption =
                ContextUtil.getConfiguration(job).get(DecryptionPropertiesFactory.CRYPTO_FACTORY_CLASS_PROPERTY_NAME);
        if (encryption != null) {
            throw new IllegalArgumentException(shortName() + " does not encrypt, but "
                    + DecryptionPropertiesFactory.CRYPTO_FACTORY_CLASS_PROPERTY_NAME + " is " + encryption
                    + "; write with format(\"parquet\") or unset it");
        }
        TensorField.allOf(schema);
        return new TensorWriterFactory();
    }

    /** Whether rows are read many at a time. */
    @Override
    public boolean supportBatch(SparkSession spark, StructType schema) {
        return !HalfReader.hasHalves(schema) && super.supportBatch(spark, schema);
    }

    /** Reads as Spark does, and what it does not. */
    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
            SparkSession spark,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            Map<String, String> options,
            Configuration hadoop) {
        Function1<PartitionedFile, Iterator<InternalRow>> reader = super.buildReaderWithPartitionValues(
                spark,
                HalfReader.stored(dataSchema),
                partitionSchema,
                HalfReader.stored(requiredSchema),
                filters,
                options,
                hadoop);
        if (!HalfReader.hasHalves(requiredSchema)) {
            return reader;
        }
        StructType schema = requiredSchema;
        for (StructField field : partitionSchema.fields()) {
            schema = schema.add(field);
        }
        return new HalfReader(reader, schema);
    }
}
