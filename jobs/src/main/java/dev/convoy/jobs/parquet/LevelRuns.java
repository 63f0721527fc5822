package dev.convoy.jobs.parquet;

import java.io.ByteArrayOutputStream;
import org.apache.parquet.bytes.BytesInput;

/**
 * Repetition or definition levels of up to 8 bits as runs, in <a
 * href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet's RLE hybrid</a> with the length
 * before it: a run costs some bytes however long it is.
 */
final class LevelRuns {

    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
    private int level;
    private long count;

    /** Adds a level {@code times} times. */
    void add(int level, int times) {
        if (level != this.level) {
            endRun();
            this.level = level;
        }
        count += times;
    }

    /** The levels so far, as a page has them; begins anew. */
    BytesInput take() {
        endRun();
        byte[] bytes = runs.toByteArray();
        runs.reset();
        return BytesInput.concat(BytesInput.fromInt(bytes.length), BytesInput.from(bytes));
    }

    private void endRun() {
        if (count > 0) {
            for (long header = count << 1; ; header >>>= 7) {
                if (header < 0x80) {
                    runs.write((int) header);
                    break;
                }
                runs.write((int) (header & 0x7f | 0x80));
            }
            runs.write(level);
        }
        count = 0;
    }
}
