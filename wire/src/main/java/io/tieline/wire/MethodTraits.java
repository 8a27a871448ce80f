package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The traits of the protocol's methods: whether a method is a request or a notification, which side
 * may send it, and what else the revisions say of it. One table for all revisions, 2024-11-05 to
 * 2026-07-28: it is made of the unions {@code ClientRequest}, {@code ServerRequest}, {@code
 * ClientNotification}, {@code ServerNotification} and {@code InputRequest} of their schemas, and of
 * the tasks extension.
 *
 * <p>Says nothing of capabilities: which client may be asked is for its session to decide.
 *
 * @param kind whether a message of this method has an answer
 * @param sender which side may send it
 * @param traits what else is true of it
 */
public record MethodTraits(Kind kind, Sender sender, Set<Trait> traits) {

    /** Something that is true of some methods. */
    public enum Trait {
        /** A server of 2026-07-28 may ask it in an {@code input_required} result. */
        INPUT,
        /** It is a request of the handshake era, which 2026-07-28 has removed. */
        HANDSHAKE_ONLY,
        /** A backend asks nothing in the middle of it: a listing, a ping, a setting. */
        NEVER_ASKS,
        /** Its result may be {@code input_required} (2026-07-28). */
        MAY_REQUIRE_INPUT,
        /** Its result says for how long it may be kept (2026-07-28). */
        CACHEABLE,
        /** It says that something has changed, to whoever watches it. */
        CHANGE,
        /** A client without a session hears it where it listens, and in no other request. */
        HEARD_BY_LISTENING,
        /** It names a task of 2025-11-25 and is answered with what has become of it. */
        ABOUT_ONE_TASK,
        /** A session asks it on its own behalf, for no client. */
        OF_SESSION,
        /** It is answered when it ends, or by a backend that may be dead. */
        ANSWERED_LATE
    }

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
        putRequestsOfClients(table);
        putRequestsOfServers(table);
        putNotifications(table);
        return Map.copyOf(table);
    }

    private static void putRequestsOfClients(Map<String, MethodTraits> table) {
        put(
                table,
                request(Sender.CLIENT, Trait.MAY_REQUIRE_INPUT),
                Method.TOOLS_CALL,
                Method.PROMPTS_GET);
        put(
                table,
                request(Sender.CLIENT, Trait.MAY_REQUIRE_INPUT, Trait.CACHEABLE),
                Method.RESOURCES_READ);
        put(
                table,
                request(Sender.CLIENT, Trait.NEVER_ASKS, Trait.CACHEABLE),
                Method.TOOLS_LIST,
                Method.PROMPTS_LIST,
                Method.RESOURCES_LIST,
                Method.RESOURCES_TEMPLATES_LIST);
        put(
                table,
                request(Sender.CLIENT, Trait.NEVER_ASKS, Trait.CACHEABLE, Trait.OF_SESSION),
                Method.SERVER_DISCOVER);
        put(
                table,
                request(Sender.CLIENT, Trait.NEVER_ASKS, Trait.HANDSHAKE_ONLY),
                Method.INITIALIZE,
                Method.RESOURCES_SUBSCRIBE,
                Method.RESOURCES_UNSUBSCRIBE,
                Method.LOGGING_SET_LEVEL);
        put(
                table,
                request(Sender.CLIENT, Trait.NEVER_ASKS, Trait.OF_SESSION, Trait.ANSWERED_LATE),
                Method.SUBSCRIPTIONS_LISTEN);
        put(table, request(Sender.CLIENT), Method.COMPLETION_COMPLETE, Method.TASKS_UPDATE);
    }

    private static void putRequestsOfServers(Map<String, MethodTraits> table) {
        put(
                table,
                request(Sender.SERVER, Trait.INPUT),
                Method.SAMPLING_CREATE_MESSAGE,
                Method.ELICITATION_CREATE,
                Method.ROOTS_LIST);
        put(
                table,
                request(
                        Sender.EITHER,
                        Trait.NEVER_ASKS,
                        Trait.HANDSHAKE_ONLY,
                        Trait.OF_SESSION,
                        Trait.ANSWERED_LATE),
                Method.PING);
        put(
                table,
                request(Sender.EITHER, Trait.ABOUT_ONE_TASK),
                Method.TASKS_GET,
                Method.TASKS_CANCEL);
        put(
                table,
                request(Sender.EITHER, Trait.ABOUT_ONE_TASK, Trait.HANDSHAKE_ONLY),
                Method.TASKS_RESULT);
        put(table, request(Sender.EITHER, Trait.HANDSHAKE_ONLY), Method.TASKS_LIST);
    }

    private static void putNotifications(Map<String, MethodTraits> table) {
        put(table, notification(Sender.CLIENT), Method.INITIALIZED, Method.ROOTS_LIST_CHANGED);
        put(
                table,
                notification(Sender.SERVER, Trait.CHANGE, Trait.HEARD_BY_LISTENING),
                Method.TOOLS_LIST_CHANGED,
                Method.PROMPTS_LIST_CHANGED,
                Method.RESOURCES_LIST_CHANGED,
                Method.RESOURCES_UPDATED);
        put(
                table,
                notification(Sender.SERVER, Trait.HEARD_BY_LISTENING),
                Method.ELICITATION_COMPLETE);
        put(
                table,
                notification(Sender.SERVER),
                Method.LOG_MESSAGE,
                Method.SUBSCRIPTIONS_ACKNOWLEDGED,
                Method.TASKS);
        put(table, notification(Sender.EITHER), Method.CANCELLED, Method.PROGRESS);
        put(table, notification(Sender.EITHER, Trait.HEARD_BY_LISTENING), Method.TASKS_STATUS);
    }

    private static MethodTraits request(Sender sender, Trait... traits) {
        return new MethodTraits(Kind.REQUEST, sender, Set.of(traits));
    }

    private static MethodTraits notification(Sender sender, Trait... traits) {
        return new MethodTraits(Kind.NOTIFICATION, sender, Set.of(traits));
    }

    private static void put(
            Map<String, MethodTraits> table, MethodTraits traits, String... methods) {
        List.of(methods).forEach(method -> table.put(method, traits));
    }

    /** Copies the traits, for which a bit each is enough. */
    public MethodTraits {
        traits = traits.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(traits));
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

    /** Says whether this is true of a method; of one that no revision knows nothing is. */
    public static boolean has(String method, Trait trait) {
        var known = of(method);
        return known != null && known.traits.contains(trait);
    }

    /** Says whether a question of this method has a place in an {@code input_required} result. */
    public static boolean isInput(String method) {
        return has(method, Trait.INPUT);
    }
}
