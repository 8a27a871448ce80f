package io.tieline.http;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client of the stateless era sends. */
final class Stateless {

    static final String VERSION = "mcp-protocol-version: 2026-07-28";

    private static final Json ENVELOPE =
            Json.of(
                    """
                    {"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                    "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
                    "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}},\
                    "io.modelcontextprotocol/logLevel":"debug","progressToken":"token"}\
                    """);

    private Stateless() {}

    /** These parameters in an envelope that wants progress and logs and can be asked. */
    static Json params(Json params) {
        return params.with("_meta", ENVELOPE);
    }

    /** The call of a tool that asks, and is played by the test. */
    static Json tool(String name) {
        return Json.object("name", name, "arguments", Json.EMPTY_OBJECT);
    }

    /**
     * POSTs a request with its envelope and the headers that repeat it.
     *
     * @param changes headers that replace or join the usual ones; a name alone takes one away
     */
    static RawClient post(
            RawClient client, Object id, String method, Json params, String... changes) {
        return postBody(
                client,
                Fixture.request(id, method, params(params)),
                usual(method, params),
                changes);
    }

    static RawClient post(RawClient client, Object id, String method, String... changes) {
        return post(client, id, method, Json.EMPTY_OBJECT, changes);
    }

    /** POSTs this body with the headers of a request of that method. */
    static RawClient post(RawClient client, String body, String method, String... changes) {
        return postBody(client, body, usual(method, Json.EMPTY_OBJECT), changes);
    }

    private static RawClient postBody(
            RawClient client, String body, Map<String, String> headers, String... changes) {
        for (var change : changes) {
            int colon = change.indexOf(':');
            if (colon < 0) {
                headers.remove(change);
            } else {
                headers.put(change.substring(0, colon).toLowerCase(Locale.ROOT), change);
            }
        }
        var lines = new ArrayList<>(headers.values());
        client.request("POST", "/mcp", body, lines.toArray(String[]::new));
        return client;
    }

    private static Map<String, String> usual(String method, Json params) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", Fixture.JSON);
        headers.put("accept", Fixture.BOTH);
        headers.put("mcp-protocol-version", VERSION);
        headers.put("mcp-method", "Mcp-Method: " + method);
        var name = name(params);
        if (name != null) {
            headers.put("mcp-name", "Mcp-Name: " + name);
        }
        return headers;
    }

    private static @Nullable String name(Json params) {
        var name = params.text("name");
        return name == null ? params.text("uri") : name;
    }
}
