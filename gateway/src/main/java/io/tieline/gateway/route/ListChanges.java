package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client that a list has changed, when what the client sees of it has: a server that says
 * so is asked again, and of many changes in a short time the client hears once. On the client's
 * strand.
 */
final class ListChanges {

    /** How long changes are gathered. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private final FederatedSession session;
    private final Core core;
    private final ClientSession client;
    private final Map<ListKind, View> shown = new EnumMap<>(ListKind.class);
    private final Map<MountedServer, Set<ListKind>> changed = new LinkedHashMap<>(0);
    private final Set<ListKind> doubtful = EnumSet.noneOf(ListKind.class);
    private Timers.@Nullable Alarm alarm;

    ListChanges(FederatedSession session, Core core, ClientSession client) {
        this.session = session;
        this.core = core;
        this.client = client;
    }

    /** The client has been given this. */
    void shown(View view) {
        shown.put(view.kind(), view);
    }

    /** A server says that its lists have changed. */
    void changed(MountedServer server, List<ListKind> kinds) {
        changed.computeIfAbsent(server, _ -> EnumSet.noneOf(ListKind.class)).addAll(kinds);
        plan();
    }

    /** A reload has put a server in the place of another, which may just be asked. */
    void moved(MountedServer before, MountedServer now, boolean isAsked) {
        var kinds = changed.remove(before);
        if (kinds != null) {
            changed(now, List.copyOf(kinds));
        }
        if (isAsked) {
            lookAtNew(List.of(now));
        }
    }

    /** Something has changed in what is known of a list. */
    void mayHaveChanged(ListKind kind) {
        if (shown.containsKey(kind)) {
            doubtful.add(kind);
            plan();
        }
    }

    /** Asks a server at once, and tells what has changed by that of what the client was given. */
    void lookAt(MountedServer server, List<ListKind> kinds) {
        list(List.of(server), kinds, () -> tell(given(kinds)));
    }

    private List<ListKind> given(List<ListKind> kinds) {
        return kinds.stream().filter(shown::containsKey).toList();
    }

    /** The servers are others now: these are asked for what the client has listed before. */
    void lookAtNew(List<MountedServer> servers) {
        var kinds = List.copyOf(shown.keySet());
        if (servers.isEmpty()) {
            kinds.forEach(this::mayHaveChanged);
        } else if (!kinds.isEmpty()) {
            servers.forEach(server -> changed(server, kinds));
        }
    }

    private void plan() {
        if (alarm == null) {
            var timers = core.environment().timers();
            alarm = timers.after(PAUSE, () -> client.strand().run(this::look));
        }
    }

    private void look() {
        alarm = null;
        doubtful.forEach(kind -> tell(List.of(kind)));
        doubtful.clear();
        var asked = new LinkedHashMap<>(changed);
        changed.clear();
        ListKind.byNotification(asked)
                .forEach((kinds, servers) -> list(servers, kinds, () -> tell(kinds)));
    }

    private void list(List<MountedServer> servers, List<ListKind> kinds, Runnable then) {
        if (client.isOpen()) {
            ListRound.begin(
                    session,
                    servers,
                    kinds,
                    ListRound.Waiting.briefly(core.environment().timers()),
                    _ -> then.run());
        }
    }

    /** Tells of those kinds of which the client sees something else than it was given. */
    private void tell(List<ListKind> kinds) {
        var methods = new LinkedHashSet<String>();
        for (var kind : kinds) {
            var before = shown.get(kind);
            var now = session.view(kind);
            if (before == null || !core.lists().isSame(before, now)) {
                shown.put(kind, now);
                if (kind.changed() != null) {
                    methods.add(kind.changed());
                }
            }
        }
        methods.forEach(method -> client.tell(Notification.of(method, Json.EMPTY_OBJECT)));
    }

    /** Nobody is told anything any longer. */
    void close() {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
