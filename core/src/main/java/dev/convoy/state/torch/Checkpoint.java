package dev.convoy.state.torch;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What {@code torch.save} put into a file.
 *
 * @param value the object saved: a state dict, or dictionaries around it
 * @param storages the bytes of the storages that it refers to
 */
record Checkpoint(Object value, Storages storages) {

    /** Where the elements are. */
    interface Storages {

        /** All bytes of the storage of this key, which are as many as its elements take. */
        ByteBuffer read(Storage storage) throws IOException;
    }
}
