package dev.convoy.state.torch;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.zip.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;

/** Reads the form of PyTorch 1.6 and later: a zip archive of one folder with a pickle and a file for each storage. */
final class ZipForm {

    private static final String PICKLE = "/data.pkl";
    private static final String SAVE_WEIGHTS =
            "save the weights alone, in Python: torch.save(model.state_dict(), path)";

    private ZipForm() {}

    /** Whether an archive's entries are those of something that PyTorch wrote. */
    static boolean recognises(ZipArchive archive) {
        return archive.names().stream()
                .anyMatch(name -> name.endsWith(PICKLE)
                        || name.endsWith("/constants.pkl")
                        || name.endsWith("/model.json")
                        || name.endsWith("/archive_format"));
    }

    static Checkpoint read(ByteSource source) throws IOException {
        ZipArchive archive = ZipArchive.open(source);
        String folder = folder(source, archive);
        checkByteOrder(source, archive, folder + "/byteorder");
        String name = folder + PICKLE;
        ByteBuffer pickle = archive.read(name);
        Object value = RestrictedUnpickler.load(
                        ByteSource.of(source.name(), pickle), 0, archive.offset(name), new HashMap<>())
                .value();
        return new Checkpoint(value, storage -> storage(source, archive, folder + "/data/" + storage.key(), storage));
    }

    private static String folder(ByteSource source, ZipArchive archive) throws MalformedFileException {
        for (String name : archive.names()) {
            if (name.contains("/code/") || name.endsWith("/constants.pkl")) {
                throw source.malformed(
                        -1,
                        "this is a TorchScript archive (it has '" + Refusal.printable(name)
                                + "'), a program rather than weights; load it in Python with torch.jit.load and "
                                + SAVE_WEIGHTS);
            }
            if (name.endsWith("/model.json") || name.endsWith("/archive_format")) {
                throw source.malformed(
                        -1,
                        "this is an exported program (it has '" + Refusal.printable(name)
                                + "'), not weights; load it in Python with torch.export.load and " + SAVE_WEIGHTS);
            }
        }
        List<String> pickles =
                archive.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw source.malformed(
                    -1,
                    "the zip archive has " + pickles.size() + " entries named data.pkl, but a file of torch.save has "
                            + "one; it is of another format");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    private static void checkByteOrder(ByteSource source, ZipArchive archive, String name) throws IOException {
        if (archive.contains(name)) {
            String order =
                    StandardCharsets.ISO_8859_1.decode(archive.read(name)).toString();
            if (!order.equals("little")) {
                throw source.malformed(
                        -1,
                        "the byte order is '" + Refusal.printable(order) + "', but only 'little' is supported; load "
                                + "the file in Python on a little-endian machine and save it again");
            }
        }
    }

    private static ByteBuffer storage(ByteSource source, ZipArchive archive, String name, Storage storage)
            throws IOException {
        if (!archive.contains(name)) {
            throw source.malformed(
                    -1, "there is no entry '" + Refusal.printable(name) + "', which the pickle refers to");
        }
        ByteBuffer bytes = archive.read(name);
        int elementBytes = storage.type().bytes();
        if (bytes.limit() % elementBytes != 0 || bytes.limit() / elementBytes != storage.elements()) {
            throw source.malformed(
                    archive.offset(name),
                    "entry '" + name + "' has " + bytes.limit() + " bytes, but the pickle refers to it as "
                            + storage.elements() + " elements of " + elementBytes + " bytes");
        }
        return bytes;
    }
}
