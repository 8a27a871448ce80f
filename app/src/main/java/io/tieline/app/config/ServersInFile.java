package io.tieline.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the servers in a file, wherever a client keeps them: {@code mcpServers} at its root or
 * nested in whatever else stands there, {@code servers}, {@code context_servers}, {@code
 * mcp_servers}, {@code mcp.servers}, {@code mcp}, or the root itself. A list of servers is one of
 * objects with a {@code name}.
 *
 * @param path the keys that lead to the servers; empty if they are the root
 * @param node an object or a list
 */
record ServersInFile(String path, JsonNode node) {

    private static final int DEEPEST = 4;
    private static final List<String> ROOTS = List.of("servers", "context_servers", "mcp_servers");

    /** What stands beside the servers where the root holds them. */
    private static final Set<String> BESIDE =
            Set.of("$schema", "inputs", ConfigFile.TIELINE, "version");

    /**
     * One of them as it is written.
     *
     * @param path the keys that lead to it
     */
    record Member(String name, String path, JsonNode entry) {}

    /** The servers of this file; null if there are none. */
    static @Nullable ServersInFile of(JsonNode root) {
        var nested = nested(root);
        if (nested != null) {
            return nested;
        }
        var start = new ServersInFile("", root);
        for (var key : ROOTS) {
            var servers = start.member(key);
            if (servers != null) {
                return servers;
            }
        }
        var mcp = start.member("mcp");
        if (mcp != null) {
            var servers = mcp.member("servers");
            return servers == null ? mcp : servers;
        }
        return isListOfServers(root) ? start : null;
    }

    private static @Nullable ServersInFile nested(JsonNode root) {
        var level = List.of(new ServersInFile("", root));
        for (int depth = 0; depth < DEEPEST; depth++) {
            var below = new ArrayList<ServersInFile>();
            for (var here : level) {
                var servers = here.member("mcpServers");
                if (servers != null) {
                    return servers;
                }
                for (var key : here.node().propertyNames()) {
                    var member = here.member(key);
                    if (member != null) {
                        below.add(member);
                    }
                }
            }
            level = List.copyOf(below);
        }
        return null;
    }

    /** The object or list of this name; null if there is none. */
    private @Nullable ServersInFile member(String key) {
        var value = node.get(key);
        return value != null && (value.isObject() || value.isArray())
                ? new ServersInFile(below(key), value)
                : null;
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isListOfServers(JsonNode root) {
        boolean any = false;
        for (var member : root.properties()) {
            if (BESIDE.contains(member.getKey())) {
                continue;
            }
            if (!member.getValue().isObject()) {
                return false;
            }
            any |= FileSlips.isServer(member.getValue());
        }
        return any;
    }

    /** Each of them in the order of the file. */
    List<Member> members(String file) throws UsageException {
        if (FileSlips.isServer(node)) {
            throw UsageException.at(
                    file, path + " holds a server without a name; write " + FileSlips.SHAPE);
        }
        var members = new ArrayList<Member>();
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                members.add(ofList(file, path + "[" + index + "]", node.get(index), members));
            }
        } else {
            for (var member : node.properties()) {
                if (!path.isEmpty() || !BESIDE.contains(member.getKey())) {
                    members.add(
                            new Member(member.getKey(), below(member.getKey()), member.getValue()));
                }
            }
        }
        if (members.isEmpty()) {
            throw UsageException.at(file, path + " names no server; add one");
        }
        return members;
    }

    private static Member ofList(String file, String here, JsonNode entry, List<Member> before)
            throws UsageException {
        var name = entry.get("name");
        if (name == null || !name.isString() || name.asString().isBlank()) {
            throw UsageException.at(
                    file, here + " is a server without a name; add \"name\": \"...\"");
        }
        if (before.stream().anyMatch(other -> other.name().equals(name.asString()))) {
            throw UsageException.at(
                    file,
                    here + " is a second server of the name " + name.asString() + "; rename one");
        }
        return new Member(name.asString(), here, entry);
    }
}
