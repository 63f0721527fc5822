package dev.convoy.state.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MalformedSafetensorsTest {

    @TempDir
    Path directory;

    @Test
    void aFileShorterThanTheLengthIsRefused() {
        assertRefused(
                new byte[3],
                "the file has 3 bytes, but a safetensors file begins with the 8 bytes of its "
                        + "header's length; the download is probably truncated");
        assertRefused(new byte[0], "the file has 0 bytes");
    }

    @Test
    void aHeaderPastTheFileIsRefused() {
        byte[] bytes = file(entry("a", "U8", "[1]", "[0,1]"), 1);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 99_000_000);

        assertRefused(
                bytes,
                "at byte 0: the header's length is given as 99000000 bytes, but only " + (bytes.length - 8)
                        + " bytes follow; the download is probably truncated");
    }

    @Test
    void aHeaderAboveTheLimitIsRefusedWithWhatTheFileProbablyIs() {
        byte[] huge = ByteBuffer.allocate(64).putLong(-1).array();
        assertRefused(
                huge,
                "given as 18446744073709551615 bytes, but at most 100000000 are allowed; this is probably "
                        + "not a safetensors file");
        assertRefused("version https://git-lfs.github.com/spec/v1", "fetch the file itself with 'git lfs pull'");
        assertRefused("PK\003\004 and so on, a zip", "this is a zip archive, probably weights saved by torch.save");
        assertRefused("\u0080\002}q\000(X\001\000", "this is a pickle, probably weights saved by torch.save");
        assertRefused("<!DOCTYPE html><html>", "this is probably a web page");
        assertRefused("\u0093NUMPY\001\000v\000", "this is an npy file");
        assertRefused("\u0089HDF\r\n\032\n----", "this is an HDF5 file");
    }

    @Test
    void aHeaderThatIsNotJsonIsRefusedAtItsByte() {
        assertRefused(file(""), "at byte 8: a header begins with '{', but this one is empty");
        assertRefused(file("[1]"), "at byte 8: a header begins with '{', but this one begins with '['");
        assertRefused(file("\000"), "begins with the control character 0x00");
        assertRefused(file("{'a':"), "the header is not valid JSON: Unexpected end-of-input");
        assertRefused(file("{'a' 1}"), "at byte 14: the header is not valid JSON: Unexpected character ('1'");
        assertRefused(file("{} {}"), "the header goes on after its closing '}'");
        assertRefused(file("{'a':" + "[".repeat(3000) + "}"), "tensor 'a' must be described by an object");
        assertRefused(
                file("{'a':{'x':" + "[".repeat(3000) + "}}"), "the header is not valid JSON: Document nesting depth");
        byte[] notText = file("{'a':1}");
        notText[9] = (byte) 0xff;
        assertRefused(notText, "at byte 8: the header is not UTF-8 text; this is probably not a safetensors file");
    }

    @Test
    void duplicateKeysAreRefused() {
        String a = entry("a", "U8", "[0]", "[0,0]");
        assertRefused(file(join(a, a)), "tensor 'a' occurs twice in the header");
        assertRefused(
                file("{'a':{'dtype':'U8','dtype':'U8','shape':[],'data_offsets':[0,1]}}", 1),
                "the key 'dtype' occurs twice in tensor 'a'");
        assertRefused(
                file("{'a':{'dtype':'U8','shape':[],'shape':[1],'data_offsets':[0,1]}}", 1),
                "the key 'shape' occurs twice in tensor 'a'");
        assertRefused(file("{'__metadata__':{},'__metadata__':{}}"), "the key '__metadata__' occurs twice");
        assertRefused(file("{'__metadata__':{'k':'1','k':'2'}}"), "the key 'k' occurs twice in '__metadata__'");
    }

    @Test
    void entriesOfTheWrongFormAreRefused() {
        assertRefused(file("{'a':1}"), "tensor 'a' must be described by an object, but is an integer");
        assertRefused(file("{'a':{'shape':[],'data_offsets':[0,0]}}"), "tensor 'a' has no 'dtype'");
        assertRefused(file("{'a':{'dtype':'U8','data_offsets':[0,0]}}"), "tensor 'a' has no 'shape'");
        assertRefused(file("{'a':{'dtype':'U8','shape':[]}}"), "tensor 'a' has no 'data_offsets'");
        assertRefused(
                file(entry("a", "U8", "3", "[0,3]")),
                "the shape of tensor 'a' must be an array of integers, but " + "is an integer");
        assertRefused(file(entry("a", "U8", "['1']", "[0,1]")), "must be an array of integers, but is a string");
        assertRefused(file(entry("a", "U8", "[1.0]", "[0,1]")), "but is a number with a fraction or an exponent");
        assertRefused(
                file("{'a':{'dtype':1,'shape':[],'data_offsets':[0,0]}}"),
                "the dtype of tensor 'a' must be a " + "string, but is an integer");
        assertRefused(file("{'__metadata__':[]}"), "'__metadata__' must be an object of strings, but is an array");
        assertRefused(
                file("{'__metadata__':{'k':null}}"),
                "the value of 'k' in '__metadata__' must be a string, but is " + "null");
        assertRefused(file("{'\\ud83d':{}}"), "is not valid Unicode");
        assertRefused(
                file("{'__metadata__':{'k':'\\ud83d'}}"), "the value of 'k' in '__metadata__' is not valid Unicode");
    }

    @Test
    void anUnknownTypeIsRefusedWithTheKnownOnes() {
        assertRefused(
                file(entry("a", "F128", "[1]", "[0,16]"), new byte[16]),
                "tensor 'a' has the unknown dtype 'F128', expected one of [BOOL, F4, ");
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertRefused(
                file(entry("a", "U8", "[-1]", "[0,1]")), "the shape of tensor 'a' contains the negative number -1");
        assertRefused(
                file(entry("a", "U8", "[1]", "[-1,0]")),
                "the data_offsets of tensor 'a' contains the negative " + "number -1");
        assertRefused(
                file(entry("a", "U8", "[99999999999999999999]", "[0,1]")),
                "the shape of tensor 'a' contains 99999999999999999999, which overflows 64 bits");
        assertRefused(
                file(entry("a", "U8", "[4294967296,4294967296]", "[0,0]")),
                "tensor 'a' has shape [4294967296, 4294967296], but at most 2147483647 elements are supported");
        assertRefused(
                file(entry("a", "F32", "[65536,65536]", "[0,0]")),
                "tensor 'a' has shape [65536, 65536], but at most 2147483647 elements are supported");
        assertRefused(
                file(entry("a", "U8", "[1]", "[1,0]")),
                "tensor 'a' has data_offsets [1, 0], but these must be a begin and an end that is not before it");
        assertRefused(file(entry("a", "U8", "[1]", "[0]")), "tensor 'a' has data_offsets [0], but");
    }

    @Test
    void aShapeThatDoesNotFitItsBytesIsRefused() {
        assertRefused(
                file(entry("a", "F32", "[2,3]", "[0,20]"), new byte[20]),
                "tensor 'a' of type F32 and shape [2, 3] takes 24 bytes, but its data_offsets [0, 20] span 20 bytes");
        assertRefused(
                file(entry("a", "F4", "[3]", "[0,1]"), new byte[1]),
                "tensor 'a' of type F4 and shape [3] takes 12 bits, not whole bytes, but");
    }

    @Test
    void aTruncatedFileIsRefusedNamingTheTensor() throws IOException {
        byte[] whole = file(entry("fc.bias", "F32", "[4]", "[0,16]"), new byte[16]);
        Path truncated = Files.write(directory.resolve("resnet.safetensors"), Arrays.copyOf(whole, whole.length - 3));

        assertThatThrownBy(() -> Safetensors.read(truncated))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(truncated + ": tensor 'fc.bias' ends at byte " + whole.length + " but the file has "
                        + (whole.length - 3) + "; the download is probably truncated");
    }

    @Test
    void aPlaceBeyondEveryFileIsRefused() {
        byte[] bytes = file(entry("a", "U8", "[0]", "[9223372036854775807,9223372036854775807]"));
        assertRefused(
                bytes,
                "tensor 'a' ends at byte " + bytes.length + " + 9223372036854775807 but the file has " + bytes.length);
    }

    @Test
    void trailingBytesAreRefused() {
        byte[] bytes = file(entry("a", "U8", "[1]", "[0,1]"), 1, 2, 3);
        assertRefused(
                bytes,
                "at byte " + (bytes.length - 2) + ": 2 bytes follow the end of the last, tensor 'a'; the file "
                        + "is damaged, or another one is appended");
        assertRefused(file("{}", 1), "1 bytes follow a header that names no tensor");
    }

    @Test
    void gapsAndOverlapsAreRefused() {
        String a = entry("a", "U8", "[2]", "[0,2]");
        assertRefused(
                file(join(a, entry("b", "U8", "[1]", "[3,4]")), 1, 2, 3, 4),
                "tensor 'b' begins 1 bytes after tensor 'a' ends");
        assertRefused(
                file(join(a, entry("b", "U8", "[2]", "[1,3]")), 1, 2, 3),
                "tensor 'b' begins 1 bytes before tensor 'a' ends");
        assertRefused(
                file(join(a, entry("b", "U8", "[2]", "[0,2]")), 1, 2),
                "tensor 'b' begins 2 bytes before tensor 'a' ends");
        assertRefused(file(entry("b", "U8", "[1]", "[1,2]"), 1, 2), "tensor 'b' begins 1 bytes after the header ends");
    }

    @Test
    void theExceptionCarriesPathPlaceAndReason() {
        MalformedFileException refused =
                catchThrowableOfType(MalformedFileException.class, () -> Safetensors.read("weights", file("[1]")));

        assertThat(refused.path()).isEqualTo("weights");
        assertThat(refused.offset()).isEqualTo(8);
        assertThat(refused).hasMessage("weights: at byte 8: " + refused.reason());
    }

    private static void assertRefused(String latin1, String message) {
        assertRefused(latin1.getBytes(StandardCharsets.ISO_8859_1), message);
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> Safetensors.read("x", bytes))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    private static String entry(String name, String dtype, String shape, String offsets) {
        return "{'" + name + "':{'dtype':'" + dtype + "','shape':" + shape + ",'data_offsets':" + offsets + "}}";
    }

    private static String join(String first, String second) {
        return first.substring(0, first.length() - 1) + "," + second.substring(1);
    }

    /** A file of this header, its apostrophes made quotation marks, and these data. */
    static byte[] file(String header, int... data) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return file(header, bytes);
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
