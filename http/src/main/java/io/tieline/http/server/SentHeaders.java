package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.HeaderSearch;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one request as a map, their names in lower case, repeated ones joined as HTTP
 * allows (RFC 9110, section 5.3). Most requests are served without a look at them, so nothing is
 * copied before somebody looks at them all. Safe for use by several threads once the headers do not
 * change any more.
 */
final class SentHeaders extends AbstractMap<String, String> implements HeaderSearch {

    private final HttpHeaders headers;

    SentHeaders(HttpHeaders headers) {
        this.headers = headers;
    }

    @Override
    public @Nullable String get(Object name) {
        if (!(name instanceof String text) || !isLower(text)) {
            return null;
        }
        var first = headers.get(text);
        if (first == null) {
            return null;
        }
        var all = headers.getAll(text);
        return all.size() == 1 ? first : String.join(", ", all);
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String text && isLower(text) && headers.contains(text);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        Map<String, String> joined = new LinkedHashMap<>();
        Map<String, StringJoiner> repeated = new HashMap<>(0);
        headers.forEach(header -> {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            var before = joined.putIfAbsent(name, header.getValue());
            if (before != null) {
                repeated.computeIfAbsent(name, _ -> new StringJoiner(", ").add(before))
                        .add(header.getValue());
            }
        });
        repeated.forEach((name, values) -> joined.put(name, values.toString()));
        return Collections.unmodifiableMap(joined).entrySet();
    }

    @Override
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = Map.of();
        var all = headers.iteratorAsString();
        while (all.hasNext()) {
            var name = all.next().getKey();
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                found = found.isEmpty() ? new HashMap<>() : found;
                var lower = name.toLowerCase(Locale.ROOT);
                found.computeIfAbsent(lower, this::get);
            }
        }
        return found;
    }

    private static boolean isLower(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
                return false;
            }
        }
        return true;
    }
}
