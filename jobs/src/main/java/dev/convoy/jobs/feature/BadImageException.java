package dev.convoy.jobs.feature;

/** An image failed and the mode is FAILFAST; the message names its path, the stage and the reason. */
public final class BadImageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadImageException(Failure failure) {
        super(failure.toString());
    }
}
