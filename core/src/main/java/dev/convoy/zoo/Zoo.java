package dev.convoy.zoo;

import dev.convoy.tensor.NearestNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The networks that are known by name: torchvision's image classifiers of 1000 classes.
 *
 * @see <a href="https://docs.pytorch.org/vision/stable/models.html">torchvision's models</a>
 */
public final class Zoo {

    private static final Map<String, Supplier<Architecture>> NETWORKS = networks();

    private Zoo() {}

    private static Map<String, Supplier<Architecture>> networks() {
        Map<String, Supplier<Architecture>> all = new LinkedHashMap<>();
        all.put("alexnet", AlexNet::network);
        all.put("vgg11", () -> Vgg.network("vgg11", Vgg.A, false));
        all.put("vgg13", () -> Vgg.network("vgg13", Vgg.B, false));
        all.put("vgg16", () -> Vgg.network("vgg16", Vgg.D, false));
        all.put("vgg19", () -> Vgg.network("vgg19", Vgg.E, false));
        all.put("vgg11_bn", () -> Vgg.network("vgg11_bn", Vgg.A, true));
        all.put("vgg16_bn", () -> Vgg.network("vgg16_bn", Vgg.D, true));
        all.put("resnet18", () -> ResNet.basic("resnet18", 2, 2, 2, 2));
        all.put("resnet34", () -> ResNet.basic("resnet34", 3, 4, 6, 3));
        all.put("resnet50", () -> ResNet.bottleneck("resnet50", 1, 64, 3, 4, 6, 3));
        all.put("resnet101", () -> ResNet.bottleneck("resnet101", 1, 64, 3, 4, 23, 3));
        all.put("resnet152", () -> ResNet.bottleneck("resnet152", 1, 64, 3, 8, 36, 3));
        all.put("resnext50_32x4d", () -> ResNet.bottleneck("resnext50_32x4d", 32, 4, 3, 4, 6, 3));
        all.put("wide_resnet50_2", () -> ResNet.bottleneck("wide_resnet50_2", 1, 128, 3, 4, 6, 3));
        all.put("squeezenet1_0", SqueezeNet::version10);
        all.put("squeezenet1_1", SqueezeNet::version11);
        all.put("densenet121", () -> DenseNet.network("densenet121", 6, 12, 24, 16));
        all.put("densenet169", () -> DenseNet.network("densenet169", 6, 12, 32, 32));
        all.put("densenet201", () -> DenseNet.network("densenet201", 6, 12, 48, 32));
        all.put("mobilenet_v2", MobileNetV2::network);
        all.put("mobilenet_v3_small", MobileNetV3::small);
        all.put("mobilenet_v3_large", MobileNetV3::large);
        all.put("shufflenet_v2_x1_0", ShuffleNetV2::network);
        all.put("mnasnet1_0", MnasNet::network);
        all.put("efficientnet_b0", () -> EfficientNet.network("efficientnet_b0", 1.0, 1.0, 0.2));
        all.put("efficientnet_b1", () -> EfficientNet.network("efficientnet_b1", 1.0, 1.1, 0.2));
        all.put("efficientnet_b2", () -> EfficientNet.network("efficientnet_b2", 1.1, 1.2, 0.3));
        all.put("efficientnet_b3", () -> EfficientNet.network("efficientnet_b3", 1.2, 1.4, 0.3));
        all.put("efficientnet_b4", () -> EfficientNet.network("efficientnet_b4", 1.4, 1.8, 0.4));
        all.put("googlenet", GoogLeNet::network);
        all.put("inception_v3", InceptionV3::network);
        all.put("convnext_tiny", () -> ConvNeXt.network("convnext_tiny", 0.1, 3, 3, 9, 3));
        all.put("convnext_small", () -> ConvNeXt.network("convnext_small", 0.4, 3, 3, 27, 3));
        all.put("regnet_x_400mf", () -> RegNet.network("regnet_x_400mf", 22, 24, 24.48, 2.54, 16, 0));
        all.put("regnet_y_400mf", () -> RegNet.network("regnet_y_400mf", 16, 48, 27.89, 2.09, 8, 0.25));
        return all;
    }

    /** The names, families together. */
    public static List<String> names() {
        return List.copyOf(NETWORKS.keySet());
    }

    /** Whether there is a network of this name. */
    public static boolean contains(String name) {
        return NETWORKS.containsKey(name);
    }

    /**
     * The network of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest names there are
     */
    public static Architecture network(String name) {
        Supplier<Architecture> network = NETWORKS.get(name);
        if (network == null) {
            throw new IllegalArgumentException(NearestNames.missing("network", name, names()));
        }
        return network.get();
    }
}
