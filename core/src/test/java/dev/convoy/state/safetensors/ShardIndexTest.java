package dev.convoy.state.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardIndexTest {

    @TempDir
    Path directory;

    @BeforeEach
    void writeShards() throws IOException {
        Safetensors.write(
                directory.resolve("model-1.safetensors"),
                StateDict.builder()
                        .metadata("format", "pt")
                        .put("a", Tensor.of(Shape.of(1), 1))
                        .put("c", Tensor.of(Shape.of(1), 3))
                        .build());
        Safetensors.write(
                directory.resolve("model-2.safetensors"),
                StateDict.builder().put("b", Tensor.of(Shape.of(2), 2, 4)).build());
    }

    @Test
    void readsTheTensorsOfAllShardsInTheOrderOfTheIndex() throws IOException {
        Path index = index("{'metadata':{'total_size':16},'weight_map':"
                + "{'c':'model-1.safetensors','b':'model-2.safetensors','a':'model-1.safetensors'}}");

        StateDict state = Safetensors.read(index);

        assertThat(state.names()).containsExactly("c", "b", "a");
        assertThat(state.tensor("a").array()).containsExactly(1);
        assertThat(state.tensor("b").array()).containsExactly(2, 4);
        assertThat(state.tensor("c").array()).containsExactly(3);
        assertThat(state.metadata()).containsEntry("format", "pt");
        assertThat(state.source()).isEqualTo(index.toString());
    }

    @Test
    void whatIsWrittenInShardsIsReadBackWhole() throws IOException {
        StateDict state = StateDict.builder()
                .metadata("format", "pt")
                .put("a", Tensor.of(Shape.of(2), 1, 2))
                .put("b", Tensor.of(Shape.of(1), 3))
                .put("large", Tensor.zeros(Shape.of(10)))
                .put("c", Tensor.of(Shape.of(), 4))
                .build();
        Path index = directory.resolve("net.safetensors.index.json");

        Safetensors.writeSharded(index, state, 16);

        for (int i = 1; i <= 3; i++) {
            assertThat(directory.resolve("net-0000" + i + "-of-00003.safetensors"))
                    .exists();
        }
        assertThat(Files.readString(index))
                .contains("\"total_size\" : 56", "\"a\" : \"net-00001-of-00003.safetensors\"");
        StateDict read = Safetensors.read(index);
        assertThat(read.names()).containsExactly("a", "b", "large", "c");
        assertThat(read.metadata()).isEqualTo(state.metadata());
        read.names()
                .forEach(name -> assertThat(read.tensor(name).sameBits(state.tensor(name)))
                        .as(name)
                        .isTrue());
        assertThatThrownBy(() -> Safetensors.writeSharded(directory.resolve("net.json"), state, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an index is named *.safetensors.index.json");
    }

    @Test
    void missingAndExtraTensorsAreRefusedNamingShardAndTensor() throws IOException {
        assertRefused(
                "{'weight_map':{'a':'model-1.safetensors','c':'model-1.safetensors','d':'model-1.safetensors'}}",
                "tensor 'd' is said to be in the shard model-1.safetensors, but is not there");
        assertRefused(
                "{'weight_map':{'a':'model-1.safetensors'}}",
                "the shard model-1.safetensors has a tensor 'c', which the index does not name");
        assertRefused(
                "{'weight_map':{'a':'model-1.safetensors','b':'model-2.safetensors','c':'model-2.safetensors'}}",
                "the shard model-1.safetensors has a tensor 'c', which the index places in model-2.safetensors");
        assertRefused(
                "{'weight_map':{'b':'model-2.safetensors','b':'model-1.safetensors'}}",
                "the index is not valid JSON: Duplicate field 'b'");
    }

    @Test
    void aMissingShardIsRefused() throws IOException {
        assertRefused(
                "{'weight_map':{'a':'model-9.safetensors'}}",
                "the shard model-9.safetensors is not beside the index; the download is probably incomplete");
    }

    @Test
    void shardsAreSoughtInTheFolderOfTheIndexAlone() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("sub"));
        Files.copy(directory.resolve("model-2.safetensors"), elsewhere.resolve("model-2.safetensors"));
        String absolute = elsewhere.resolve("model-2.safetensors").toString();
        for (String name : new String[] {"sub/model-2.safetensors", "../x", absolute, "..", ".", "", "c:x", "a\\\\b"}) {
            assertRefused(
                    "{'weight_map':{'b':'" + name + "'}}",
                    "the shard of tensor 'b' is given as '" + name.replace("\\\\", "\\")
                            + "', but must be the name of a file beside the index");
        }
    }

    @Test
    void aDamagedShardIsRefusedByItsOwnName() throws IOException {
        Path shard = directory.resolve("model-2.safetensors");
        Files.write(shard, new byte[3]);

        assertThatThrownBy(() -> Safetensors.read(index("{'weight_map':{'b':'model-2.safetensors'}}")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(shard + ": the file has 3 bytes");
    }

    @Test
    void anIndexIsNotTakenForAShardNorOtherJsonForAnIndex() throws IOException {
        assertRefused("{'weight_map':[1]}", "the index's 'weight_map' must be an object of file names");
        assertRefused("{'weight_map':{'a':1}}", "the shard of tensor 'a' in the index must be a file's name");
        assertRefused("{'model_type':'resnet'}", "the file is JSON without a 'weight_map'");
        assertRefused("{'weight_map':", "the index is not valid JSON: Unexpected end-of-input");
        index("{'weight_map':{'a':'inner.json'}}");
        Files.copy(directory.resolve("model.safetensors.index.json"), directory.resolve("inner.json"));
        assertThatThrownBy(() -> Safetensors.read(directory.resolve("model.safetensors.index.json")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("inner.json: at byte 0: the header's length is given as");
    }

    private Path index(String json) throws IOException {
        return Files.writeString(directory.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }

    private void assertRefused(String json, String message) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> Safetensors.read(index))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(index + ": ")
                .hasMessageContaining(message);
    }
}
