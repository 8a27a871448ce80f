package io.tieline.session.client;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code subscriptions/listen} of a client (revision 2026-07-28, "Subscriptions"): first it is
 * told what is honoured, then exactly that, and at last that it is over. On the exchange's strand.
 */
public final class Subscription {

    /**
     * How many resources one client watches: each is a request to the backend, which is repeated in
     * each fresh session with it.
     */
    public static final int MAX_RESOURCES = 1024;

    /** How many resources all clients of one backend session watch together. */
    public static final int MAX_IN_ALL = 4096;

    private static final Map<String, String> CHANGES =
            Map.of(
                    "toolsListChanged", Method.TOOLS_LIST_CHANGED,
                    "promptsListChanged", Method.PROMPTS_LIST_CHANGED,
                    "resourcesListChanged", Method.RESOURCES_LIST_CHANGED);

    private static final List<String> ORDER =
            List.of("toolsListChanged", "promptsListChanged", "resourcesListChanged");

    private static final String RESOURCES = "resourceSubscriptions";

    private final Exchange exchange;
    private final Json wanted;
    private final Set<String> wantedUris;
    private final List<String> methods = new ArrayList<>(0);
    private Set<String> uris = Set.of();
    private boolean acknowledged;

    /** Reads what this exchange listens for. */
    public Subscription(Exchange exchange) {
        this.exchange = exchange;
        var params = exchange.request().params();
        var filter = params == null ? null : params.get("notifications");
        this.wanted = filter != null && filter.isObject() ? filter : Json.EMPTY_OBJECT;
        this.wantedUris = new LinkedHashSet<>(wanted.texts(RESOURCES));
    }

    /** The resources that it wants to hear about. */
    public Set<String> wantedUris() {
        return wantedUris;
    }

    /**
     * Refuses a request that listens to more resources than one client may.
     *
     * @throws McpException -32602 if it does
     */
    static void requireFew(Request request) {
        if (!request.method().equals(Method.SUBSCRIPTIONS_LISTEN) || request.params() == null) {
            return;
        }
        int wanted = request.params().list("notifications", RESOURCES).size();
        if (wanted > MAX_RESOURCES) {
            throw new McpException(
                    ErrorCode.INVALID_PARAMS,
                    "This listens to "
                            + wanted
                            + " resources; listen to at most "
                            + MAX_RESOURCES
                            + " at once");
        }
    }

    /** Tells the client what it will hear, of what it wanted: as much as this server can say. */
    public void acknowledge(Json serverCapabilities) {
        var honoured = Json.EMPTY_OBJECT;
        for (var kind : ORDER) {
            var part = kind.substring(0, kind.indexOf("ListChanged"));
            var can = serverCapabilities.at(part, "listChanged");
            var wants = wanted.get(kind);
            if (can != null && can.isTrue() && wants != null && wants.isTrue()) {
                honoured = honoured.with(kind, Json.TRUE);
                methods.add(CHANGES.get(kind));
            }
        }
        var subscribes = serverCapabilities.at("resources", "subscribe");
        if (subscribes != null && subscribes.isTrue() && !wantedUris.isEmpty()) {
            uris = wantedUris;
            var honouredUris = uris.stream().map(Json::string).toList();
            honoured = honoured.with(RESOURCES, Json.array(honouredUris));
        }
        acknowledged = true;
        var told = Json.object("notifications", honoured);
        exchange.tell(Notification.of(Method.SUBSCRIPTIONS_ACKNOWLEDGED, told));
    }

    /** Passes the notification on if it was asked for, and can be heard already. */
    public void offer(Notification notification) {
        boolean updated = notification.method().equals(Method.RESOURCES_UPDATED);
        var uri = notification.params() == null ? null : notification.params().text("uri");
        boolean hears =
                updated
                        ? uri != null && uris.contains(uri)
                        : methods.contains(notification.method());
        if (acknowledged && hears) {
            exchange.tell(notification);
        }
    }

    /** Says whether this listen asks for changes that are told by this method. */
    public static boolean wants(Request listen, String method) {
        var filter = listen.params() == null ? null : listen.params().get("notifications");
        return filter != null
                && CHANGES.entrySet().stream()
                        .filter(change -> change.getValue().equals(method))
                        .map(change -> filter.get(change.getKey()))
                        .anyMatch(wanted -> wanted != null && wanted.isTrue());
    }

    /** Ends it in order. */
    public void finish() {
        exchange.finish(ended(exchange));
    }

    /** The result that ends a listen in order. */
    static Json ended(Exchange listening) {
        return tagged(Json.EMPTY_OBJECT, listening.request().id().json());
    }

    /** The same parameters, or result, with the name of the subscription that they belong to. */
    static Json tagged(Json params, Json subscription) {
        return params.with(List.of("_meta", MetaKey.SUBSCRIPTION_ID), subscription);
    }

    /** The same parameters without that name. */
    public static Json untagged(Json params) {
        var meta = params.get("_meta");
        if (meta == null || !meta.isObject()) {
            return params;
        }
        var rest = meta.without(MetaKey.SUBSCRIPTION_ID);
        return rest.members().isEmpty() ? params.without("_meta") : params.with("_meta", rest);
    }

    /** The name of the subscription that a notification belongs to, if it does. */
    public static @Nullable Json of(Notification notification) {
        var params = notification.params();
        return params == null ? null : params.at("_meta", MetaKey.SUBSCRIPTION_ID);
    }
}
