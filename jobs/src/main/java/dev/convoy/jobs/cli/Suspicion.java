package dev.convoy.jobs.cli;

import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Stage;
import dev.convoy.jobs.sink.Outcome;
import dev.convoy.tensor.Shape;
import java.util.Optional;

/** What most probably is wrong where every image failed, as the end of a sentence. */
record Suspicion(Extraction extraction, Outcome outcome) {

    @Override
    public String toString() {
        Optional<Stage> stage = outcome.mostFailedAt();
        if (stage.isEmpty()) {
            return "the same as when they failed in an earlier run; --incremental --retry-failed tries them again";
        }
        return switch (stage.get()) {
            case MODEL -> model();
            case DECODE -> "what was taken for images is none; --input-format and --column say what the input holds";
            case READ, PREPROCESS -> first();
        };
    }

    private String model() {
        Optional<Shape> shape = extraction.designedFor();
        if (shape.isEmpty() || shape.get().rank() != 3 || shape.equals(extraction.input())) {
            return first();
        }
        int channels = shape.get().size(0);
        int height = shape.get().size(1);
        int width = shape.get().size(2);
        String size = "the model was exported for " + channels + "×" + height + "×" + width;
        return channels == 3 ? size + ": --resize " + height + "," + width : size + ", and images have 3 channels";
    }

    private String first() {
        return outcome.firstFailures().isEmpty()
                ? "for a reason that the rows of _failed tell"
                : "for the reason of the first: " + outcome.firstFailures().get(0);
    }
}
