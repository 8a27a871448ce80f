package io.tieline.session.backend;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.wire.HeaderText;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP headers that repeat what a request of the stateless era says (revision 2026-07-28,
 * "Transports: Standard Headers" and "Custom Headers from Tool Parameters"). The mirror learns from
 * listings which arguments of a tool are repeated. Safe for use by several threads; one for all
 * sessions of a backend.
 */
final class HeaderMirror {

    private static final String ANNOTATION = "x-mcp-header";
    private static final String PREFIX = "mcp-param-";
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final int MAX_TOOLS = 10_000;
    private static final int MAX_DEPTH = 16;

    /** More headers fit into no request's head, and each costs a look at every call. */
    private static final int MAX_MIRRORED = 256;

    /** One argument that goes into a header. */
    private record Mirrored(List<String> path, String header) {}

    /** The mirrored arguments of one tool, and the bytes that it costs to keep them. */
    private record Known(List<Mirrored> mirrored, long cost) {

        private static final Known NOTHING = new Known(List.of(), 0);
        private static final int OBJECTS = 256;

        static Known of(String name, List<Mirrored> mirrored) {
            long cost = OBJECTS + 2L * name.length();
            for (var one : mirrored) {
                cost += OBJECTS + 2L * one.header().length();
                cost += 2L * one.path().stream().mapToInt(String::length).sum();
            }
            return new Known(List.copyOf(mirrored), cost);
        }
    }

    private final Map<String, Known> tools = new ConcurrentHashMap<>();
    private final Account account;
    private boolean closed;

    /** Nothing is known; what is learned is charged to this account. */
    HeaderMirror(Account account) {
        this.account = account;
    }

    private List<Mirrored> of(String name) {
        return tools.getOrDefault(name, Known.NOTHING).mirrored();
    }

    /** Keeps what is known of a tool, if there is room for it. */
    private synchronized void keep(String name, Known known) {
        if (closed || tools.size() >= MAX_TOOLS || !account.take(Budget.Use.KEPT, known.cost())) {
            return;
        }
        var before = tools.put(name, known);
        account.give(Budget.Use.KEPT, before == null ? 0 : before.cost());
    }

    /** The backend is not needed any longer: nothing is known, and nothing is learned. */
    synchronized void close() {
        closed = true;
        tools.values().forEach(known -> account.give(Budget.Use.KEPT, known.cost()));
        tools.clear();
    }

    /** Says whether a listing with this tool has passed. */
    boolean knows(@Nullable String tool) {
        return tool != null && tools.containsKey(tool);
    }

    /** The headers of a request, names in lower case, in a map that is the caller's. */
    Map<String, String> headers(Request request) {
        var headers = new LinkedHashMap<>(standard(request.method()));
        var params = request.params();
        var name = params == null ? null : name(request.method(), params);
        if (name != null) {
            headers.put("mcp-name", HeaderText.encode(name));
        }
        if (params != null && name != null && request.method().equals(Method.TOOLS_CALL)) {
            texts(params, of(name))
                    .forEach((header, text) -> headers.put(header, HeaderText.encode(text)));
        }
        return headers;
    }

    /** The texts of the mirrored arguments, by the headers that repeat them. */
    private static Map<String, String> texts(Json params, List<Mirrored> mirrored) {
        var texts = new LinkedHashMap<String, String>();
        if (!mirrored.isEmpty()) {
            collect(params.part("arguments"), mirrored, 0, texts);
        }
        return texts;
    }

    /** Walks over the members once, however many of them are mirrored. */
    private static void collect(
            Json object, List<Mirrored> mirrored, int depth, Map<String, String> into) {
        var wanted = new HashMap<String, List<Mirrored>>();
        for (var one : mirrored) {
            wanted.computeIfAbsent(one.path().get(depth), _ -> new ArrayList<>(1)).add(one);
        }
        var found = new LinkedHashMap<String, Json>();
        for (var member : object.members()) {
            if (wanted.containsKey(member.name())) {
                found.put(member.name(), member.value());
            }
        }
        found.forEach((name, value) -> {
            var deeper = new ArrayList<Mirrored>(0);
            for (var one : wanted.getOrDefault(name, List.of())) {
                if (one.path().size() > depth + 1) {
                    deeper.add(one);
                } else if (!value.isNull()) {
                    into.put(one.header(), value.isString() ? value.asString() : value.toString());
                }
            }
            if (!deeper.isEmpty() && value.isObject()) {
                collect(value, deeper, depth + 1, into);
            }
        });
    }

    /** The header that says something else than the call, or nothing; null if all agree. */
    @Nullable String contradiction(Request call, Map<String, String> headers) {
        var params = call.params();
        var name = params == null ? null : params.text("name");
        return params == null || name == null ? null : contradiction(params, of(name), headers);
    }

