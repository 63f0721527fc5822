package dev.convoy.jobs.conf;

/** What the levels 0 to 255 are multiplied by and then divided by. */
public record Scale(float factor, float divisor) {

    @Override
    public String toString() {
        return divisor == 1 ? Float.toString(factor) : factor + "/" + divisor;
    }
}
