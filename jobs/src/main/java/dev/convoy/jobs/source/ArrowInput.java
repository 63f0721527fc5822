package dev.convoy.jobs.source;

import dev.convoy.state.ByteSource;
import dev.convoy.state.arrow.ArrowRows;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/** An open Arrow file on a Hadoop file system. */
record ArrowInput(FSDataInputStream file, ArrowRows rows) implements Closeable {

    static ArrowInput open(String path, long length, Configuration hadoop) throws IOException {
        FSDataInputStream file = InputFiles.open(path, hadoop);
        try {
            return new ArrowInput(file, ArrowRows.open(ByteSource.of(path, length, file::readFully)));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
