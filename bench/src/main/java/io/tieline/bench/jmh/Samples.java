package io.tieline.bench.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages of known size. */
final class Samples {

    private Samples() {}

    /** A call of a tool, with one argument. */
    static byte[] call(String argument) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":4711,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
                        + "\"arguments\":{\"text\":"
                        + argument
                        + "},\"_meta\":{\"progressToken\":\"a token\"}}}")
                .getBytes(UTF_8);
    }

    /** A string in JSON that is this long. */
    static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    /** An array of small objects in JSON that is about this long. */
    static String objects(int length) {
        var one =
                "{\"id\":12345,\"name\":\"something\",\"tags\":[\"a\",\"b\"],\"price\":1.25,\"ok\":true}";
        return IntStream.range(0, length / (one.length() + 1))
                .mapToObj(_ -> one)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The sizes that are measured, by their names. */
    static byte[] named(String size) {
        return switch (size) {
            case "200 B" -> call(text(70));
            case "4 KB" -> call(text(4_000));
            case "100 KB text" -> call(text(100_000));
            case "100 KB objects" -> call(objects(100_000));
            default -> throw new IllegalArgumentException(size);
        };
    }
}
