package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.nn.Precision;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a command computes. */
final class ComputeOptions {

    @Option(
            names = "--precision",
            paramLabel = "fast|strict",
            converter = PrecisionConverter.class,
            description = "fast: convolutions may multiply less and round more; strict: they are the sums that define"
                    + " them. Default: fast.")
    private Precision precision = Precision.FAST;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share a batch's images; the bits are the same for every N. Default: 1.")
    private int threads = 1;

    Precision precision() {
        return precision;
    }

    int threads() {
        return threads;
    }

    void check() throws ConfigurationException {
        requirePositive("--threads", threads);
    }

    static void requirePositive(String option, int value) throws ConfigurationException {
        if (value < 1) {
            throw new ConfigurationException(
                    option + ": expected a whole number of 1 or more, but it is '" + value + "'");
        }
    }

    private static final class PrecisionConverter implements ITypeConverter<Precision> {

        @Override
        public Precision convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "fast" -> Precision.FAST;
                case "strict" -> Precision.STRICT;
                default -> throw new TypeConversionException("expected fast or strict, but it is '" + text + "'");
            };
        }
    }
}
