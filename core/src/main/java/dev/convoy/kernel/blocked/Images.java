package dev.convoy.kernel.blocked;

/**
 * Where the images of a batch lie: one behind the other, or with other things between them where they are some of the
 * channels of larger images.
 *
 * @param array which may hold other things too
 * @param offset where the first image begins
 * @param step from where an image begins to where the next one does
 */
public record Images(float[] array, int offset, int step) {

    /** Where an image of the batch begins. */
    public int at(int image) {
        return offset + image * step;
    }
}
