package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.OtherFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Reads ONNX models, opset 7 and later, as graphs of Convoy's operators.
 *
 * <p>A model has one input, a batch of images in floats; networks in half precision are computed in float32. What needs
 * no images, such as the arithmetic on shapes that exporters write, is computed when the model is read. The graph takes
 * any batch: sizes that the exporter has worked out for one batch are turned back. Where the model leaves the height or
 * width open, it is read all the same unless an operator has to know them.
 *
 * <p>Models come from strangers. Every length is checked against the bytes there are, tensors outside the file are read
 * from the model's own folder alone, and a model that uses what is not supported is refused as a whole, by one message
 * that lists all such nodes.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
public final class OnnxFile {

    private static final int DEEPEST_MESSAGE = 50;

    private OnnxFile() {}

    /**
     * Reads a model and the files beside it that hold its tensors.
     *
     * @throws MalformedFileException if it is not a whole and valid model, or uses what is not supported; then the
     *     message lists the nodes
     * @throws IOException if it cannot be read
     */
    public static OnnxModel read(Path path) throws IOException {
        return read(path.toString(), content(path), path.toAbsolutePath().getParent());
    }

    /**
     * The bytes of a model of one file: those of this one, with the tensors in it that lie in files beside it.
     *
     * @throws MalformedFileException if it is no ONNX model, a tensor cannot be read, or there would be more than 2 GB
     * @throws IOException if it cannot be read
     */
    public static byte[] selfContained(Path path) throws IOException {
        ByteBuffer bytes = content(path);
        ModelProto model = parse(path.toString(), bytes);
        if (model.getGraph().getInitializerList().stream()
                .noneMatch(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)) {
            return bytes.array();
        }
        TensorReader tensors = new TensorReader(
                path.toString(),
                new ExternalData(path.toString(), path.toAbsolutePath().getParent()));
        ModelProto.Builder whole = model.toBuilder();
        long size = 0;
        for (int i = 0; i < model.getGraph().getInitializerCount(); i++) {
            TensorProto tensor = tensors.embedded(model.getGraph().getInitializer(i));
            size += tensor.getSerializedSize();
            if (size > ByteSource.LARGEST_ARRAY) {
                throw new MalformedFileException(
                        path.toString(), -1, "the model and the files beside it hold more than 2 GB of tensors");
            }
            whole.getGraphBuilder().setInitializer(i, tensor);
        }
        return whole.build().toByteArray();
    }

    private static ByteBuffer content(Path path) throws IOException {
        try (ByteSource source = ByteSource.open(path)) {
            if (source.size() > ByteSource.LARGEST_ARRAY) {
                throw source.malformed(
                        -1,
                        "the file has " + source.size()
                                + " bytes; a model of more than 2 GB keeps its tensors in files beside it");
            }
            return source.read(0, (int) source.size());
        }
    }

    /**
     * Reads a model that is in memory. The bytes must not change afterwards. A model whose tensors lie in files beside
     * it is refused.
     *
     * @param name what to call the file in messages
     * @throws MalformedFileException as {@link #read(Path)}
     */
    public static OnnxModel read(String name, byte[] bytes) throws MalformedFileException {
        try {
            return read(name, ByteBuffer.wrap(bytes), null);
        } catch (MalformedFileException malformed) {
            throw malformed;
        } catch (IOException impossible) {
            throw new AssertionError("memory cannot fail to be read", impossible);
        }
    }

    private static OnnxModel read(String name, ByteBuffer bytes, Path folder) throws IOException {
        ModelProto model = parse(name, bytes);
        try {
            TensorReader tensors = new TensorReader(name, new ExternalData(name, folder));
            return new Translation(name, model, tensors).model();
        } catch (RuntimeException e) {
            MalformedFileException malformed = new MalformedFileException(
                    name, -1, "the model is malformed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static ModelProto parse(String name, ByteBuffer bytes) throws MalformedFileException {
        CodedInputStream stream =
                UnsafeByteOperations.unsafeWrap(bytes.duplicate()).newCodedInput();
        stream.enableAliasing(true);
        stream.setSizeLimit(ByteSource.LARGEST_ARRAY);
        stream.setRecursionLimit(DEEPEST_MESSAGE);
        try {
            ModelProto model = ModelProto.parseFrom(stream);
            if (model.hasGraph()) {
                return model;
            }
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(
                    name,
                    stream.getTotalBytesRead(),
                    "this is no ONNX model, or a damaged one: " + guess(bytes, e.getMessage()));
        } catch (IOException impossible) {
            throw new AssertionError("memory cannot fail to be read", impossible);
        }
        throw new MalformedFileException(name, -1, "this is no ONNX model: " + guess(bytes, "it holds no graph"));
    }

    private static String guess(ByteBuffer bytes, String otherwise) {
        return bytes.remaining() < Long.BYTES
                ? "it has " + bytes.remaining() + " bytes"
                : OtherFormat.guess(
                                bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(0))
                        .orElse(otherwise);
    }
}
