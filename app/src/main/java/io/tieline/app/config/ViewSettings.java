package io.tieline.app.config;

import io.tieline.gateway.Selection;
import java.util.List;

/**
 * Some servers and some of their things under a path of their own. Immutable.
 *
 * @param name the last part of its path
 * @param servers the names of its servers in the order of the file; at least one
 * @param tools which of their tools, by the names that clients see
 * @param prompts which of their prompts, by the names that clients see
 * @param resources which of their resources and templates, by their URIs
 * @param search whether clients get tools that search and call, in place of all tools
 * @param pinned the tools that they get besides
 */
public record ViewSettings(
        String name,
        List<String> servers,
        Selection tools,
        Selection prompts,
        Selection resources,
        boolean search,
        List<String> pinned) {

    public ViewSettings {
        servers = List.copyOf(servers);
        pinned = List.copyOf(pinned);
    }
}
