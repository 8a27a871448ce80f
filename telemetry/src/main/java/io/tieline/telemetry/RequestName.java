package io.tieline.telemetry;

import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;

/**
 * What a request is called: its method, and the tool or prompt that it wants. Never a URI, which
 * may hold a secret and is one of too many.
 *
 * @param method as the protocol has it; {@code (other)} for a method of somebody else's
 * @param tool its name; empty if it wants none
 * @param prompt its name; empty if it wants none
 */
record RequestName(String method, String tool, String prompt) {

    /** So many characters of a name are shown. */
    private static final int LONGEST = 128;

    static RequestName of(Request request) {
        var method = MethodTraits.shown(request.method());
        return switch (request.method()) {
            case Method.TOOLS_CALL -> new RequestName(method, nameIn(request), "");
            case Method.PROMPTS_GET -> new RequestName(method, "", nameIn(request));
            default -> new RequestName(method, "", "");
        };
    }

    private static String nameIn(Request request) {
        var params = request.params();
        var name = params == null ? null : params.text("name");
        if (name == null) {
            return "";
        }
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    /** The name of its span. */
    String spanName() {
        var target = tool.isEmpty() ? prompt : tool;
        return target.isEmpty() ? method : method + " " + target;
    }
}
