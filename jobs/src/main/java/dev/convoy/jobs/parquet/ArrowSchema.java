package dev.convoy.jobs.parquet;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/** The Arrow schema in a Parquet file's footer, by which Arrow's readers know that a list is a tensor. */
final class ArrowSchema {

    /** Its key in the footer. */
    static final String KEY = "ARROW:schema";

    private ArrowSchema() {}

    /** Its value: base64 of the schema's IPC message. Arrow takes it only if it lists every column of the file. */
    static String of(StructType schema, Map<Integer, TensorField> tensors) {
        List<Field> fields = new ArrayList<>();
        for (int position = 0; position < schema.length(); position++) {
            TensorField tensor = tensors.get(position);
            fields.add(tensor == null ? plain(schema.fields()[position]) : tensor.arrowField());
        }
        return Base64.getEncoder().encodeToString(new Schema(fields).serializeAsMessage());
    }

    private static Field plain(StructField field) {
        StructType alone = new StructType().add(field.name(), field.dataType(), field.nullable());
        return ArrowUtils.toArrowSchema(alone, "UTC", true, false).getFields().get(0);
    }
}
