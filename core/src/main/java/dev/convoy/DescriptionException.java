package dev.convoy;

/** A network's description is wrong; the message names file, line and layer. */
final class DescriptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    DescriptionException(String message) {
        super(message);
    }
}
