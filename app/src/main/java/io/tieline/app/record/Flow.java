package io.tieline.app.record;

import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message of a client has set off: of a request its notifications, questions, answers to
 * them, and its response, in their order. What belongs to no message belongs to the beginning of
 * the connection. Confined to one thread while it grows.
 *
 * @param trigger the client's message; null for the beginning of the connection
 * @param steps what followed
 */
record Flow(@Nullable Entry trigger, List<Entry> steps) {

    /** Nothing has followed yet. */
    static Flow begin(@Nullable Entry trigger) {
        return new Flow(trigger, new ArrayList<>());
    }

    /** The request that has set it off; null if that was none. */
    @Nullable Request request() {
        return trigger != null && trigger.message() instanceof Request request ? request : null;
    }

    /** The notification that has set it off; null if that was none. */
    @Nullable Notification notification() {
        return trigger != null && trigger.message() instanceof Notification told ? told : null;
    }

    /** The answer to its request; null if there is none. */
    @Nullable Entry response() {
        return steps.stream()
                .filter(step -> step.kind() == Entry.Kind.RECEIVED)
                .filter(step -> step.message() instanceof Response)
                .findFirst()
                .orElse(null);
    }

    /** What its server has asked, in order. */
    List<Request> questions() {
        return received().stream()
                .filter(Request.class::isInstance)
                .map(Request.class::cast)
                .toList();
    }

    /** What its server has sent, in order. */
    List<Message> received() {
        var messages = new ArrayList<Message>();
        for (var step : steps) {
            if (step.kind() == Entry.Kind.RECEIVED && step.message() != null) {
                messages.add(step.message());
            }
        }
        return messages;
    }

    /** What people call it: method, name, and where it stands in the file. */
    String name() {
        if (trigger == null) {
            return "the connection";
        }
        var request = request();
        var told = notification();
        var params = request == null ? null : request.params();
        var name = params == null ? null : params.text(nameOf(request));
        var method = request == null ? told == null ? "" : told.method() : request.method();
        return method
                + (name == null ? "" : " " + name)
                + (trigger.line() == 0 ? "" : " (line " + trigger.line() + ")");
    }

    private static String nameOf(@Nullable Request request) {
        return request != null && request.method().startsWith("resources/") ? "uri" : "name";
    }

    /** Says whether a gateway makes such requests by itself, when it needs them. */
    boolean isHousekeeping() {
        var request = request();
        return request == null
                || switch (request.method()) {
                    case Method.PING,
                            Method.SERVER_DISCOVER,
                            Method.INITIALIZE,
                            Method.TOOLS_LIST,
                            Method.RESOURCES_LIST,
                            Method.RESOURCES_TEMPLATES_LIST,
                            Method.PROMPTS_LIST,
                            Method.SUBSCRIPTIONS_LISTEN,
                            Method.LOGGING_SET_LEVEL ->
                            true;
                    default -> false;
                };
    }

    /** The params of a message; an empty object if it has none. */
    static Json params(@Nullable Json params) {
        return params == null ? Json.EMPTY_OBJECT : params;
    }
}
