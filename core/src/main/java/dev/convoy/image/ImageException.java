package dev.convoy.image;

import java.io.IOException;

/**
 * An image file that cannot become pixels: it is empty, not an image, truncated, corrupt, too large, or of a kind that
 * is not supported.
 *
 * <p>The message is the reason alone; it does not name the file, which only the caller knows.
 */
public final class ImageException extends IOException {

    private static final long serialVersionUID = 1L;

    ImageException(String reason) {
        super(reason);
    }

    ImageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
