package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Documents written in every way that the grammar allows, and what damage makes of them. */
final class RandomJson {
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "7",
                    "-12",
                    "2.50",
                    "1e400",
                    "1E-2",
                    "-0.0e+0",
                    "9007199254740993",
                    "12345678901234567890");
    private static final List<String> BLANKS = List.of("", "", "", " ", "\n", "\r\n\t", "  ");

    /** Each meaningful to some reader of something like JSON. */
    private static final List<byte[]> TOKENS =
            List.of(
                    bytes("{"),
                    bytes("}"),
                    bytes("["),
                    bytes("]"),
                    bytes(","),
                    bytes(":"),
                    bytes("\""),
                    bytes("\\"),
                    bytes("\\u"),
                    bytes("\\ud83d"),
                    bytes("\\u0000"),
                    bytes("0"),
                    bytes("-"),
                    bytes("."),
                    bytes("e"),
                    bytes("+"),
                    bytes("true"),
                    bytes("null"),
                    bytes("NaN"),
                    bytes("Infinity"),
                    bytes("'"),
                    bytes("//"),
                    bytes("/*"),
                    bytes("#"),
                    bytes(" "),
                    bytes("\n"),
                    bytes("\t"),
                    bytes("\f"),
                    bytes("\u0000"),
                    bytes("\u001f"),
                    bytes("\u007f"),
                    bytes("é"),
                    bytes("😀"),
                    bytes("\ufeff"),
                    bytes("\u00a0"),
                    bytes("\u2028"),
                    bytes("\"a\":"),
                    bytes("\"a\\u0062\""),
                    bytes("[]"),
                    bytes("{}"),
                    new byte[] {(byte) 0x80},
                    new byte[] {(byte) 0xc0, (byte) 0xaf},
                    new byte[] {(byte) 0xc3},
                    new byte[] {(byte) 0xe0, (byte) 0x9f, (byte) 0xbf},
                    new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                    new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                    new byte[] {(byte) 0xff});

    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();

    RandomJson(SplittableRandom random) {
        this.random = random;
    }

    byte[] document() {
        text.setLength(0);
        blank();
        value(1 + random.nextInt(4));
        blank();
        return bytes(text.toString());
    }

    /** The document with one to three wounds. */
    byte[] damaged(byte[] document) {
        byte[] damaged = document;
        for (int wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
            damaged = wounded(damaged);
        }
        return damaged;
    }

    private byte[] wounded(byte[] b) {
        int from = random.nextInt(b.length + 1);
        int to = Math.min(b.length, from + random.nextInt(4));
        return switch (random.nextInt(5)) {
            case 0 -> joined(b, from, TOKENS.get(random.nextInt(TOKENS.size())), from);
            case 1 -> joined(b, from, TOKENS.get(random.nextInt(TOKENS.size())), to);
            case 2 -> joined(b, from, new byte[0], to);
            case 3 ->
                    joined(
                            b,
                            from,
                            new byte[] {(byte) random.nextInt(256)},
                            Math.min(b.length, from + 1));
            default -> joined(b, from, Arrays.copyOfRange(b, random.nextInt(from + 1), from), from);
        };
    }

    private static byte[] joined(byte[] b, int head, byte[] middle, int tail) {
        byte[] joined = Arrays.copyOf(b, head + middle.length + b.length - tail);
        System.arraycopy(middle, 0, joined, head, middle.length);
        System.arraycopy(b, tail, joined, head + middle.length, b.length - tail);
        return joined;
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 4)) {
            case 0 -> text.append(pick(NUMBERS));
            case 1 -> text.append(pick(List.of("true", "false", "null")));
            case 2, 3 -> string();
            case 4, 5 -> container('[', ']', depth, () -> value(depth - 1));
            default -> container('{', '}', depth, () -> member(depth - 1));
        }
    }

    private void member(int depth) {
        string();
        blank();
        text.append(':');
        blank();
        value(depth);
    }

    private void container(char open, char close, int depth, Runnable part) {
        text.append(open);
        blank();
        for (int count = random.nextInt(depth + 2); count > 0; count--) {
            part.run();
            blank();
            if (count > 1) {
                text.append(',');
                blank();
            }
        }
        text.append(close);
    }

    void string() {
        text.append('"');
        for (int length = random.nextInt(random.nextInt(8) == 0 ? 40 : 6); length > 0; length--) {
            switch (random.nextInt(12)) {
                case 0 ->
                        text.append(
                                pick(
                                        List.of(
                                                "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r",
                                                "\\t")));
                case 1 -> text.append("\\u%04x".formatted(random.nextInt(0x10000)));
                case 2 ->
                        text.append(
                                pick(
                                        List.of(
                                                "\\ud83d\\ude00",
                                                "\\uD83D",
                                                "\\udE00",
                                                "\\u0041",
                                                "\\u0000")));
                case 3 -> text.appendCodePoint(character());
                default -> text.append((char) ('a' + random.nextInt(3)));
            }
        }
        text.append('"');
    }

    private int character() {
        int any = random.nextInt(0x20, 1 << random.nextInt(6, 21));
        boolean surrogate = any >= Character.MIN_SURROGATE && any <= Character.MAX_SURROGATE;
        return surrogate || any == '"' || any == '\\' ? 'é' : any;
    }

    private void blank() {
        text.append(pick(BLANKS));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
