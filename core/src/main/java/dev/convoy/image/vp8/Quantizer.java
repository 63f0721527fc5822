package dev.convoy.image.vp8;

/**
 * The steps that coefficients are multiplied by: of luma, of luma's second transform and of chroma, each for frequency
 * zero and for the others (RFC 6386, sections 9.6 and 14.1).
 */
record Quantizer(int lumaDc, int lumaAc, int secondDc, int secondAc, int chromaDc, int chromaAc) {

    /** One a segment. */
    static Quantizer[] read(BoolDecoder in, Segments segments) {
        int index = in.number(7);
        int lumaDc = in.signedIfAny(4);
        int secondDc = in.signedIfAny(4);
        int secondAc = in.signedIfAny(4);
        int chromaDc = in.signedIfAny(4);
        int chromaAc = in.signedIfAny(4);
        Quantizer[] quantizers = new Quantizer[Segments.COUNT];
        for (int i = 0; i < quantizers.length; i++) {
            int q = segments.quantizer(i, index);
            quantizers[i] = new Quantizer(
                    step(Tables.DC_STEPS, q + lumaDc),
                    step(Tables.AC_STEPS, q),
                    2 * step(Tables.DC_STEPS, q + secondDc),
                    Math.max(8, step(Tables.AC_STEPS, q + secondAc) * 155 / 100),
                    Math.min(132, step(Tables.DC_STEPS, q + chromaDc)),
                    step(Tables.AC_STEPS, q + chromaAc));
        }
        return quantizers;
    }

    private static int step(int[] steps, int index) {
        return steps[Math.min(Math.max(index, 0), steps.length - 1)];
    }
}
