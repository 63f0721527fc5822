package dev.convoy.graph.plan;

/** Where a tensor lies while a plan runs; {@link Memory} says in which slot. */
final class Storage {

    /** The images of the caller. */
    static final int INPUT = -1;

    /** The elements of an image. */
    final int floats;

    /** The steps that first write and last read it. */
    int firstStep = Integer.MAX_VALUE;

    int lastStep = -1;

    /** Whether stages before and behind see it: then it holds all images of a pass, else those of one round. */
    boolean shared;

    int slot;

    Storage(int floats) {
        this.floats = floats;
    }

    /** That of the caller's images. */
    static Storage input(int floats) {
        Storage storage = new Storage(floats);
        storage.slot = INPUT;
        return storage;
    }

    void usedBy(int step) {
        firstStep = Math.min(firstStep, step);
        lastStep = Math.max(lastStep, step);
    }
}
