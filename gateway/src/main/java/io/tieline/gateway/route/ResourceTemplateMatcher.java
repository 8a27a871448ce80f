package io.tieline.gateway.route;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Whether a URI can come from a template (RFC 6570), to find the server that owns it: what the
 * variables are is that server's affair. Templates are taken as servers write them, with {@code
 * {name}}, {@code {+path}}, {@code {path*}}, {@code {/more*}}, {@code {.ext}}, {@code {;x}}, {@code
 * {?a,b}}, {@code {&c}} and {@code {#part}} anywhere. In doubt a URI fits: its server knows better.
 * Immutable.
 *
 * <p>Nothing is tried twice: for each part of the template, all places of the URI at which it can
 * end are found at once. Takes time that grows with the URI's length times the number of parts.
 */
final class ResourceTemplateMatcher {

    /** A longer URI fits none, in characters: a template is no way to say so much. */
    static final int LONGEST_URI = 8_192;

    /** No URI fits a longer template, in characters. */
    static final int LONGEST_TEMPLATE = 4_096;

    /** No URI fits a template of more parts. */
    static final int MOST_PARTS = 64;

    private sealed interface Part {

        /** Where it can end if it can begin at these places. */
        BitSet ends(String uri, BitSet begins);
    }

    private final List<Part> parts;

    /** A template, whatever it says: braces that are no expression stand for themselves. */
    ResourceTemplateMatcher(String template) {
        var all = template.length() > LONGEST_TEMPLATE ? List.<Part>of() : parts(template);
        parts = all.size() > MOST_PARTS ? List.of() : List.copyOf(all);
    }

    private static List<Part> parts(String template) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                parts.add(new Literal(template.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new Literal(template.substring(at, open)));
            }
            parts.add(Expression.of(template.substring(open + 1, close)));
            at = close + 1;
        }
        return parts;
    }

    /** Whether the URI can come from this template. */
    boolean matches(String uri) {
        if (parts.isEmpty() || uri.length() > LONGEST_URI) {
            return false;
        }
        var places = new BitSet(uri.length() + 1);
        places.set(0);
        for (var part : parts) {
            places = part.ends(uri, places);
            if (places.isEmpty()) {
                return false;
            }
        }
        return places.get(uri.length());
    }

    /** Text that stands in the URI as it is. */
    private record Literal(String text) implements Part {

        @Override
        public BitSet ends(String uri, BitSet begins) {
            var ends = new BitSet();
            int[] borders = borders();
            int fits = 0;
            for (int i = begins.nextSetBit(0); i < uri.length(); i++) {
                while (fits > 0 && uri.charAt(i) != text.charAt(fits)) {
                    fits = borders[fits - 1];
                }
                fits += uri.charAt(i) == text.charAt(fits) ? 1 : 0;
                if (fits == text.length()) {
                    ends.set(i + 1, begins.get(i + 1 - fits));
                    fits = borders[fits - 1];
                }
            }
            return ends;
        }

        /** How much of the text's beginning each of its beginnings ends with (Knuth et al.). */
        private int[] borders() {
            var borders = new int[text.length()];
            int fits = 0;
            for (int i = 1; i < borders.length; i++) {
                while (fits > 0 && text.charAt(i) != text.charAt(fits)) {
                    fits = borders[fits - 1];
                }
                fits += text.charAt(i) == text.charAt(fits) ? 1 : 0;
                borders[i] = fits;
            }
            return borders;
        }
    }

    /**
     * Variables.
     *
     * @param mark what their values begin with, all of which is then optional; empty if there is
     *     none, and then the value has at least one character
     * @param foreign the characters that no value has
     */
    private record Expression(String mark, String foreign) implements Part {

        static Expression of(String text) {
            boolean spansSlashes = text.endsWith("*");
            return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                case '+' -> new Expression("", "");
                case '#' -> new Expression("#", "");
                case '/' -> new Expression("/", "?#");
                case '.' -> new Expression(".", "/?#");
                case ';' -> new Expression(";", "/?#");
                case '?' -> new Expression("?", "#");
                case '&' -> new Expression("&", "#");
                default -> new Expression("", spansSlashes ? "" : "/?#");
            };
        }

        @Override
        public BitSet ends(String uri, BitSet begins) {
            var ends = mark.isEmpty() ? new BitSet() : (BitSet) begins.clone();
            boolean within = false;
            for (int i = begins.nextSetBit(0); i < uri.length(); i++) {
                char c = uri.charAt(i);
                boolean goesOn = within || (mark.isEmpty() && begins.get(i));
                boolean opens = begins.get(i) && mark.indexOf(c) >= 0;
                within = opens || (goesOn && foreign.indexOf(c) < 0);
                if (within) {
                    ends.set(i + 1);
                }
            }
            return ends;
        }
    }
}
