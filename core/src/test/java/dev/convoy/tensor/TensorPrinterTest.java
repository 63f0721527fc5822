package dev.convoy.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class TensorPrinterTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void printsParametersAsTorchPrintsThem() throws IOException {
        JsonNode cases;
        try (InputStream stream = getClass().getResourceAsStream("/goldens/printed_parameters.json")) {
            cases = new ObjectMapper().readTree(stream).get("cases");
        }
        assertThat(cases).isNotEmpty();
        for (JsonNode printed : cases) {
            assertParameter(printed, "weight");
            if (printed.has("bias")) {
                assertParameter(printed, "bias");
            }
        }
    }

    private static void assertParameter(JsonNode printed, String name) {
        ObjectMapper mapper = new ObjectMapper();
        Shape shape = Shape.of(mapper.convertValue(printed.get(name + "_shape"), int[].class));
        Tensor tensor = Tensor.of(shape, mapper.convertValue(printed.get(name), float[].class));
        assertThat(TensorPrinter.parameter(tensor))
                .isEqualTo(printed.get(name + "_printed").asText());
    }

    @Test
    void printsWholeNumbersWithATrailingDot() {
        assertThat(vector(1, 2, 3)).hasToString("tensor([1., 2., 3.])");
        assertThat(vector(-1, 10, 0)).hasToString("tensor([-1., 10.,  0.])");
        assertThat(vector(0, 0)).hasToString("tensor([0., 0.])");
        assertThat(vector(-0f, 1)).hasToString("tensor([-0., 1.])");
    }

    @Test
    void printsFourDecimalsRoundedHalfToEven() {
        assertThat(vector(0.5f, 1)).hasToString("tensor([0.5000, 1.0000])");
        assertThat(vector(-0.25f, 100.125f)).hasToString("tensor([ -0.2500, 100.1250])");
        assertThat(vector(0.03125f, 0.09375f)).hasToString("tensor([0.0312, 0.0938])");
    }

    @Test
    void printsScientificallyWhenValuesAreFarApartLargeOrSmall() {
        assertThat(vector(1, 1001)).hasToString("tensor([1.0000e+00, 1.0010e+03])");
        assertThat(vector(1, 1000)).hasToString("tensor([   1., 1000.])");
        assertThat(vector(1e8f)).hasToString("tensor([100000000.])");
        assertThat(vector(2e8f)).hasToString("tensor([2.0000e+08])");
        assertThat(vector(1e-4f)).hasToString("tensor([1.0000e-04])");
        assertThat(vector(0.5f, 0, -1e-5f)).hasToString("tensor([ 5.0000e-01,  0.0000e+00, -1.0000e-05])");
        assertThat(vector(Float.MIN_VALUE)).hasToString("tensor([1.4013e-45])");
        assertThat(vector(Float.MAX_VALUE)).hasToString("tensor([3.4028e+38])");
        assertThat(vector(9.99999e-5f)).hasToString("tensor([1.0000e-04])");
    }

    @Test
    void printsNanAndInfinity() {
        assertThat(vector(NAN, NAN)).hasToString("tensor([nan, nan])");
        assertThat(vector(1, NAN)).hasToString("tensor([1., nan])");
        assertThat(vector(INFINITY, -INFINITY, 0.5f)).hasToString("tensor([   inf,   -inf, 0.5000])");
        assertThat(vector(NAN, 1e-7f)).hasToString("tensor([       nan, 1.0000e-07])");
    }

    @Test
    void printsScalars() {
        assertThat(Tensor.of(Shape.of(), 3)).hasToString("tensor(3.)");
        assertThat(Tensor.of(Shape.of(), -0.123456f)).hasToString("tensor(-0.1235)");
        assertThat(Tensor.of(Shape.of(), NAN)).hasToString("tensor(nan)");
        assertThat(TensorPrinter.parameter(Tensor.of(Shape.of(), 3)))
                .isEqualTo("Parameter containing:\ntensor(3., requires_grad=True)");
    }

    @Test
    void printsEmptyTensorsWithTheirSizeUnlessItIsZeroAlone() {
        assertThat(Tensor.zeros(Shape.of(0))).hasToString("tensor([])");
        assertThat(Tensor.zeros(Shape.of(2, 0, 3))).hasToString("tensor([], size=(2, 0, 3))");
        assertThat(TensorPrinter.parameter(Tensor.zeros(Shape.of(0, 3))))
                .isEqualTo("Parameter containing:\ntensor([], size=(0, 3), requires_grad=True)");
    }

    @Test
    void wrapsLinesAt80Characters() {
        String line = "0., ".repeat(23) + "0.";
        assertThat(Tensor.zeros(Shape.of(30))).hasToString("tensor([" + line + ",\n        0., 0., 0., 0., 0., 0.])");
        assertThat(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).hasToString("tensor([[1., 2.],\n        [3., 4.]])");
        assertThat(Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4)).hasToString("tensor([[[1., 2.]],\n\n        [[3., 4.]]])");
    }

    @Test
    void summarisesAbove1000Elements() {
        assertThat(range(Shape.of(1001))).hasToString("tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])");
        assertThat(range(Shape.of(1002)))
                .hasToString("tensor([0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 9.9900e+02, 1.0000e+03,\n"
                        + "        1.0010e+03])");
        assertThat(range(Shape.of(1000)).toString()).doesNotContain("...");
        String row = "[0., 0., 0.,  ..., 0., 0., 0.]";
        String rows = String.join(",\n        ", row, row, row, "...", row, row, row);
        assertThat(Tensor.zeros(Shape.of(7, 200))).hasToString("tensor([" + rows + "])");
    }

    @Test
    void theColumnWidthComesFromThePrintedElementsAlone() {
        float[] array = new float[1001];
        array[500] = 123456;
        assertThat(Tensor.of(Shape.of(1001), array)).hasToString("tensor([0., 0., 0.,  ..., 0., 0., 0.])");
    }

    @Test
    void movesRequiresGradToItsOwnLineWhenItDoesNotFit() {
        Tensor seven = Tensor.of(Shape.of(7), 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(TensorPrinter.parameter(seven))
                .isEqualTo("Parameter containing:\ntensor([0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000],\n"
                        + "       requires_grad=True)");
        Tensor five = Tensor.of(Shape.of(5), 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
        assertThat(TensorPrinter.parameter(five))
                .isEqualTo("Parameter containing:\ntensor([0.5000, 0.5000, 0.5000, 0.5000, 0.5000], "
                        + "requires_grad=True)");
    }

    private static Tensor vector(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Tensor range(Shape shape) {
        float[] array = new float[shape.elements()];
        for (int i = 0; i < array.length; i++) {
            array[i] = i;
        }
        return Tensor.of(shape, array);
    }
}
