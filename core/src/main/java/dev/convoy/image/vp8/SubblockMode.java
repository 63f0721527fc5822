package dev.convoy.image.vp8;

/**
 * How 4x4 pixels of luma are predicted from those around them, in the order of {@link Tables} (RFC 6386, section 12.3).
 */
enum SubblockMode {
    /** By their average. */
    DC,
    /** By the row above and the column to the left, less the pixel at their corner. */
    TRUE_MOTION,
    /** By the row above, smoothed. */
    VERTICAL,
    /** By the column to the left, smoothed. */
    HORIZONTAL,
    /** Along 45 degrees, from the upper right. */
    LEFT_DOWN,
    /** Along 45 degrees, from the upper left. */
    RIGHT_DOWN,
    /** Along 63 degrees, from the upper left. */
    VERTICAL_RIGHT,
    /** Along 63 degrees, from the upper right. */
    VERTICAL_LEFT,
    /** Along 27 degrees, from the upper left. */
    HORIZONTAL_DOWN,
    /** Along 27 degrees, from the lower left. */
    HORIZONTAL_UP
}
