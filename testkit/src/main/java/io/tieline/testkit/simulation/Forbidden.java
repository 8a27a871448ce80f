package io.tieline.testkit.simulation;

import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One request of a backend that only a client may make, with what came of it. */
final class Forbidden {

    /** What only clients ask. */
    private static final List<String> OF_CLIENTS =
            List.of(
                    Method.INITIALIZE,
                    Method.TOOLS_CALL,
                    Method.RESOURCES_READ,
                    Method.LOGGING_SET_LEVEL,
                    Method.SUBSCRIPTIONS_LISTEN,
                    Method.CANCELLED);

    /** What only clients tell, and what has an answer. */
    private static final List<String> TOLD =
            List.of(Method.INITIALIZED, Method.ROOTS_LIST_CHANGED, Method.TOOLS_CALL);

    /** What no result may ask for. */
    private static final List<String> NO_INPUT =
            Stream.concat(OF_CLIENTS.stream(), Stream.of(Method.PING, "vendor/ask")).toList();

    private static final String KEY = "forbidden";

    final Request request;
    final Line line;
    final Moment said;
    final List<Inquiry.Reply> replies = new ArrayList<>(1);

    Forbidden(Request request, Line line, Moment said) {
        this.request = request;
        this.line = line;
        this.said = said;
    }

    /** One that a backend may make up. */
    static Request request(Dice dice, int serial) {
        return Request.of(Id.of(KEY + serial), dice.pick(OF_CLIENTS), Json.EMPTY_OBJECT);
    }

    static Notification notification(Dice dice) {
        return Notification.of(dice.pick(TOLD), Json.EMPTY_OBJECT);
    }

    /** The same questions, and one that no client can be asked. */
    static Json among(Json inputRequests, Dice dice) {
        return inputRequests.with(
                KEY, Json.object("method", dice.pick(NO_INPUT), "params", Json.EMPTY_OBJECT));
    }

    /** Whether a question is one of them, in a result or by itself. */
    static boolean is(Request question) {
        return NO_INPUT.contains(question.method()) && !question.method().equals(Method.PING);
    }

    static boolean is(Notification told) {
        return TOLD.contains(told.method());
    }

    /** Whether a result asks for one of them. */
    static boolean isIn(Json result) {
        var requests = result.get("inputRequests");
        return requests != null && requests.get(KEY) != null;
    }

    boolean isOf(Line other, Response response) {
        return line.equals(other) && request.id().equals(response.id());
    }

    static boolean isRefusal(Response response, int code) {
        return response instanceof Failure failure && failure.error().code() == code;
    }

    @Override
    public String toString() {
        return request.method() + " " + request.id() + " on " + line;
    }
}
