package dev.convoy.state.onnx;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Elementwise;
import dev.convoy.nn.Identity;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;

/**
 * Functions of elements; on integers and truth values as far as they are known when the model is read.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Add.html">ONNX, Add</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Pow.html">ONNX, Pow</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Where.html">ONNX, Where</a>
 */
final class ArithmeticRules {

    private ArithmeticRules() {}

    static void addTo(Map<String, Rule> rules) {
        binary(rules, "Add", Arithmetic.ADD);
        binary(rules, "Sub", Arithmetic.SUB);
        binary(rules, "Mul", Arithmetic.MUL);
        binary(rules, "Div", Arithmetic.DIV);
        rules.put("Pow", ArithmeticRules::pow);
        rules.put("Min", call -> variadic(call, Arithmetic.MINIMUM));
        rules.put("Max", call -> variadic(call, Arithmetic.MAXIMUM));
        rules.put("Sum", call -> variadic(call, Arithmetic.ADD));
        rules.put("Mean", ArithmeticRules::mean);
        for (Elementwise function : Elementwise.values()) {
            String name = function == Elementwise.RECIPROCAL ? "Reciprocal" : capitalised(function.type());
            rules.put(name, call -> call.give(function, call.input(0)));
        }
        compare(rules, "Equal", (a, b) -> a == b ? 1 : 0);
        compare(rules, "Less", (a, b) -> a < b ? 1 : 0);
        compare(rules, "LessOrEqual", (a, b) -> a <= b ? 1 : 0);
        compare(rules, "Greater", (a, b) -> a > b ? 1 : 0);
        compare(rules, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
        compare(rules, "And", (a, b) -> a * b);
        compare(rules, "Or", (a, b) -> a + b);
        rules.put("Mod", call -> {
            call.attributes().require("fmod", 0);
            both(call, (a, b) -> Folding.binary(a, b, Math::floorMod));
        });
        rules.put("Not", ArithmeticRules::not);
        rules.put("Where", ArithmeticRules::where);
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static void binary(Map<String, Rule> rules, String name, Arithmetic function) {
        rules.put(name, call -> call.give(function, call.input(0), call.input(1)));
    }

    /** The exponents may be integers where the base is not. */
    private static void pow(Call call) {
        boolean whole = call.isKnown(1) && call.literal(1).isInteger() && !call.isKnown(0);
        call.give(Arithmetic.POW, call.input(0), whole ? floats(call, call.literal(1)) : call.input(1));
    }

    private static Value floats(Call call, Literal integers) {
        Tensor tensor = Tensor.zeros(integers.shape());
        for (int i = 0; i < tensor.array().length; i++) {
            tensor.array()[i] = integers.integers()[i];
        }
        return call.constant(tensor);
    }

    private static void variadic(Call call, Arithmetic function) {
        Value result = call.input(0);
        for (int i = 1; i + 1 < call.inputCount(); i++) {
            result = call.step(function.type(), function, result, call.input(i));
        }
        if (call.inputCount() == 1) {
            call.give(new Identity(), result);
        } else {
            call.give(function, result, call.input(call.inputCount() - 1));
        }
    }

    private static void mean(Call call) {
        Value sum = call.input(0);
        for (int i = 1; i < call.inputCount(); i++) {
            sum = call.step("add", Arithmetic.ADD, sum, call.input(i));
        }
        call.give(Arithmetic.DIV, sum, call.constant(Tensor.of(Shape.of(), call.inputCount())));
    }

    private static void compare(Map<String, Rule> rules, String name, DoubleBinaryOperator function) {
        rules.put(name, call -> both(call, (a, b) -> Folding.compare(a, b, function)));
    }

    /** A function of two known inputs. */
    private static void both(Call call, BiFunction<Literal, Literal, Literal> function) {
        Value.Known a = call.known(0);
        Value.Known b = call.known(1);
        charge(call, a, b);
        call.give(0, new Value.Known(function.apply(a.first(), b.first()), function.apply(a.second(), b.second())));
    }

    private static void charge(Call call, Value.Known... inputs) {
        Shape shape = Shape.of();
        for (Value.Known input : inputs) {
            shape = Folding.broadcast(shape, input.first().shape());
        }
        call.assembly().charge(shape);
    }

    private static void not(Call call) {
        Value.Known input = call.known(0);
        List<Literal> results = List.of(input.first(), input.second()).stream()
                .map(literal -> Folding.compare(literal, Literal.of(Shape.of(), 0), (a, b) -> a == 0 ? 1 : 0))
                .toList();
        call.give(0, new Value.Known(results.get(0), results.get(1)));
    }

    private static void where(Call call) {
        Value.Known condition = call.known(0);
        Value.Known yes = call.known(1);
        Value.Known no = call.known(2);
        charge(call, condition, yes, no);
        call.give(
                0,
                new Value.Known(
                        Folding.where(condition.first(), yes.first(), no.first()),
                        Folding.where(condition.second(), yes.second(), no.second())));
    }
}