    /** The same for a tool whose schema is at hand. */
    static @Nullable String contradiction(Json params, Json tool, Map<String, String> headers) {
        var mirrored = new ArrayList<Mirrored>(0);
        boolean valid = collect(tool.get("inputSchema"), mirrored);
        return valid ? contradiction(params, mirrored, headers) : null;
    }

    private static @Nullable String contradiction(
            Json params, List<Mirrored> arguments, Map<String, String> headers) {
        var texts = texts(params, arguments);
        for (var mirrored : arguments) {
            var said = headers.get(mirrored.header());
            if (!agree(texts.get(mirrored.header()), said)) {
                return mirrored.header();
            }
        }
        return null;
    }

    private static boolean agree(@Nullable String meant, @Nullable String said) {
        if (meant == null || said == null) {
            return meant == null && said == null;
        }
        try {
            var text = HeaderText.decode(said);
            return meant.equals(text) || sameNumber(meant, text);
        } catch (MalformedException garbled) {
            return false;
        }
    }

    private static boolean sameNumber(String one, String other) {
        var number = Numeral.of(one);
        return number != null && number.equals(Numeral.of(other));
    }

    /** The headers that every request has. */
    static Map<String, String> standard(String method) {
        return Map.of("mcp-protocol-version", Revision.STATELESS.text(), "mcp-method", method);
    }

    private static @Nullable String name(String method, Json params) {
        return switch (method) {
            case Method.TOOLS_CALL, Method.PROMPTS_GET -> params.text("name");
            case Method.RESOURCES_READ -> params.text("uri");
            case Method.TASKS_GET, Method.TASKS_UPDATE, Method.TASKS_CANCEL ->
                    params.text("taskId");
            default -> null;
        };
    }

    /** Learns from a listing of tools; without those whose annotations are invalid. */
    Result learn(Result listing) {
        var listed = listing.result().list("tools");
        var valid = new ArrayList<Json>();
        for (var tool : listed) {
            var mirrored = new ArrayList<Mirrored>(0);
            var name = tool.text("name");
            if (collect(tool.get("inputSchema"), mirrored)) {
                valid.add(tool);
                if (name != null) {
                    keep(name, Known.of(name, mirrored));
                }
            }
        }
        return valid.size() == listed.size()
                ? listing
                : listing.withResult(listing.result().with("tools", Json.array(valid)));
    }

    private static boolean collect(@Nullable Json schema, List<Mirrored> into) {
        if (schema == null || !schema.isObject() || !mentions(schema)) {
            return true;
        }
        int reachable = properties(schema, List.of(), into);
        var distinct = new HashSet<String>();
        // An annotation anywhere else cannot be reached statically.
        return reachable >= 0
                && reachable <= MAX_MIRRORED
                && reachable == count(schema, 0)
                && into.stream().map(Mirrored::header).allMatch(distinct::add);
    }

    private static boolean mentions(Json schema) {
        return schema.toString().contains("\"" + ANNOTATION + "\"");
    }

    /** How many annotations are reached by properties alone; negative if one is invalid. */
    private static int properties(Json schema, List<String> path, List<Mirrored> into) {
        var properties = schema.get("properties");
        if (properties == null || !properties.isObject() || path.size() > MAX_DEPTH) {
            return 0;
        }
        int found = 0;
        for (var property : properties.members()) {
            if (!property.value().isObject()) {
                continue;
            }
            var here = new ArrayList<>(path);
            here.add(property.name());
            var annotation = property.value().get(ANNOTATION);
            if (annotation != null) {
                var type = property.value().text("type");
                if (!isToken(annotation) || type == null || !TYPES.contains(type)) {
                    return -1;
                }
                var header = PREFIX + annotation.asString().toLowerCase(Locale.ROOT);
                into.add(new Mirrored(here, header));
                found++;
            }
            int below = properties(property.value(), here, into);
            if (below < 0) {
                return -1;
            }
            found += below;
        }
        return found;
    }

    /** How many annotations there are anywhere in the schema. */
    private static int count(Json value, int depth) {
        if (depth > 2 * MAX_DEPTH) {
            return 0;
        }
        if (value.isArray()) {
            return value.list().stream().mapToInt(each -> count(each, depth + 1)).sum();
        }
        if (!value.isObject()) {
            return 0;
        }
        int found = 0;
        for (var member : value.members()) {
            found += member.name().equals(ANNOTATION) ? 1 : count(member.value(), depth + 1);
        }
        return found;
    }

    private static boolean isToken(Json annotation) {
        return annotation.isString()
                && !annotation.asString().isEmpty()
                && annotation.asString().chars().allMatch(HeaderMirror::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }
}
