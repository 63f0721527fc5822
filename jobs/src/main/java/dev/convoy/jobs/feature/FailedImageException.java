package dev.convoy.jobs.feature;

/** Carries a failure from where it happened to where the mode decides what becomes of it. */
final class FailedImageException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    FailedImageException(String path, Stage stage, Exception cause) {
        super(cause);
        this.failure = Failure.of(path, stage, cause);
    }

    Failure failure() {
        return failure;
    }
}
