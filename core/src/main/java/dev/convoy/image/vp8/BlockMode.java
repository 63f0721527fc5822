package dev.convoy.image.vp8;

/** How a macroblock's luma or chroma is predicted from the pixels around it (RFC 6386, section 12.2). */
enum BlockMode {
    /** By their average. */
    DC,
    /** By the row above. */
    VERTICAL,
    /** By the column to the left. */
    HORIZONTAL,
    /** By both, less the pixel at their corner. */
    TRUE_MOTION
}
