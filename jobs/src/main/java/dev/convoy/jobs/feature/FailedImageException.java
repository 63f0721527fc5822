package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;

/** Carries a failure from where it happened to where the mode decides what becomes of it. */
final class FailedImageException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    FailedImageException(Origin origin, Stage stage, Exception cause) {
        super(cause);
        this.failure = Failure.of(origin, stage, cause);
    }

    Failure failure() {
        return failure;
    }
}
