package dev.convoy.kernel.blocked;

/** What operations are, in double precision and as plainly as can be. */
final class References {

    private References() {}

    /** From {@code [images, channels, height, width]} to {@code [images, outChannels, height', width']}. */
    static double[] convolution(ConvolutionShape shape, int images, float[] x, float[] weight, float[] bias) {
        Grid in = shape.input();
        Grid out = shape.output();
        double[] y = new double[images * out.channels() * out.pixels()];
        int i = 0;
        for (int image = 0; image < images; image++) {
            for (int filter = 0; filter < out.channels(); filter++) {
                int group = filter / shape.groupOutputs();
                for (int row = 0; row < out.height(); row++) {
                    for (int column = 0; column < out.width(); column++) {
                        double sum = bias == null ? 0 : bias[filter];
                        for (int c = 0; c < shape.groupInputs(); c++) {
                            for (int tap = 0; tap < shape.taps(); tap++) {
                                int atRow = row * shape.strideHeight()
                                        + tap / shape.kernelWidth() * shape.dilationHeight()
                                        - shape.paddingTop();
                                int atColumn = column * shape.strideWidth()
                                        + tap % shape.kernelWidth() * shape.dilationWidth()
                                        - shape.paddingLeft();
                                if (atRow >= 0 && atRow < in.height() && atColumn >= 0 && atColumn < in.width()) {
                                    int channel = group * shape.groupInputs() + c;
                                    int plane = (image * in.channels() + channel) * in.pixels();
                                    sum += (double) x[plane + atRow * in.width() + atColumn]
                                            * weight[(filter * shape.groupInputs() + c) * shape.taps() + tap];
                                }
                            }
                        }
                        y[i++] = sum;
                    }
                }
            }
        }
        return y;
    }
}
