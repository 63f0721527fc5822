package dev.convoy.jobs.conf;

import com.typesafe.config.ConfigValueType;
import dev.convoy.image.ChannelOrder;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Interpolation;
import dev.convoy.jobs.parquet.ElementType;
import dev.convoy.nn.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * What an option's value may be: how it is written, what is expected where another comes, and how text becomes a value.
 *
 * @param label how the value is written in a usage line; empty for a flag, which takes none
 * @param expected what a value has to be, as a message says it
 * @param types the types a file may give it as
 * @param parser from text, {@link IllegalArgumentException} where the text is no such value
 */
record Kind<T>(String label, String expected, Set<ConfigValueType> types, Function<String, T> parser) {

    private static final Set<ConfigValueType> TEXT = Set.of(ConfigValueType.STRING);
    private static final Set<ConfigValueType> SWITCH = Set.of(ConfigValueType.BOOLEAN, ConfigValueType.STRING);
    private static final Set<ConfigValueType> NUMBER = Set.of(ConfigValueType.NUMBER, ConfigValueType.STRING);
    private static final Set<ConfigValueType> LIST =
            Set.of(ConfigValueType.LIST, ConfigValueType.NUMBER, ConfigValueType.STRING);

    /** A comma, but not one between a glob's alternatives. */
    private static final String OUTSIDE_BRACES = ",(?![^{]*})";

    static final Kind<Boolean> FLAG = new Kind<>("", "true or false", SWITCH, Kind::flag);

    static final Kind<Integer> COUNT =
            new Kind<>("N", "a whole number of 1 or more", NUMBER, text -> positive(text.strip()));

    static final Kind<Long> PIXELS = new Kind<>(
            "N", "a whole number from 1 to " + ImageDecoder.MOST_PIXELS, NUMBER, text -> pixels(text.strip()));

    static final Kind<Long> BYTES = new Kind<>(
            "BYTES", "a number of bytes of 1 or more, or of kibi-, mebi- or gibibytes (64m)", NUMBER, Kind::bytes);

    static final Kind<Integer> LEVEL =
            new Kind<>("N", "a whole number from -7 to 22", NUMBER, text -> level(text.strip()));

    static final Kind<Pooling> POOLING = new Kind<>(
            "avg|max|none", "avg, max or none", TEXT, text -> Pooling.valueOf(text.toUpperCase(Locale.ROOT)));

    static final Kind<ElementType> DTYPE =
            new Kind<>("float32|float16", "float32 or float16", TEXT, text -> constant(ElementType.class, text));

    static final Kind<Compression> COMPRESSION = new Kind<>(
            "none|snappy|zstd",
            "none, snappy or zstd",
            TEXT,
            text -> Compression.valueOf(text.toUpperCase(Locale.ROOT)));

    static final Kind<Preset> PRESET =
            new Kind<>("NAME", "imagenet or none", TEXT, text -> constant(Preset.class, text));

    static final Kind<Interpolation> INTERPOLATION = new Kind<>(
            "NAME",
            "nearest, box, bilinear, hamming, bicubic or lanczos",
            TEXT,
            text -> constant(Interpolation.class, text));

    static final Kind<ChannelOrder> CHANNEL_ORDER =
            new Kind<>("RGB|BGR", "RGB or BGR", TEXT, text -> constant(ChannelOrder.class, text));

    static final Kind<Scale> SCALE = new Kind<>(
            "F|F/D", "a number (F), or one divided by another (F/D), neither of them 0", NUMBER, Kind::scale);

    static final Kind<Double> FRACTION = new Kind<>("F", "a number from 0 to 1", NUMBER, Kind::fraction);

    static final Kind<Mode> MODE =
            new Kind<>("MODE", "PERMISSIVE, DROPMALFORMED or FAILFAST", TEXT, text -> constant(Mode.class, text));

    static final Kind<Precision> PRECISION =
            new Kind<>("fast|strict", "fast or strict", TEXT, text -> constant(Precision.class, text));

    static final Kind<List<String>> NAMES =
            new Kind<>("a,b", "names separated by commas", LIST, text -> List.of(parts(text)));

    static final Kind<List<String>> COLUMNS = new Kind<>(
            "a,b",
            "names separated by commas, or none",
            LIST,
            text -> text.isBlank() ? List.of() : List.of(parts(text)));

    static final Kind<List<String>> PATHS = new Kind<>(
            "PATH,…",
            "paths separated by commas",
            Set.of(ConfigValueType.LIST, ConfigValueType.STRING),
            text -> List.of(parts(text, OUTSIDE_BRACES)));

