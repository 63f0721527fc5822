package dev.convoy.state.zip;

/**
 * An entry as the archive's directory describes it.
 *
 * @param offset where the entry's own header begins
 * @param limit where the next entry, or the directory, begins: the entry ends there at the latest
 */
record ZipEntry(String name, int method, long crc, long storedSize, long size, long offset, long limit) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    ZipEntry withLimit(long end) {
        return new ZipEntry(name, method, crc, storedSize, size, offset, end);
    }
}
