package dev.convoy.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who took a lock, as its file says.
 *
 * @param token what no other taking of any lock has
 * @param since when it was taken, by the clock of its host
 * @param process what took it
 */
record Holder(UUID token, String since, RunProcess process) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    /** This process, taking a lock now. */
    static Holder current() {
        return of(RunProcess.current());
    }

    static Holder of(RunProcess process) {
        return new Holder(UUID.randomUUID(), Instant.now().toString(), process);
    }

    /** What a file says; none where it is cut off, or not of a lock. */
    static Optional<Holder> parse(byte[] text) {
        try {
            return Optional.of(JSON.readValue(text, Holder.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return process + " since " + since.replaceAll("\\p{Cntrl}", "?");
    }
}
