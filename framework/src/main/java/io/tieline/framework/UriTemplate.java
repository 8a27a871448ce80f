package io.tieline.framework;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 6570 template, read backwards: whether a URI can have come from it, and what its variables
 * were.
 *
 * <p>Understands {@code {name}} (no slash in it), {@code {+name}} and {@code {name*}} (slashes
 * too), and at the end {@code {?a,b}} (in any order, each may be missing). Takes time linear in the
 * URI whatever the template: a variable ends where the text after it first occurs, and nothing is
 * tried twice.
 */
final class UriTemplate {

    private sealed interface Part {

        record Literal(String text) implements Part {}

        record Variable(String name, boolean spansSlashes) implements Part {}
    }

    private static final Pattern RESERVED = Pattern.compile("[/?#]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.%-]+");

    private final List<Part> path = new ArrayList<>();
    private final List<String> query = new ArrayList<>();

    /**
     * A template.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    UriTemplate(String template) {
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0) {
                literal(template.substring(at), template);
                break;
            }
            literal(template.substring(at, open), template);
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("A brace is left open in " + template);
            }
            expression(template.substring(open + 1, close), template);
            at = close + 1;
        }
    }

    private void literal(String text, String template) {
        if (text.isEmpty()) {
            return;
        }
        if (!query.isEmpty()) {
            throw new IllegalArgumentException("Nothing may follow the query in " + template);
        }
        path.add(new Part.Literal(text));
    }

    private void expression(String expression, String template) {
        if (expression.startsWith("?")) {
            query.addAll(List.of(expression.substring(1).split(",")));
            return;
        }
        boolean reserved = expression.startsWith("+");
        boolean exploded = expression.endsWith("*");
        var name = expression.substring(reserved ? 1 : 0, expression.length() - (exploded ? 1 : 0));
        boolean adjacent = !path.isEmpty() && path.getLast() instanceof Part.Variable;
        if (!NAME.matcher(name).matches() || adjacent || !query.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot read {" + expression + "} in the URI template " + template);
        }
        path.add(new Part.Variable(name, reserved || exploded));
    }

    /** What the variables were, percent-decoded; null if the URI cannot have come from here. */
    @Nullable Values match(String uri) {
        int mark = query.isEmpty() ? -1 : uri.indexOf('?');
        var found = path(mark < 0 ? uri : uri.substring(0, mark));
        if (found == null) {
            return null;
        }
        if (mark >= 0) {
            query(uri.substring(mark + 1), found);
        }
        return new Values(Json.object(found));
    }

    private @Nullable Map<String, Json> path(String uri) {
        var found = new LinkedHashMap<String, Json>();
        int at = 0;
        for (int i = 0; i < path.size(); i++) {
            switch (path.get(i)) {
                case Part.Literal(var text) -> {
                    if (!uri.startsWith(text, at)) {
                        return null;
                    }
                    at += text.length();
                }
                case Part.Variable(var name, var spansSlashes) -> {
                    int end = end(uri, at, i + 1);
                    var value = end <= at ? "" : uri.substring(at, end);
                    if (value.isEmpty() || (!spansSlashes && RESERVED.matcher(value).find())) {
                        return null;
                    }
                    found.put(name, Json.string(decoded(value)));
                    at = end;
                }
            }
        }
        return at == uri.length() ? found : null;
    }

    /** Where the variable ends that begins there and is followed by this part. */
    private int end(String uri, int from, int next) {
        if (next == path.size() || !(path.get(next) instanceof Part.Literal(var text))) {
            return uri.length();
        }
        boolean last = next == path.size() - 1;
        return last ? uri.lastIndexOf(text) : uri.indexOf(text, from);
    }

    private void query(String text, Map<String, Json> found) {
        for (var pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (query.contains(name)) {
                found.put(name, Json.string(equals < 0 ? "" : decoded(pair.substring(equals + 1))));
            }
        }
    }

    /** A plus sign is a plus sign in a URI; only forms make it a blank. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
