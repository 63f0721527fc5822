package dev.convoy.state.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Tinynet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MalformedTorchFileTest {

    @TempDir
    Path directory;

    @Test
    void archivesOfOtherThingsSayWhatTheyAre() throws IOException {
        Pickle pickle = new Pickle().op("}.");
        assertRefused(
                pickle.zipped(directory, "archive/code/__torch__.py", "", "archive/constants.pkl", ""),
                "this is a TorchScript archive (it has 'archive/code/__torch__.py'), a program rather than weights; load "
                        + "it in Python with torch.jit.load and save the weights alone");
        assertRefused(pickle.zipped(directory, "m/archive_format", "pt2"), "this is an exported program");
        assertRefused(pickle.zipped(directory, "b/data.pkl", ""), "the zip archive has 2 entries named data.pkl");
        assertRefused(
                pickle.zipped(directory, "archive/byteorder", "big"),
                "the byte order is 'big', but only 'little' is supported");
        assertRefused(new byte[0], "a file of torch.save begins as a zip archive or a pickle, but this one does not");
        assertRefused(pickle.toBytes(), "this is a pickle, but not one of torch.save");
    }

    @Test
    void onlyWhatIsAllowedMayBeNamed() throws IOException {
        for (String[] global : new String[][] {
            {"builtins", "eval"},
            {"__builtin__", "getattr"},
            {"os", "system"},
            {"subprocess", "Popen"},
            {"torch.nn.modules.conv", "Conv2d"},
            {"torch.storage", "_load_from_bytes"},
            {"java.lang", "Runtime"},
            {"decimal", "Decimal"},
            {"datetime", "datetime"},
            {"operator", "attrgetter"},
            {"array", "array"},
            {"torch", "_utils"},
            {"torch", "load"}
        }) {
            String name = "'" + global[0] + "." + global[1] + "'";
            assertRefused(new Pickle().global(global[0], global[1]), "the pickle refers to " + name);
            assertRefused(new Pickle().text(global[0]).text(global[1]).raw(0x93), "the pickle refers to " + name);
        }
        assertRefused(
                new Pickle().global("torch._utils", "_rebuild_sparse_tensor"),
                "a tensor that is made by 'torch._utils._rebuild_sparse_tensor', a kind that is not supported");
        assertRefused(new Pickle().op("(ios\nsystem\n"), "the pickle has the instruction 0x69");
        assertRefused(new Pickle().op("(o"), "the pickle has the instruction 0x6f");
        assertRefused(new Pickle().op("Pid\n"), "the pickle has the instruction 0x50");
        assertRefused(new Pickle().raw(0x92), "the pickle has the instruction 0x92");
        assertRefused(new Pickle().raw(0x97), "the pickle has the instruction 0x97");
        assertRefused(new Pickle().op("(").text("module").op("NNNNtQ."), "the pickle refers to something outside it");
    }

    @Test
    void lengthsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() throws IOException {
        for (String instruction : new String[] {"X", "T", "B", "\u008b"}) {
            assertRefused(
                    new Pickle().op(instruction).int32(0x7ffffff0).op("ab"),
                    "the pickle has a value of 2147483632 bytes, but only 2 follow; the file is damaged or truncated");
            assertRefused(new Pickle().op(instruction).int32(-1), "of 4294967295 bytes, but only 0 follow");
        }
        assertRefused(new Pickle().raw(0x8d).int32(-1).int32(-1), "of 18446744073709551615 bytes, but only 0 follow");
        assertRefused(
                new Pickle().raw(0x8b).int32(2000).op("x".repeat(2000)),
                "the pickle has a number of 2000 bytes, but at most 1024 are supported");
        assertRefused(new Pickle().op("X"), "the pickle ends inside a number; the file is probably truncated");
        assertRefused(new Pickle().op("cos"), "the pickle does not end before the file does");
        assertRefused(new Pickle().op("c" + "x".repeat(2000)), "the pickle has a name that does not end");
    }

    @Test
    void picklesThatGrowWithoutEndAreRefused() throws IOException {
        assertRefused(new Pickle().op("}q\000".repeat(1_000_000)), "more than 20000 values at once");
        assertRefused(new Pickle().op("N0".repeat(1_100_000)), "the pickle takes more than 2000000 steps");
        assertRefused(
                new Pickle()
                        .op("](" + "]".repeat(15_000) + "eq\0000")
                        .op(("ccollections\nOrderedDict\nh\000\u0085R0").repeat(200)),
                "a dictionary is made of something other than pairs");
        assertRefused(
                new Pickle()
                        .op("]q\000(" + "](NNe".repeat(5_000) + "e")
                        .op("0ccollections\nOrderedDict\nh\000\u0085R".repeat(500)),
                "the pickle takes more than 2000000 steps");
        assertRefused(
                new Pickle()
                        .op("]" + ("(" + "}".repeat(15_000) + "e").repeat(130))
                        .op("."),
                "the file holds no dictionary of tensors");
        assertRefused(new Pickle().op("}").text("k".repeat(5000)).op("Ns"), "a dictionary's key of 5000 characters");
        assertRefused(new Pickle().op("}}Ns"), "a dictionary's key that is no text, number or tuple");
    }

    @Test
    void picklesThatContradictThemselvesAreRefused() throws IOException {
        for (String damaged :
                new String[] {"0", "R", "NR", "]N)R", "a", "s", "h\007", "t", "Nb", "NNa", ")(u", "\u0093"}) {
            assertRefused(new Pickle().op(damaged), "");
        }
    }

    @Test
    void tensorsOutsideTheirStorageAreRefused() throws IOException {
        assertTensorRefused(4, 0, ints(5), ints(1), "tensor 'w' of shape [5], strides [1] and offset 0 does not fit");
        assertTensorRefused(4, 1, ints(4), ints(1), "does not fit its storage of 4 elements");
        assertTensorRefused(4, -1, ints(1), ints(1), "does not fit its storage of 4 elements");
        assertTensorRefused(4, 0, ints(2, 2), ints(3, 1), "does not fit its storage of 4 elements");
        assertTensorRefused(4, 0, ints(2), ints(-1), "does not fit its storage of 4 elements");
        assertTensorRefused(4, 0, ints(2, 2), ints(Integer.MAX_VALUE, 1), "does not fit its storage");
        assertTensorRefused(4, 0, ints(-2), ints(1), "tensor 'w' has the negative size -2");
        assertTensorRefused(4, 0, ints(2), ints(1, 1), "a tensor of 1 dimensions is given 2 strides");
        assertTensorRefused(
                1,
                0,
                ints(1 << 16, 1 << 16),
                ints(0, 0),
                "tensor 'w' has shape [65536, 65536], but at most 536870909 elements of FloatStorage are supported");
        assertTensorRefused(1, 0, ints(1 << 28), ints(0), "tensor 'w' repeats elements of its storage");
        assertRefused(
                new Pickle()
                        .op("}")
                        .text("w")
                        .tensor(2)
                        .bytesOfStorage("0", new byte[7])
                        .op("s.")
                        .zipped(directory),
                "entry 'archive/data/0' has 7 bytes, but the pickle refers to it as 2 elements of 4 bytes");
    }

    private void assertTensorRefused(int elements, int offset, int[] sizes, int[] strides, String message)
            throws IOException {
        assertRefused(
                new Pickle()
                        .op("}")
                        .text("w")
                        .tensor(elements, offset, sizes, strides)
                        .op("s."),
                message);
    }

    @Test
    void zipBombsAndDamageInTheArchiveAreRefused() throws IOException {
        assertRefused(
                deflated("archive/data.pkl", 200 << 20),
                "entry 'archive/data.pkl' inflates to 209715200 bytes, but all entries of a file of ");
        byte[] flipped = Tinynet.bytes("state_dict.pth");
        flipped[5000] ^= 1;
        assertRefused(flipped, "entry 'state_dict/data/0' has the checksum ");
        byte[] cut = Tinynet.bytes("state_dict.pth");
        assertRefused(
                Arrays.copyOf(cut, cut.length - 1),
                "x: the zip archive has no directory at its end; the download is probably truncated");
    }

    @Test
    void legacyFilesThatAreCutOrOfOtherMachinesAreRefused() throws IOException {
        byte[] legacy = Tinynet.bytes("state_dict_legacy.pth");
        assertRefused(Arrays.copyOf(legacy, legacy.length - 1), "the download is probably truncated");
        assertRefused(Arrays.copyOf(legacy, legacy.length + 1), "1 bytes follow the last storage");
        byte[] big = legacy.clone();
        big[73] = (byte) 0x89;
        assertRefused(big, "the file was written on a machine that is not little-endian");
        int firstCount = new String(legacy, StandardCharsets.ISO_8859_1).indexOf("e.", 4813) + 2;
        byte[] huge = legacy.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(firstCount, Long.MAX_VALUE);
        assertRefused(huge, "at byte " + firstCount + ": a storage of 9223372036854775807 elements");
    }

    private static byte[] deflated(String name, int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            byte[] chunk = new byte[1 << 20];
            for (int written = 0; written < zeros; written += chunk.length) {
                zip.write(chunk);
            }
        }
        return bytes.toByteArray();
    }

    private void assertRefused(Pickle pickle, String message) throws IOException {
        assertRefused(pickle.zipped(directory), message);
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> TorchFile.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("x: ")
                .hasMessageContaining(message);
    }

    private static int[] ints(int... values) {
        return values;
    }
}
