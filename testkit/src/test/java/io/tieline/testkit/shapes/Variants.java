package io.tieline.testkit.shapes;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What becomes of a value when one thing in it has not the shape that it should have. */
final class Variants {

    private static final int DEEP = 400;
    private static final int MANY = 600;

    /** What may stand where something else is expected. */
    private static final List<String> SHAPES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1.5",
                    "9007199254740993",
                    "1" + "0".repeat(300),
                    "1e999999999",
                    "\"\"",
                    "\"x\"",
                    "\"\\u0000\\ud800\"",
                    "\"" + "x".repeat(5000) + "\"",
                    "[]",
                    "{}",
                    "[null]",
                    "[[{}]]",
                    "[\"x\",7,null,{}]",
                    "{\"\":null}",
                    "{\"x\":[{}]}",
                    "[" + "{},".repeat(MANY) + "{}]",
                    "[".repeat(DEEP) + "]".repeat(DEEP));

    private Variants() {}

    /** This value with each of its parts, itself included, missing, doubled or of another shape. */
    static List<String> of(String text) {
        var all = new ArrayList<String>();
        all.add(text);
        all.addAll(of(Json.of(text)));
        return all;
    }

    private static List<String> of(Json value) {
        var all = new ArrayList<>(SHAPES);
        if (value.isObject()) {
            var members =
                    value.members().stream()
                            .map(it -> Json.string(it.name()) + ":" + it.value())
                            .toList();
            for (int i = 0; i < members.size(); i++) {
                var name = Json.string(value.members().get(i).name());
                all.add("{" + with(members, i, List.of()) + "}");
                all.add("{" + with(members, i, List.of(members.get(i), members.get(i))) + "}");
                for (var variant : of(value.members().get(i).value())) {
                    all.add("{" + with(members, i, List.of(name + ":" + variant)) + "}");
                }
            }
        } else if (value.isArray()) {
            var elements = value.elements().stream().map(Json::toString).toList();
            for (int i = 0; i < elements.size(); i++) {
                for (var variant : of(value.elements().get(i))) {
                    all.add("[" + with(elements, i, List.of(variant)) + "]");
                }
            }
        }
        return all;
    }

    private static String with(List<String> parts, int index, List<String> instead) {
        return String.join(
                ",",
                IntStream.range(0, parts.size())
                        .boxed()
                        .flatMap(i -> (i == index ? instead : List.of(parts.get(i))).stream())
                        .toList());
    }
}
