package dev.convoy.jobs.conf;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Values for options, by one name: they win over the defaults, and lose to what was said. */
enum Preset {
    NONE(Map.of()),
    /** What most of torchvision's classifiers expect: {@code ImageClassification(crop_size=224)}. */
    IMAGENET(Map.of(
            "resize", "256",
            "interpolation", "bilinear",
            "crop", "224",
            "scale", "1/255",
            "mean", "0.485,0.456,0.406",
            "std", "0.229,0.224,0.225",
            "channel-order", "RGB"));

    private final Map<String, String> values;

    Preset(Map<String, String> values) {
        this.values = values;
    }

    /** As the option says it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text of an option's value, if the preset has one. */
    Optional<String> value(Option<?> option) {
        return Optional.ofNullable(values.get(option.name()));
    }
}
