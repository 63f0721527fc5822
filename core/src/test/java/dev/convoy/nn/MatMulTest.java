package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatMulTest {

    private static final MatMul MATMUL = new MatMul();

    private final Random random = Tensors.random(MatMulTest.class);

    @Test
    void anElementIsAccumulatedInTheOrderOfTheInnerIndex() {
        for (int trial = 0; trial < 50; trial++) {
            int rows = random.nextInt(40) + 1;
            int depth = random.nextInt(50);
            int columns = random.nextInt(70) + 1;
            Tensor a = Tensors.gaussian(random, rows, depth);
            Tensor b = Tensors.gaussian(random, depth, columns);
            float[] expected = new float[rows * columns];
            for (int i = 0; i < expected.length; i++) {
                for (int k = 0; k < depth; k++) {
                    expected[i] = Math.fma(a.at(i / columns, k), b.at(k, i % columns), expected[i]);
                }
            }
            for (Kernel kernel : Kernels.available()) {
                assertThat(MATMUL.forward(List.of(a, b), kernel).array())
                        .as("%s, [%d, %d, %d]", kernel.description(), rows, depth, columns)
                        .containsExactly(expected);
            }
        }
    }

    @Test
    void batchesBroadcast() {
        Tensor a = Tensors.gaussian(random, 2, 1, 4, 5);
        Tensor b = Tensors.gaussian(random, 3, 5, 6);
        Tensor output = MATMUL.forward(List.of(a, b));
        assertThat(output.shape()).isEqualTo(Shape.of(2, 3, 4, 6));
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int n = 0; n < 4; n++) {
                    for (int m = 0; m < 6; m++) {
                        float sum = 0;
                        for (int k = 0; k < 5; k++) {
                            sum = Math.fma(a.at(i, 0, n, k), b.at(j, k, m), sum);
                        }
                        assertThat(output.at(i, j, n, m)).isEqualTo(sum);
                    }
                }
            }
        }
    }

    @Test
    void vectorsAreRowsAndColumns() {
        Tensor v = Tensors.vector(1, 2);
        Tensor m = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor three = Tensor.of(Shape.of(3, 2, 2), 1, 0, 0, 1, 2, 0, 0, 2, 0, 1, 1, 0);
        expect(MATMUL.forward(List.of(v, v)), Shape.of(), 5);
        expect(MATMUL.forward(List.of(v, m)), Shape.of(2), 7, 10);
        expect(MATMUL.forward(List.of(m, v)), Shape.of(2), 5, 11);
        expect(MATMUL.forward(List.of(v, three)), Shape.of(3, 2), 1, 2, 2, 4, 2, 1);
        expect(MATMUL.forward(List.of(three, v)), Shape.of(3, 2), 1, 2, 2, 4, 2, 1);
        assertThat(MATMUL.multiplyAdds(List.of(Shape.of(3, 2, 4), Shape.of(4, 5))))
                .isEqualTo(120);
    }

    private static void expect(Tensor actual, Shape shape, float... elements) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.array()).containsExactly(elements);
    }

    @Test
    void shapesThatDoNotMeetAreBothNamed() {
        refused(
                Shape.of(2, 3),
                Shape.of(4, 5),
                "matmul expects as many columns in the first input as rows in the second but receives 3 and 4,"
                        + " from the inputs [[2, 3], [4, 5]]");
        refused(
                Shape.of(2, 4, 3),
                Shape.of(5, 3, 4),
                "matmul expects sizes that are equal or 1 but receives 2 and 5 in dimension 0 of 1,"
                        + " from the inputs [[2, 4, 3], [5, 3, 4]]");
        refused(
                Shape.of(),
                Shape.of(3),
                "matmul expects inputs of 1 or more dimensions but receives a scalar, from the inputs [[], [3]]");
    }

    private static void refused(Shape a, Shape b, String message) {
        assertThatThrownBy(() -> MATMUL.outputShape(List.of(a, b)))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
    }
}
