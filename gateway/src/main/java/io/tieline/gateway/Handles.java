package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Principal;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The handles by which clients without sessions say which backend session they mean (revision
 * 2026-07-28 takes state to be named by an explicit identifier in each request). A tool of ours
 * makes them; every tool of the backend is listed with an argument for one, which is taken off
 * before the backend sees it. A handle serves its own principal only, until its session was not
 * used for a while. Safe for use by several threads.
 */
final class Handles {

    /** The tool that makes a handle. */
    static final String TOOL = "tieline_open_session";

    /** The argument of all other tools that takes one. */
    static final String ARGUMENT = "tieline_session";

    private static final int BYTES = 16;

    /** Of one principal; the oldest is forgotten first. */
    private static final int MAX = 256;

    private static final Json OPENER =
            Json.of(
                    """
                    {"name":"tieline_open_session","title":"Open a session","description":"Opens a session with this server and returns its handle. Give the handle to every other tool of this server as tieline_session: calls with the same handle share one state (one browser, one shell), calls with different handles do not.","inputSchema":{"type":"object","properties":{}},"outputSchema":{"type":"object","properties":{"tieline_session":{"type":"string"}},"required":["tieline_session"]}}\
                    """);

    private static final Json SCHEMA =
            Json.of(
                    """
                    {"type":"string","description":"The handle of a session, from tieline_open_session."}\
                    """);

    private final OwnershipTable owned;
    private final RandomGenerator random;

    Handles(RandomGenerator random, Account account) {
        this.random = random;
        this.owned = new OwnershipTable(MAX, account);
    }

    void close() {
        owned.close();
    }

    private String open(Principal principal) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var handle = HexFormat.of().formatHex(bytes);
        owned.give(handle, principal);
        return handle;
    }

    /** The session of this key is not known any longer; it may be that of a handle. */
    void forget(ScopeKey key) {
        if (key instanceof ScopeKey.Named(_, var handle)) {
            owned.take(handle);
        }
    }

    /**
     * The handle that a call names; null, and the call is answered, if it names none of its own.
     */
    @Nullable String of(Exchange exchange, Request call) {
        var handle = call.params() == null ? null : call.params().text("arguments", ARGUMENT);
        if (handle != null && owned.isOf(handle, exchange.caller().principal())) {
            return handle;
        }
        var why =
                handle == null
                        ? "This server keeps state for each session, and the call names none: call "
                        : "There is no session " + handle + " of yours, or it has expired: call ";
        exchange.finish(
                text(
                        why
                                + TOOL
                                + " of this server and give its handle as the argument "
                                + ARGUMENT,
                        Json.object("isError", true)));
        return null;
    }

    private static Json text(String text, Json result) {
        var block = Json.object("type", "text", "text", text);
        return result.with("content", Json.array(List.of(block)));
    }

    /** What the tool answers that makes handles. */
    Json opened(Principal principal) {
        var handle = open(principal);
        return text(handle, Json.object("structuredContent", Json.object(ARGUMENT, handle)));
    }

    /** The call as the backend knows its tool. */
    static Request without(Request call) {
        var params = call.params();
        var arguments = params == null ? null : params.get("arguments");
        return params == null || arguments == null || !arguments.isObject()
                ? call
                : call.withParams(params.with("arguments", arguments.without(ARGUMENT)));
    }

    /** Shows the tools of a listing with the argument, and ours in front of them. */
    static void show(Exchange exchange) {
        if (exchange.request().method().equals(Method.TOOLS_LIST)) {
            var params = exchange.request().params();
            boolean first = params == null || params.get("cursor") == null;
            exchange.onFinish(response -> shown(response, first));
        }
    }

    /** A tool as it is listed, which calls the one that makes handles as clients see it. */
    static Json calling(Json tool, String opener) {
        var path = List.of("inputSchema", "properties", ARGUMENT, "description");
        var text = tool.text(path.toArray(String[]::new));
        return opener.equals(TOOL) || text == null || !text.equals(SCHEMA.text("description"))
                ? tool
                : tool.with(path, Json.string(text.replace(TOOL, opener)));
    }

    private static Response shown(Response response, boolean first) {
        if (!(response instanceof Result result)) {
            return response;
        }
        var shown =
                result.result()
                        .withEach(
                                "tools",
                                tool ->
                                        tool.with(
                                                List.of("inputSchema", "properties", ARGUMENT),
                                                SCHEMA));
        if (!first) {
            return result.withResult(shown);
        }
        var tools = new ArrayList<Json>();
        tools.add(OPENER);
        tools.addAll(shown.list("tools"));
        return result.withResult(shown.with("tools", Json.array(tools)));
    }
}
