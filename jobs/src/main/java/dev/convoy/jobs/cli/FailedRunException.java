package dev.convoy.jobs.cli;

import java.io.IOException;

/** A run failed, and the message says all there is to say of it. */
final class FailedRunException extends IOException {

    private static final long serialVersionUID = 1;

    FailedRunException(String message) {
        super(message);
    }
}
