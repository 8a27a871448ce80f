package io.tieline.http.client;

import io.tieline.http.io.HeaderRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one link: those of the configuration, and over them those of the client for whom
 * it was opened, which may change. Confined to the link's event loop.
 */
final class LinkHeaders {

    private final Map<String, String> configured;
    private final Supplier<Map<String, String>> client;
    private Map<String, String> forwarded = Map.of();
    private Map<String, String> all;

    LinkHeaders(Map<String, String> configured, Supplier<Map<String, String>> client) {
        this.configured = new LinkedHashMap<>(configured);
        this.configured.putIfAbsent("user-agent", "tieline");
        this.client = client;
        this.all = this.configured;
    }

    /** All of them as they are now; the same map until they change. */
    @SuppressWarnings("ReferenceEquality") // another map is another set of headers
    Map<String, String> now() {
        var sent = client.get();
        if (sent != forwarded) {
            forwarded = sent;
            all = with(sent);
        }
        return all;
    }

    private Map<String, String> with(Map<String, String> sent) {
        var merged = new LinkedHashMap<>(configured);
        sent.forEach((name, value) -> {
            if (HeaderRules.isSendable(name, value, false)) {
                merged.put(name, value);
            }
        });
        return merged;
    }

    /** The value that the configuration gives to this header; null if it gives none. */
    @Nullable String configured(String name) {
        return configured.get(name);
    }
}
