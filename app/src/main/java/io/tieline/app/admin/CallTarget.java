package io.tieline.app.admin;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/** The name of what a request wants: a tool, a prompt or a resource. Never an argument. */
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
