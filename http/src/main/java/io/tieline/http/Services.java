package io.tieline.http;

import io.tieline.session.client.Service;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one {@link HttpListener} serves: a service at {@code /mcp}, and further ones at {@code
 * /mcp/NAME}, each also over HTTP+SSE at {@code /sse} and {@code /sse/NAME}. Sessions, states and
 * cursors of one are unknown to the others; the limits of the listener hold for all together.
 * Immutable.
 *
 * @param main the service that has no name
 * @param named the others by name: visible ASCII without a slash, as it is and not as a URL writes
 *     it; neither {@code .} nor {@code ..}, which clients take out of a path
 */
public record Services(Service main, Map<String, Service> named) {

    /**
     * @throws IllegalArgumentException if a name cannot be one
     */
    public Services {
        var copied = new LinkedHashMap<>(named);
        copied.keySet().forEach(Services::requireName);
        named = Collections.unmodifiableMap(copied);
    }

    /** This service alone. */
    public static Services of(Service main) {
        return new Services(main, Map.of());
    }

    /**
     * The same services and this one, in place of any other of this name.
     *
     * @throws IllegalArgumentException if that cannot be a name
     */
    public Services with(String name, Service service) {
        var more = new LinkedHashMap<>(named);
        more.put(name, service);
        return new Services(main, more);
    }

    private static void requireName(String name) {
        boolean visible = name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/');
        if (name.isEmpty() || !visible || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" cannot stand in a path: a name is of visible ASCII characters,"
                            + " without a slash, and neither \".\" nor \"..\"");
        }
    }
}
