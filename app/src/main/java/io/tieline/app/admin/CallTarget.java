package io.tieline.app.admin;

import io.tieline.session.Observer.Sender;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The names that lines about a request may show: of what it wants, a tool, a prompt or a resource,
 * and of its client. Never an argument, and never longer than a line may be.
 */
public final class CallTarget {

    private static final int LONGEST = 80;

    private CallTarget() {}

    /** The name, cut where it is very long; empty if the request names nothing. */
    public static String of(Request request) {
        var params = request.params();
        if (params == null) {
            return "";
        }
        return switch (request.method()) {
            case Method.TOOLS_CALL, Method.PROMPTS_GET -> text(params.get("name"));
            case Method.RESOURCES_READ, Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE ->
                    // People keep keys in what follows.
                    text(params.get("uri")).replaceFirst("[?#].*", "");
            default -> "";
        };
    }

    /** The name that the client gives itself, cut if it is very long; empty if it gives none. */
    static String client(Sender client) {
        return text(client.clientInfo().get("name"));
    }

    private static String text(@Nullable Json name) {
        if (name == null || !name.isString()) {
            return "";
        }
        var text = name.asString();
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "...";
    }
}
