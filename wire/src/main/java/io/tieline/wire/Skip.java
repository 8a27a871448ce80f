package io.tieline.wire;

/** Finds the end of things in bytes that are known to be valid JSON; nothing is checked again. */
final class Skip {

    private Skip() {}

    /** The first byte from i on that is not blank. */
    static int blank(byte[] b, int i) {
        int k = i;
        while (b[k] <= ' ' && b[k] >= 0) {
            k++;
        }
        return k;
    }

    /** Behind the value that begins at i; b must hold the bracket that encloses it, too. */
    static int value(byte[] b, int i) {
        return switch (b[i]) {
            case '"' -> string(b, i);
            case '{', '[' -> container(b, i);
            default -> scalar(b, i);
        };
    }

    /** Behind the string whose opening quote is at i. */
    static int string(byte[] b, int i) {
        int k = EightBytes.either(b, i + 1, b.length, '"', '\\');
        while (b[k] == '\\') {
            k = EightBytes.either(b, k + 2, b.length, '"', '\\');
        }
        return k + 1;
    }

    private static int container(byte[] b, int i) {
        int depth = 0;
        int k = i;
        do {
            byte c = b[k];
            if (c == '"') {
                k = string(b, k);
                continue;
            }
            // The brackets of JSON differ from their partners, and from all else outside strings,
            // in these bits.
            depth += (c | 0x20) == '{' ? 1 : (c | 0x20) == '}' ? -1 : 0;
            k++;
        } while (depth > 0);
        return k;
    }

    private static int scalar(byte[] b, int i) {
        int k = i;
        while (b[k] > ' ' && b[k] != ',' && b[k] != ']' && b[k] != '}') {
            k++;
        }
        return k;
    }
}
