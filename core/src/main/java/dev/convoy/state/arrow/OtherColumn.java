package dev.convoy.state.arrow;

/** A column of which only is known whether its values are null: no type that is supported, or a struct. */
final class OtherColumn extends ArrowColumn {

    OtherColumn(Heading heading) {
        super(heading);
    }

    @Override
    void load(Batch in) {}

    @Override
    public long bytes() {
        throw new IllegalStateException(label() + " is of type " + type() + ", which is not read");
    }

    @Override
    public Object value() {
        throw new IllegalStateException(label() + " is of type " + type() + ", which is not read");
    }
}
