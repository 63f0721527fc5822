package dev.convoy.jobs.conf;

/** A size that images are brought to. */
public sealed interface Size {

    /** The shorter side becomes {@code length}, the longer keeps the aspect ratio. */
    record ShorterSide(int length) implements Size {
        @Override
        public String toString() {
            return Integer.toString(length);
        }
    }

    /** Exactly this height and width. */
    record Exact(int height, int width) implements Size {
        @Override
        public String toString() {
            return height + "," + width;
        }
    }
}
