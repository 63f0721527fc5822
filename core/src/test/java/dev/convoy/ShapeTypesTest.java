package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.nn.Layer;
import org.junit.jupiter.api.Test;

class ShapeTypesTest {

    @Test
    void convolutionsAreMadeFromTorchsArguments() {
        expect(
                "Conv3d, in_channels = 2, out_channels = 4, kernel_size = [1, 3, 3], padding = same",
                "Conv3d(2, 4, kernel_size=(1, 3, 3), stride=(1, 1, 1), padding=same)");
        expect(
                "ConvTranspose2d, in_channels = 4, out_channels = 2, kernel_size = 3, stride = 2, padding = 1,"
                        + " output_padding = 1, groups = 2, bias = false, dilation = 1, padding_mode = zeros",
                "ConvTranspose2d(4, 2, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), output_padding=(1, 1),"
                        + " groups=2, bias=False)");
    }

    @Test
    void poolingsAreMadeFromTorchsArguments() {
        expect(
                "MaxPool1d, kernel_size = 2, ceil_mode = true",
                "MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=True)");
        expect(
                "MaxPool3d, kernel_size = [1, 2, 2], stride = null, dilation = 2",
                "MaxPool3d(kernel_size=(1, 2, 2), stride=(1, 2, 2), padding=0, dilation=2, ceil_mode=False)");
        expect("AvgPool1d, kernel_size = 2", "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))");
        expect(
                "AvgPool2d, kernel_size = 3, stride = 2, padding = 1, count_include_pad = false, ceil_mode = true,"
                        + " divisor_override = null",
                "AvgPool2d(kernel_size=3, stride=2, padding=1)");
        expect("AvgPool3d, kernel_size = 2, divisor_override = 3", "AvgPool3d(kernel_size=2, stride=2, padding=0)");
        expect("AdaptiveAvgPool2d, output_size = 1", "AdaptiveAvgPool2d(output_size=1)");
        expect("AdaptiveMaxPool2d, output_size = [null, 7]", "AdaptiveMaxPool2d(output_size=(None, 7))");
        expect("AdaptiveAvgPool1d, output_size = null", "AdaptiveAvgPool1d(output_size=None)");
    }

    @Test
    void paddingsAndShufflesAreMadeFromTorchsArguments() {
        expect("ConstantPad2d, padding = 1, value = 0.1", "ConstantPad2d(padding=(1, 1, 1, 1), value=0.1)");
        expect("ZeroPad2d, padding = [1, 1, 2, 0]", "ZeroPad2d((1, 1, 2, 0))");
        expect("ReflectionPad1d, padding = 2", "ReflectionPad1d((2, 2))");
        expect("ReplicationPad3d, padding = 1", "ReplicationPad3d((1, 1, 1, 1, 1, 1))");
        expect("CircularPad2d, padding = 1", "CircularPad2d((1, 1, 1, 1))");
        expect("PixelShuffle, upscale_factor = 2", "PixelShuffle(upscale_factor=2)");
        expect("ChannelShuffle, groups = 2", "ChannelShuffle(groups=2)");
        expect("Upsample, scale_factor = 2", "Upsample(scale_factor=2.0, mode='nearest')");
        expect(
                "Upsample, size = [7, 5], mode = bilinear, align_corners = true",
                "Upsample(size=(7, 5), mode='bilinear')");
    }

    @Test
    void whatATypeDoesNotTakeIsRefused() {
        refused("AdaptiveAvgPool2d", "AdaptiveAvgPool2d needs 'output_size', an integer, null or a list of them");
        refused(
                "AdaptiveAvgPool2d, output_size = big",
                "AdaptiveAvgPool2d expects 'output_size' to be an integer, null or a list of them, but it is \"big\"");
        refused("ConstantPad1d, padding = 1", "ConstantPad1d needs 'value', a number");
        refused("Upsample", "Upsample needs either 'size' or 'scale_factor'");
        refused("Upsample, size = 2, scale_factor = 2", "Upsample needs either 'size' or 'scale_factor'");
        refused(
                "Upsample, scale_factor = [2, x]",
                "Upsample expects 'scale_factor' to be a number or a list of numbers, but it is \"x\"");
        refused(
                "AvgPool1d, kernel_size = 2, divisor_override = 2",
                "AvgPool1d expects divisor_override to be absent, but it is 2");
    }

    private static void expect(String description, String repr) {
        assertThat(layer(description)).hasToString(repr);
    }

    private static void refused(String description, String message) {
        assertThatThrownBy(() -> layer(description))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("net.conf:1: layer 'l': " + message);
    }

    private static Layer layer(String description) {
        return Description.parse("net.conf", "layers = [{ name = l, type = " + description + " }]")
                .network()
                .leaves()
                .get("l");
    }
}
