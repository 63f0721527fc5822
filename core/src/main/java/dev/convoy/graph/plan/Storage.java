package dev.convoy.graph.plan;

/** Where a tensor lies while a plan runs: in a slot that {@link Memory} gives, or in a part of another storage. */
final class Storage {

    /** The images of the caller. */
    static final int INPUT = -1;

    /** The elements of an image. */
    final int floats;

    private Storage whole;
    private int start;

    /** The steps that first write and last read it or one of its parts. */
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

    /** Makes it, with its own parts, a part of every image of another storage, from an element on. */
    void becomePart(Storage of, int from) {
        whole = of;
        start = from;
    }

    /** The storage that it is a part of, and that is no part itself; this one if it is no part. */
    Storage root() {
        return whole == null ? this : whole.root();
    }

    /** Where an image of it begins in one of the root. */
    int start() {
        return whole == null ? 0 : start + whole.start();
    }

    void usedBy(int step) {
        firstStep = Math.min(firstStep, step);
        lastStep = Math.max(lastStep, step);
    }
}
