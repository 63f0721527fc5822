package dev.convoy.jobs.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** An open file of several images. */
interface Container extends Closeable {

    /** Opens files. */
    @FunctionalInterface
    interface Opener {
        Container open(String path, long length) throws IOException;
    }

    /**
     * The next image, if there is one.
     *
     * @throws IOException if nothing more can be had of the file
     */
    Optional<SourceImage> next() throws IOException;
}
