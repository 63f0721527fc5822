package dev.convoy;

import dev.convoy.tensor.Printable;

/** A network's description is wrong; the message names file, line and layer. */
final class DescriptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    DescriptionException(String message) {
        super(Printable.escaped(message));
    }

    DescriptionException(String message, Throwable cause) {
        super(Printable.escaped(message), cause);
    }
}