    static final Kind<List<Integer>> CHW =
            new Kind<>("C,H,W", "three whole numbers of 1 or more: C,H,W", LIST, Kind::chw);

    static final Kind<Size> SIZE =
            new Kind<>("S|H,W", "one whole number of 1 or more (S), or two (H,W)", LIST, Kind::size);

    static final Kind<Size.Exact> AREA =
            new Kind<>("S|H,W", "one whole number of 1 or more (S by S), or two (H,W)", LIST, Kind::area);

    static final Kind<List<Float>> MEANS = new Kind<>("r,g,b", "three numbers: r,g,b", LIST, Kind::channels);

    static final Kind<List<Float>> DEVIATIONS =
            new Kind<>("r,g,b", "three numbers other than 0: r,g,b", LIST, Kind::deviations);

    /** Text that is not empty, called {@code label} in a usage line. */
    static Kind<String> text(String label) {
        return new Kind<>(label, "text", TEXT, text -> {
            require(!text.isBlank());
            return text;
        });
    }

    /** The value that a text stands for. */
    T parse(String text) throws ConfigurationException {
        return parse(text, "'" + text + "'");
    }

    /** As {@link #parse(String)}; a message says {@code came} instead of the text. */
    T parse(String text, String came) throws ConfigurationException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw mismatch(came);
        }
    }

    ConfigurationException mismatch(String came) {
        return new ConfigurationException("expected " + expected + ", but it is " + came);
    }

    /** The constant of this name, in whatever case. */
    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    private static Boolean flag(String text) {
        require(text.equals("true") || text.equals("false"));
        return text.equals("true");
    }

    private static Double fraction(String text) {
        double value = Double.parseDouble(text);
        require(value >= 0 && value <= 1);
        return value;
    }

    private static Long pixels(String text) {
        long value = Long.parseLong(text);
        require(value >= 1 && value <= ImageDecoder.MOST_PIXELS);
        return value;
    }

    private static Long bytes(String text) {
        String number = text.strip().toLowerCase(Locale.ROOT);
        int unit = number.isEmpty() ? -1 : "kmg".indexOf(number.charAt(number.length() - 1));
        int shift = 10 * (unit + 1);
        long value = Long.parseLong(unit < 0 ? number : number.substring(0, number.length() - 1));
        require(value >= 1 && value <= Long.MAX_VALUE >> shift);
        return value << shift;
    }

    private static int level(String text) {
        int value = Integer.parseInt(text);
        require(-7 <= value && value <= 22);
        return value;
    }

    private static Scale scale(String text) {
        String[] parts = text.split("/", -1);
        require(parts.length <= 2);
        return new Scale(nonZero(parts[0]), parts.length == 1 ? 1 : nonZero(parts[1]));
    }

    private static float nonZero(String text) {
        float value = Float.parseFloat(text);
        require(Float.isFinite(value) && value != 0);
        return value;
    }

    private static Size size(String text) {
        String[] parts = parts(text);
        require(parts.length <= 2);
        return parts.length == 1
                ? new Size.ShorterSide(positive(parts[0]))
                : new Size.Exact(positive(parts[0]), positive(parts[1]));
    }

    private static Size.Exact area(String text) {
        Size size = size(text);
        if (size instanceof Size.ShorterSide side) {
            return new Size.Exact(side.length(), side.length());
        }
        return (Size.Exact) size;
    }

    private static List<Float> channels(String text) {
        List<Float> values = Arrays.stream(parts(text)).map(Float::valueOf).toList();
        require(values.size() == 3 && values.stream().allMatch(value -> Float.isFinite(value)));
        return values;
    }

    private static List<Float> deviations(String text) {
        List<Float> values = channels(text);
        require(values.stream().allMatch(value -> value != 0));
        return values;
    }

    private static int positive(String text) {
        int value = Integer.parseInt(text);
        require(value >= 1);
        return value;
    }

    private static List<Integer> chw(String text) {
        List<Integer> sizes = Arrays.stream(parts(text)).map(Kind::positive).toList();
        require(sizes.size() == 3);
        return sizes;
    }

    private static String[] parts(String text) {
        return parts(text, ",");
    }

    private static String[] parts(String text, String separator) {
        String[] parts =
                Arrays.stream(text.split(separator, -1)).map(String::strip).toArray(String[]::new);
        require(Arrays.stream(parts).noneMatch(String::isEmpty));
        return parts;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
    }
}
