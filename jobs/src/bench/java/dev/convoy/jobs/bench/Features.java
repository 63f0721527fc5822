package dev.convoy.jobs.bench;

/** A row of {@link OnnxRuntimeJob}, as Spark's bean encoder wants it. */
public class Features {

    private String path;
    private float[] values;

    public Features() {}

    Features(String path, float[] values) {
        this.path = path;
        this.values = values;
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public float[] getValues() {
        return values;
    }

    public void setValues(float[] values) {
        this.values = values;
    }
}
