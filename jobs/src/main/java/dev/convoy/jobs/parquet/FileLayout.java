package dev.convoy.jobs.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a file consists of.
 *
 * @param schema its Parquet schema
 * @param tensors the columns of tensors, by their positions in the rows
 * @param plainSchema the Parquet schema of the other columns alone
 * @param plainSupport Spark's own, which takes the other columns alone
 * @param plainRow makes such a row of a whole one
 * @param metadata the footer's
 */
record FileLayout(
        MessageType schema,
        Map<Integer, TensorField> tensors,
        MessageType plainSchema,
        ParquetWriteSupport plainSupport,
        ProjectingInternalRow plainRow,
        Map<String, String> metadata) {

    /**
     * The layout of a file that keeps some columns.
     *
     * @param rows the schema of the rows that will come
     * @param positions the columns kept
     * @param configuration as Spark prepares it for writing Parquet
     */
    static FileLayout of(StructType rows, List<Integer> positions, Configuration configuration) {
        StructType kept = project(rows, positions);
        Map<Integer, TensorField> tensorsKept = TensorField.allOf(kept);
        Map<Integer, TensorField> tensors = new TreeMap<>();
        tensorsKept.forEach((place, tensor) -> tensors.put(positions.get(place), tensor));
        List<Integer> others = new ArrayList<>(positions);
        others.removeAll(tensors.keySet());
        StructType plain = project(rows, others);

        Configuration own = new Configuration(configuration);
        ParquetWriteSupport.setSchema(plain, own);
        ParquetWriteSupport support = new ParquetWriteSupport();
        WriteContext context = support.init(own);

        Map<String, String> metadata = new HashMap<>(context.getExtraMetaData());
        metadata.put(ParquetReadSupport.SPARK_METADATA_KEY(), kept.json());
        if (!tensors.isEmpty()) {
            metadata.put(ArrowSchema.KEY, ArrowSchema.of(kept, tensorsKept));
        }
        ProjectingInternalRow row = new ProjectingInternalRow(
                plain, CollectionConverters.asScala(List.<Object>copyOf(others)).toIndexedSeq());
        MessageType schema = schema(kept, tensorsKept, context.getSchema());
        return new FileLayout(schema, tensors, context.getSchema(), support, row, metadata);
    }

    private static StructType project(StructType schema, List<Integer> positions) {
        return new StructType(
                positions.stream().map(position -> schema.fields()[position]).toArray(StructField[]::new));
    }

    private static MessageType schema(StructType kept, Map<Integer, TensorField> tensors, MessageType plain) {
        List<Type> types = new ArrayList<>();
        for (int place = 0; place < kept.length(); place++) {
            TensorField tensor = tensors.get(place);
            types.add(tensor == null ? plain.getType(kept.fields()[place].name()) : tensor.parquetType());
        }
        return new MessageType(plain.getName(), types);
    }
}
