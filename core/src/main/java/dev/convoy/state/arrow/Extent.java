package dev.convoy.state.arrow;

import java.io.IOException;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;

/**
 * How much of a record batch columns have, depth first: where the next one begins.
 *
 * @param nodes how many nodes
 * @param buffers how many buffers, without those of which each batch says how many there are
 * @param views how many columns are views, which have such
 */
record Extent(int nodes, int buffers, int views) {

    static final Extent NONE = new Extent(0, 0, 0);

    private static final int DEEPEST = 64;

    /** The least that a field takes in a flatbuffer. */
    private static final int FIELD_BYTES = 16;

    Extent plus(int moreNodes, int moreBuffers) {
        return new Extent(nodes + moreNodes, buffers + moreBuffers, views);
    }

    /** This and what a field has, with its children. */
    Extent plus(Metadata metadata, Field field) throws IOException {
        return plus(metadata, field, 0);
    }

    private Extent plus(Metadata metadata, Field field, int depth) throws IOException {
        metadata.spend(FIELD_BYTES);
        if (depth > DEEPEST) {
            throw metadata.malformed("a column is nested more than " + DEEPEST + " deep; the file is made to do harm");
        }
        boolean dictionary = field.dictionary() != null;
        boolean view = !dictionary && (field.typeType() == Type.BinaryView || field.typeType() == Type.Utf8View);
        Extent extent =
                new Extent(nodes + 1, buffers + (dictionary ? 2 : buffers(metadata, field)), view ? views + 1 : views);
        for (int i = 0; !dictionary && i < field.childrenLength(); i++) {
            extent = extent.plus(metadata, field.children(i), depth + 1);
        }
        return extent;
    }

    private static int buffers(Metadata metadata, Field field) throws IOException {
        return switch (field.typeType()) {
            case Type.Null, Type.RunEndEncoded -> 0;
            case Type.Struct_, Type.FixedSizeList -> 1;
            case Type.Union -> {
                Union union = new Union();
                yield field.type(union) != null && union.mode() == UnionMode.Dense ? 2 : 1;
            }
            case Type.Binary, Type.Utf8, Type.LargeBinary, Type.LargeUtf8, Type.ListView, Type.LargeListView -> 3;
            case Type.Int,
                    Type.FloatingPoint,
                    Type.Bool,
                    Type.Decimal,
                    Type.Date,
                    Type.Time,
                    Type.Timestamp,
                    Type.Interval,
                    Type.Duration,
                    Type.FixedSizeBinary,
                    Type.List,
                    Type.LargeList,
                    Type.Map,
                    Type.BinaryView,
                    Type.Utf8View -> 2;
            default ->
                throw metadata.malformed("a column is of a type of number " + field.typeType()
                        + ", which is not known; the file is damaged, or newer than Arrow 19");
        };
    }
}
