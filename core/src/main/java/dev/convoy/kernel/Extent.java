package dev.convoy.kernel;

/**
 * One number each for depth, height and width. A plane is a volume one slice deep, a line a plane one row high.
 * Immutable.
 */
public record Extent(int depth, int height, int width) {

    /** From the numbers of the last dimensions, one to three of them; the dimensions before have {@code otherwise}. */
    public static Extent of(int[] last, int otherwise) {
        int count = last.length;
        return new Extent(
                count > 2 ? last[count - 3] : otherwise, count > 1 ? last[count - 2] : otherwise, last[count - 1]);
    }

    /** The product of the three. */
    public int volume() {
        return depth * height * width;
    }
}
