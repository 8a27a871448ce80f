package io.tieline.gateway.route;

import io.tieline.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tags of a tool, prompt, resource or template. The protocol has none; FastMCP lists them under
 * {@code _meta.fastmcp.tags}, and did so under {@code _meta._fastmcp.tags}.
 */
final class Tags {

    private static final List<String> OWNERS = List.of("fastmcp", "_fastmcp");

    private Tags() {}

    /** The tags of what was listed; none if it has none. */
    static Set<String> of(Json listed) {
        var tags = new HashSet<String>();
        OWNERS.forEach(owner -> tags.addAll(listed.texts("_meta", owner, "tags")));
        return tags;
    }

    /** The same with these tags, wherever it had some. */
    static Json replaced(Json listed, Set<String> tags) {
        var value = Json.array(tags.stream().sorted().map(Json::string).toList());
        var present = OWNERS.stream().filter(it -> listed.at("_meta", it) != null).toList();
        var replaced = listed;
        for (var owner : present.isEmpty() ? OWNERS.subList(0, 1) : present) {
            replaced = replaced.with(List.of("_meta", owner, "tags"), value);
        }
        return replaced;
    }
}
