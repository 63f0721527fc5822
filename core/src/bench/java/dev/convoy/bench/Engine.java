package dev.convoy.bench;

import dev.convoy.tensor.Tensor;

/**
 * A network with its weights in an engine that can run it, and one input in the form that the engine takes. What the
 * engine does once for a network, such as packing weights, its constructor does.
 */
interface Engine extends AutoCloseable {

    /** The engine's name in tables. */
    String name();

    /** Computes the output, row-major, in memory that is the engine's; the last one is let go. */
    void run();

    /** A copy of what the last {@link #run} computed. */
    Tensor output();

    @Override
    void close();
}
