package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the revisions say of a method: whether it is a request or a notification, and which side may
 * send it. One table for all revisions, 2024-11-05 to 2026-07-28: it is made of the unions {@code
 * ClientRequest}, {@code ServerRequest}, {@code ClientNotification}, {@code ServerNotification} and
 * {@code InputRequest} of their schemas, and of the tasks extension.
 *
 * <p>Says nothing of capabilities: which client may be asked is for its session to decide.
 *
 * @param kind whether a message of this method has an answer
 * @param sender which side may send it
 * @param isInput whether a server of 2026-07-28 may ask it in an {@code input_required} result
 */
public record MethodTraits(Kind kind, Sender sender, boolean isInput) {

    /** Whether a method has an answer. */
    public enum Kind {
        /** It has. */
        REQUEST,
        /** It has none. */
        NOTIFICATION
    }

    /** A side of the protocol, or either. */
    public enum Sender {
        /** The side that opens the conversation. */
        CLIENT,
        /** The side that offers tools, prompts and resources. */
        SERVER,
        /** Whichever side it is. */
        EITHER
    }

    /** How much of a method that nobody knows a log or an error repeats, in bytes. */
    private static final int SHOWN = 64;

    private static final Map<String, MethodTraits> TABLE = table();

    private static Map<String, MethodTraits> table() {
        var table = new HashMap<String, MethodTraits>();
        put(
                table,
                new MethodTraits(Kind.REQUEST, Sender.CLIENT, false),
                Method.INITIALIZE,
                Method.SERVER_DISCOVER,
                Method.TOOLS_LIST,
                Method.TOOLS_CALL,
                Method.PROMPTS_LIST,
                Method.PROMPTS_GET,
                Method.RESOURCES_LIST,
                Method.RESOURCES_TEMPLATES_LIST,
                Method.RESOURCES_READ,
                Method.RESOURCES_SUBSCRIBE,
                Method.RESOURCES_UNSUBSCRIBE,
                Method.COMPLETION_COMPLETE,
                Method.LOGGING_SET_LEVEL,
                Method.SUBSCRIPTIONS_LISTEN,
                Method.TASKS_UPDATE);
        put(
                table,
                new MethodTraits(Kind.REQUEST, Sender.SERVER, true),
                Method.SAMPLING_CREATE_MESSAGE,
                Method.ELICITATION_CREATE,
                Method.ROOTS_LIST);
        put(
                table,
                new MethodTraits(Kind.REQUEST, Sender.EITHER, false),
                Method.PING,
                Method.TASKS_GET,
                Method.TASKS_RESULT,
                Method.TASKS_LIST,
                Method.TASKS_CANCEL);
        put(
                table,
                new MethodTraits(Kind.NOTIFICATION, Sender.CLIENT, false),
                Method.INITIALIZED,
                Method.ROOTS_LIST_CHANGED);
        put(
                table,
                new MethodTraits(Kind.NOTIFICATION, Sender.SERVER, false),
                Method.LOG_MESSAGE,
                Method.TOOLS_LIST_CHANGED,
                Method.PROMPTS_LIST_CHANGED,
                Method.RESOURCES_LIST_CHANGED,
                Method.RESOURCES_UPDATED,
                Method.ELICITATION_COMPLETE,
                Method.SUBSCRIPTIONS_ACKNOWLEDGED,
                Method.TASKS);
        put(
                table,
                new MethodTraits(Kind.NOTIFICATION, Sender.EITHER, false),
                Method.CANCELLED,
                Method.PROGRESS,
                Method.TASKS_STATUS);
        return Map.copyOf(table);
    }

    private static void put(
            Map<String, MethodTraits> table, MethodTraits traits, String... methods) {
        List.of(methods).forEach(method -> table.put(method, traits));
    }

    /** The traits of a method; null if no revision knows it. */
    public static @Nullable MethodTraits of(String method) {
        return TABLE.get(method);
    }

    /**
     * Whether a client may send this message: its method is one of a client's, of the message's
     * kind, or is known to no revision. A response may come from either side.
     */
    public static boolean isClients(Message message) {
        return isOf(Sender.CLIENT, message);
    }

    /** Whether a server may send this message, as {@link #isClients} says of a client. */
    public static boolean isServers(Message message) {
        return isOf(Sender.SERVER, message);
    }

    private static boolean isOf(Sender side, Message message) {
        return switch (message) {
            case Request request -> isOf(side, Kind.REQUEST, request.method());
            case Notification notification -> isOf(side, Kind.NOTIFICATION, notification.method());
            case Response _ -> true;
        };
    }

    private static boolean isOf(Sender side, Kind kind, String method) {
        var traits = of(method);
        return traits == null
                || (traits.kind == kind
                        && (traits.sender == side || traits.sender == Sender.EITHER));
    }

    /** The method's name for a log or an error: one that nobody knows is cut short and escaped. */
    public static String shown(String method) {
        return of(method) == null ? Excerpt.of(method.getBytes(UTF_8), SHOWN) : method;
    }

    /** Whether a question of this method has a place in an {@code input_required} result. */
    public static boolean isInput(String method) {
        var traits = of(method);
        return traits != null && traits.isInput;
    }
}
