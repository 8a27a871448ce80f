package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code subscriptions/listen} at one server in the name of a client that listens to several
 * (revision 2026-07-28, "Subscriptions"). One that ends is begun again, after a pause that grows,
 * until it is stopped. On the client's strand.
 */
final class ServerListen implements Branch.Listener {

    /** Hears of what a server tells. */
    interface Listener {

        /** The server has said what it honours, or that it cannot be reached now. */
        void settled();

        /** The server is listened to again: nobody knows what has changed meanwhile. */
        void resumed(ServerListen stream);

        /** The server says that lists of this kind have changed. */
        void changed(MountedServer server, List<ListKind> kinds);

        /** A resource has changed, by the URI under which the client knows it. */
        void updated(String uri, Notification notification);
    }

    private static final String RESOURCES = "resourceSubscriptions";

    private final StatelessParty party;
    private final MountedServer server;
    private final Json kinds;
    private final Map<String, String> shownByOwn;
    private final Listener listener;
    private final ServerRetry retry;
    private Exchange.@Nullable Cancellation asked;
    private Json honoured = Json.EMPTY_OBJECT;
    private boolean settled;
    private boolean heard;
    private boolean stopped;

    /**
     * Listens to nothing yet.
     *
     * @param kinds the flags of the lists whose changes are wanted
     * @param shownByOwn the resources that are wanted: by the server's URI of it, the client's
     */
    ServerListen(
            Timers timers,
            StatelessParty party,
            MountedServer server,
            Json kinds,
            Map<String, String> shownByOwn,
            Listener listener) {
        this.party = party;
        this.server = server;
        this.kinds = kinds;
        this.shownByOwn = new LinkedHashMap<>(shownByOwn);
        this.listener = listener;
        this.retry = new ServerRetry(timers, () -> party.client().strand().run(this::begin));
    }

    MountedServer server() {
        return server;
    }

    /** Listens, or listens again. */
    void begin() {
        retry.begin();
        if (!stopped) {
            var params = Json.object("notifications", filter());
            asked = party.ask(server, Method.SUBSCRIPTIONS_LISTEN, params, this);
        }
    }

    private Json filter() {
        var own = shownByOwn.keySet().stream().map(Json::string).toList();
        return own.isEmpty() ? kinds : kinds.with(RESOURCES, Json.array(own));
    }

    /** Whether it is known what the server honours, or that it cannot be reached now. */
    boolean isSettled() {
        return settled;
    }

    /** Whether changes of this kind will be heard, as far as is known. */
    boolean hears(ListKind kind) {
        var flag = kind.listenFlag();
        return kinds.flag(flag) && (!heard || honoured.flag(flag));
    }

    /** The resources that the server watches, by the client's URIs. */
    List<String> watched() {
        var shown = new ArrayList<String>();
        for (var uri : honoured.texts(RESOURCES)) {
            var known = shownByOwn.get(uri);
            if (known != null) {
                shown.add(known);
            }
        }
        return shown;
    }

    /** Listens no longer. */
    void stop() {
        stopped = true;
        retry.stop();
        if (asked != null) {
            asked.cancelled(null);
        }
    }

    @Override
    public void told(Notification notification) {
        if (stopped) {
            return;
        }
        var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
        var changed = ListKind.changedBy(notification.method());
        if (notification.method().equals(Method.SUBSCRIPTIONS_ACKNOWLEDGED)) {
            acknowledged(params.part("notifications"));
        } else if (!changed.isEmpty()) {
            listener.changed(server, changed);
        } else if (notification.method().equals(Method.RESOURCES_UPDATED)) {
            updated(notification, params.text("uri"));
        }
    }

    private void acknowledged(Json what) {
        honoured = what.detached();
        retry.succeeded();
        boolean isAgain = settled;
        settled = true;
        heard = true;
        if (isAgain) {
            listener.resumed(this);
        } else {
            listener.settled();
        }
    }

    private void updated(Notification notification, @Nullable String uri) {
        var shown = uri == null ? null : shownByOwn.get(uri);
        if (shown != null) {
            listener.updated(shown, notification.withParam("uri", Json.string(shown)));
        }
    }

    /** It has ended, or could not begin. */
    @Override
    public void answered(Response response) {
        asked = null;
        if (!stopped) {
            retry.plan();
            if (!settled) {
                settled = true;
                listener.settled();
            }
        }
    }
}
