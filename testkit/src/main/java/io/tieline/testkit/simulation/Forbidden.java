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

/**
 * One request that only the other side may make, of a backend or of a client, with what came of it.
 */
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

    /** What only servers ask. */
    private static final List<String> OF_SERVERS =
            List.of(Method.SAMPLING_CREATE_MESSAGE, Method.ELICITATION_CREATE, Method.ROOTS_LIST);

    /** What only servers tell, and what has an answer. */
    private static final List<String> TOLD_BY_SERVERS =
            List.of(
                    Method.TOOLS_LIST_CHANGED,
                    Method.RESOURCES_UPDATED,
                    Method.LOG_MESSAGE,
                    Method.ROOTS_LIST);

    /** What no result may ask for. */
    private static final List<String> NO_INPUT =
            Stream.concat(OF_CLIENTS.stream(), Stream.of(Method.PING, "vendor/ask")).toList();

    private static final String KEY = "forbidden";

    final Request request;

    /** The {@link Line}, or the {@link ReplyChannel}. */
    final Object on;

    final Moment said;
    final List<QuestionTrace.Reply> replies = new ArrayList<>(1);

    Forbidden(Request request, Object on, Moment said) {
        this.request = request;
        this.on = on;
        this.said = said;
    }

    /** One that a backend may make up. */
    static Request request(SeededRandom dice, int serial) {
        return Request.of(Id.of(KEY + serial), dice.pick(OF_CLIENTS), Json.EMPTY_OBJECT);
    }

    static Notification notification(SeededRandom dice) {
        return Notification.of(dice.pick(TOLD), Json.EMPTY_OBJECT);
    }

    /** One that a client may make up. */
    static Request requestOfClient(SeededRandom dice, int serial) {
        return Request.of(Id.of(KEY + serial), dice.pick(OF_SERVERS), Json.EMPTY_OBJECT);
    }

    static Notification notificationOfClient(SeededRandom dice) {
        var params = Json.object("uri", "sim://watched/1", "level", "error", "data", "wrong way");
        return Notification.of(dice.pick(TOLD_BY_SERVERS), params);
    }

    /** Whether it is one of these. */
    static boolean isOfClient(Request request) {
        return OF_SERVERS.contains(request.method());
    }

    static boolean isOfClient(Notification told) {
        return TOLD_BY_SERVERS.contains(told.method());
    }

    /** The same questions, and one that no client can be asked. */
    static Json among(Json inputRequests, SeededRandom dice) {
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

    boolean isOf(Object other, Response response) {
        return on.equals(other) && request.id().equals(response.id());
    }

    static boolean isRefusal(Response response, int code) {
        return response instanceof Failure failure && failure.error().code() == code;
    }

    @Override
    public String toString() {
        return request.method() + " " + request.id() + " on " + on;
    }
}
