package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.nn.Layer;
import dev.convoy.nn.Sequential;
import org.junit.jupiter.api.Test;

class LayerTypesTest {

    @Test
    void normalisationsAreMadeFromTorchsArguments() {
        expect(
                "BatchNorm2d, num_features = 8",
                "BatchNorm2d(8, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)");
        expect(
                "BatchNorm1d, num_features = 8, eps = 1e-3, momentum = null, affine = false",
                "BatchNorm1d(8, eps=0.001, momentum=None, affine=False, track_running_stats=True)");
        expect(
                "BatchNorm3d, num_features = 8, momentum = 0.01",
                "BatchNorm3d(8, eps=1e-05, momentum=0.01, affine=True, track_running_stats=True)");
        expect(
                "InstanceNorm2d, num_features = 8",
                "InstanceNorm2d(8, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)");
        expect("GroupNorm, num_groups = 2, num_channels = 8", "GroupNorm(2, 8, eps=1e-05, affine=True)");
        expect(
                "LayerNorm, normalized_shape = [4, 5], elementwise_affine = false",
                "LayerNorm((4, 5), eps=1e-05, elementwise_affine=False)");
        expect("LayerNorm, normalized_shape = 4, bias = false", "LayerNorm((4,), eps=1e-05, elementwise_affine=True)");
        expect("LayerNorm2d, normalized_shape = 4", "LayerNorm2d((4,), eps=1e-06, elementwise_affine=True)");
        expect("LocalResponseNorm, size = 5, k = 2", "LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=2.0)");
    }

    @Test
    void activationsAreMadeFromTorchsArguments() {
        expect("ReLU, inplace = true", "ReLU()");
        expect("ReLU6, inplace = true", "ReLU6()");
        expect("LeakyReLU, negative_slope = 0.2, inplace = true", "LeakyReLU(negative_slope=0.2)");
        expect("PReLU, num_parameters = 3, init = 0.1", "PReLU(num_parameters=3)");
        expect("ELU, alpha = 2", "ELU(alpha=2.0)");
        expect("SELU", "SELU()");
        expect("GELU, approximate = tanh", "GELU(approximate='tanh')");
        expect("SiLU, inplace = true", "SiLU()");
        expect("Mish", "Mish()");
        expect("Hardswish, inplace = true", "Hardswish()");
        expect("Hardsigmoid", "Hardsigmoid()");
        expect("Hardtanh, max_val = 6", "Hardtanh(min_val=-1.0, max_val=6.0)");
        expect("Sigmoid", "Sigmoid()");
        expect("Tanh", "Tanh()");
        expect("Softplus, beta = 2", "Softplus(beta=2.0, threshold=20.0)");
        expect("Softsign", "Softsign()");
        expect("Softmax, dim = 1", "Softmax(dim=1)");
        expect("LogSoftmax, dim = -1", "LogSoftmax(dim=-1)");
        expect("Identity", "Identity()");
        for (String type : new String[] {"Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout"}) {
            expect(type + ", p = 0.2, inplace = true", type + "(p=0.2, inplace=False)");
        }
    }

    @Test
    void wrongArgumentsAreNamedWithTheLayer() {
        refused("BatchNorm2d", "layer '0': BatchNorm2d needs 'num_features', an integer");
        refused(
                "BatchNorm2d, num_features = 8, eps = small",
                "BatchNorm2d expects 'eps' to be a number, but it is \"small\"");
        refused(
                "BatchNorm2d, num_features = 8, track_running_stats = false",
                "layer '0': BatchNorm2d without track_running_stats normalises by the statistics of the batch");
        refused("Softmax", "Softmax needs 'dim', an integer");
        refused("ReLU, alpha = 1", "ReLU has no argument 'alpha'; it takes name, type, inplace");
        refused("BatchNrm2d", "there is no layer type 'BatchNrm2d'; the nearest of the ");
    }

    private static void expect(String arguments, String text) {
        Sequential network = Description.parse("net.conf", "layers = [{ type = " + arguments + " }]")
                .network();
        Layer layer = network.leaves().get("0");
        assertThat(layer).hasToString(text);
        assertThat(text).startsWith(layer.type() + "(");
    }

    private static void refused(String arguments, String message) {
        assertThatThrownBy(() -> Description.parse("net.conf", "layers = [{ type = " + arguments + " }]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
