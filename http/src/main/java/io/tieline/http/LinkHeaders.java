package io.tieline.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one link: those of the configuration, and over them those of the client for whom
 * it was opened, which may change.
 */
final class LinkHeaders {

    private final Map<String, String> configured;
    private final Supplier<Map<String, String>> forwarded;

    LinkHeaders(Map<String, String> configured, Supplier<Map<String, String>> forwarded) {
        this.configured = new LinkedHashMap<>(configured);
        this.configured.putIfAbsent("user-agent", "tieline");
        this.forwarded = forwarded;
    }

    /** The client's headers; another map once they have changed. */
    Map<String, String> forwarded() {
        return forwarded.get();
    }

    /** What the configuration sets this header to. */
    @Nullable String configured(String name) {
        return configured.get(name);
    }

    /** All of them, where the client's are these. */
    Map<String, String> with(Map<String, String> client) {
        if (client.isEmpty()) {
            return configured;
        }
        var all = new LinkedHashMap<>(configured);
        client.forEach((name, value) -> {
            if (HeaderRules.isSendable(name, value, false)) {
                all.put(name, value);
            }
        });
        return all;
    }
}
