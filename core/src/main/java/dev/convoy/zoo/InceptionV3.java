package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.AvgPool2d;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.ConvBuilder;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;
import java.util.function.UnaryOperator;

/**
 * Inception v3: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016, without the
 * auxiliary classifier.
 */
final class InceptionV3 {

    private InceptionV3() {}

    static Architecture network() {
        Scope net = Scope.network();
        Value x = square(net, "Conv2d_1a_3x3", Scope.image(), 32, 3, c -> c.stride(2));
        x = square(net, "Conv2d_2a_3x3", x, 32, 3, c -> c);
        x = square(net, "Conv2d_2b_3x3", x, 64, 3, c -> c.padding(1));
        x = net.add("maxpool1", pool(), x);
        x = square(net, "Conv2d_3b_1x1", x, 80, 1, c -> c);
        x = square(net, "Conv2d_4a_3x3", x, 192, 3, c -> c);
        x = net.add("maxpool2", pool(), x);
        x = mixed35(net.child("Mixed_5b"), x, 32);
        x = mixed35(net.child("Mixed_5c"), x, 64);
        x = mixed35(net.child("Mixed_5d"), x, 64);
        x = reduction35(net.child("Mixed_6a"), x);
        x = mixed17(net.child("Mixed_6b"), x, 128);
        x = mixed17(net.child("Mixed_6c"), x, 160);
        x = mixed17(net.child("Mixed_6d"), x, 160);
        x = mixed17(net.child("Mixed_6e"), x, 192);
        x = reduction17(net.child("Mixed_7a"), x);
        x = mixed8(net.child("Mixed_7b"), x);
        x = mixed8(net.child("Mixed_7c"), x);
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("dropout", new Dropout(0.5), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        x = net.linear("fc", x, 2048, 1000);
        Draw draw = Draw.truncatedNormal(0.1);
        return net.build("inception_v3", x, Reset.weights(draw, draw), 299);
    }

    /** The paper's figure 5, at 35 pixels. */
    private static Value mixed35(Scope module, Value input, int pooled) {
        Value one = square(module, "branch1x1", input, 64, 1, c -> c);
        Value five = square(module, "branch5x5_1", input, 48, 1, c -> c);
        five = square(module, "branch5x5_2", five, 64, 5, c -> c.padding(2));
        Value twice = square(module, "branch3x3dbl_1", input, 64, 1, c -> c);
        twice = square(module, "branch3x3dbl_2", twice, 96, 3, c -> c.padding(1));
        twice = square(module, "branch3x3dbl_3", twice, 96, 3, c -> c.padding(1));
        return module.output(module.concat("cat", one, five, twice, averaged(module, input, pooled)));
    }

    /** The paper's figure 10, from 35 to 17 pixels. */
    private static Value reduction35(Scope module, Value input) {
        Value three = square(module, "branch3x3", input, 384, 3, c -> c.stride(2));
        Value twice = square(module, "branch3x3dbl_1", input, 64, 1, c -> c);
        twice = square(module, "branch3x3dbl_2", twice, 96, 3, c -> c.padding(1));
        twice = square(module, "branch3x3dbl_3", twice, 96, 3, c -> c.stride(2));
        return module.output(module.concat("cat", three, twice, module.add("max_pool2d", pool(), input)));
    }

    /** The paper's figure 6, at 17 pixels; the channels are those between the factors of the 7×7 convolutions. */
    private static Value mixed17(Scope module, Value input, int channels) {
        Value one = square(module, "branch1x1", input, 192, 1, c -> c);
        Value seven = square(module, "branch7x7_1", input, channels, 1, c -> c);
        seven = row(module, "branch7x7_2", seven, channels, 7);
        seven = column(module, "branch7x7_3", seven, 192, 7);
        Value twice = square(module, "branch7x7dbl_1", input, channels, 1, c -> c);
        twice = column(module, "branch7x7dbl_2", twice, channels, 7);
        twice = row(module, "branch7x7dbl_3", twice, channels, 7);
        twice = column(module, "branch7x7dbl_4", twice, channels, 7);
        twice = row(module, "branch7x7dbl_5", twice, 192, 7);
        return module.output(module.concat("cat", one, seven, twice, averaged(module, input, 192)));
    }

    /** From 17 to 8 pixels. */
    private static Value reduction17(Scope module, Value input) {
        Value three = square(module, "branch3x3_1", input, 192, 1, c -> c);
        three = square(module, "branch3x3_2", three, 320, 3, c -> c.stride(2));
        Value seven = square(module, "branch7x7x3_1", input, 192, 1, c -> c);
        seven = row(module, "branch7x7x3_2", seven, 192, 7);
        seven = column(module, "branch7x7x3_3", seven, 192, 7);
        seven = square(module, "branch7x7x3_4", seven, 192, 3, c -> c.stride(2));
        return module.output(module.concat("cat", three, seven, module.add("max_pool2d", pool(), input)));
    }

    /** The paper's figure 7, at 8 pixels. */
    private static Value mixed8(Scope module, Value input) {
        Value one = square(module, "branch1x1", input, 320, 1, c -> c);
        Value three = square(module, "branch3x3_1", input, 384, 1, c -> c);
        Value wide = row(module, "branch3x3_2a", three, 384, 3);
        Value high = column(module, "branch3x3_2b", three, 384, 3);
        Value both = module.concat("cat.1", wide, high);
        Value twice = square(module, "branch3x3dbl_1", input, 448, 1, c -> c);
        twice = square(module, "branch3x3dbl_2", twice, 384, 3, c -> c.padding(1));
        wide = row(module, "branch3x3dbl_3a", twice, 384, 3);
        high = column(module, "branch3x3dbl_3b", twice, 384, 3);
        twice = module.concat("cat.2", wide, high);
        return module.output(module.concat("cat", one, both, twice, averaged(module, input, 192)));
    }

    private static Value averaged(Scope module, Value input, int channels) {
        AvgPool2d average = AvgPool2d.builder(3).stride(1).padding(1).build();
        Value x = module.add("avg_pool2d", average, input);
        return square(module, "branch_pool", x, channels, 1, c -> c);
    }

    private static MaxPool2d pool() {
        return MaxPool2d.builder(3).stride(2).build();
    }

    private static Value square(
            Scope module, String name, Value input, int channels, int size, UnaryOperator<ConvBuilder<Conv2d>> rest) {
        return NormedConvolution.add(module.child(name), input, channels, size, rest);
    }

    private static Value row(Scope module, String name, Value input, int channels, int size) {
        int[] kernelSize = {1, size};
        return NormedConvolution.add(module.child(name), input, channels, kernelSize, c -> c.padding(0, size / 2));
    }

    private static Value column(Scope module, String name, Value input, int channels, int size) {
        int[] kernelSize = {size, 1};
        return NormedConvolution.add(module.child(name), input, channels, kernelSize, c -> c.padding(size / 2, 0));
    }
}
