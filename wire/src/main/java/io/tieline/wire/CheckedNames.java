package io.tieline.wire;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The member names of one object that two readers must not understand differently: refuses a name
 * that repeats, and a name of letters, digits and underscores that is written with an escape, since
 * nobody writes so who does not want to deceive; all the names that we look at are of that kind.
 *
 * <p>Other names may be escaped: some writers escape every slash and everything beyond ASCII. Such
 * names are compared as decoded. Confined to one thread.
 */
final class CheckedNames {
    private static final Pattern NEVER_ESCAPED = Pattern.compile("[A-Za-z0-9_]+");

    /** Most objects have fewer members; up to here, comparing beats hashing. */
    private static final int FEW = 12;

    /** How much of a name a report repeats, in characters. */
    private static final int SHOWN = 60;

    private final byte[] bytes;
    private int[] spans = new int[8];
    private int count;
    private @Nullable Set<String> decoded;

    CheckedNames(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * What is wrong with the next name, between its quotes at these positions; null if nothing is.
     */
    @Nullable String add(int start, int end, boolean escaped) {
        if (decoded == null && !escaped && count < FEW) {
            return addSpan(start, end) ? null : repeated(start, end);
        }
        String name = JsonText.decode(bytes, start, end);
        if (escaped && NEVER_ESCAPED.matcher(name).matches()) {
            return "the member name " + shown(name) + " is written with an escape";
        }
        return decoded().add(name) ? null : repeated(start, end);
    }

    /** All of them; null if they were too many, or escaped, so that they are not noted. */
    @Nullable MemberNames noted() {
        return decoded == null ? new MemberNames(spans, count) : null;
    }

    private boolean addSpan(int start, int end) {
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(bytes, spans[2 * i], spans[2 * i + 1], bytes, start, end)) {
                return false;
            }
        }
        if (2 * count == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        spans[2 * count] = start;
        spans[2 * count + 1] = end;
        count++;
        return true;
    }

    private Set<String> decoded() {
        Set<String> names = decoded;
        if (names == null) {
            names = new HashSet<>();
            for (int i = 0; i < count; i++) {
                names.add(JsonText.decode(bytes, spans[2 * i], spans[2 * i + 1]));
            }
            decoded = names;
        }
        return names;
    }

    private String repeated(int start, int end) {
        return "the member name " + shown(JsonText.decode(bytes, start, end)) + " repeats";
    }

    /** In quotes and with its control characters escaped, for it may end in somebody's log. */
    private static Json shown(String name) {
        return Json.string(name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...");
    }
}
