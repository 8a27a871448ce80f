package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Subscription;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code subscriptions/listen} of a client, carried to the servers that it concerns (revision
 * 2026-07-28, "Subscriptions"). The client is told what is honoured when all servers have said it,
 * or after a moment. A server whose stream ends is listened to again, and what may have changed
 * meanwhile is looked at. On the exchange's strand.
 */
final class MergedListen implements Core.Reloaded {

    private static final String RESOURCES = "resourceSubscriptions";
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** The kinds that have a flag of their own. */
    private static final List<ListKind> FLAGGED =
            List.of(ListKind.TOOLS, ListKind.PROMPTS, ListKind.RESOURCES);

    private final Core core;
    private final StatelessParty party;
    private final Exchange exchange;
    private final Json wanted;
    private final Set<String> methods = new LinkedHashSet<>();
    private final List<ListenStream> streams = new ArrayList<>();
    private final Map<ListKind, View> shown = new EnumMap<>(ListKind.class);
    private final Set<ListKind> doubtful = EnumSet.noneOf(ListKind.class);
    private final Map<MountedServer, Set<ListKind>> changed = new LinkedHashMap<>(0);
    private Timers.@Nullable Alarm alarm;
    private boolean acknowledged;
    private boolean over;

    MergedListen(Core core, StatelessParty party, Exchange exchange) {
        this.core = core;
        this.party = party;
        this.exchange = exchange;
        var params = exchange.request().params();
        this.wanted = params == null ? Json.EMPTY_OBJECT : params.part("notifications");
    }

    /** The stream of one server. */
    private final class ListenStream implements Branch.Listener {

        private final MountedServer server;
        private final Json filter;
        private final ServerRetry retry;
        private Exchange.@Nullable Cancellation asked;
        private Set<String> uris = Set.of();
        private boolean heard;

        ListenStream(MountedServer server, Json filter) {
            this.server = server;
            this.filter = filter;
            this.retry = new ServerRetry(core.environment().timers(), () -> strand(this::begin));
        }

        void begin() {
            retry.begin();
            if (!over) {
                var params = Json.object("notifications", filter);
                asked = party.ask(server, Method.SUBSCRIPTIONS_LISTEN, params, this);
            }
        }

        @Override
        public void told(Notification notification) {
            if (notification.method().equals(Method.SUBSCRIPTIONS_ACKNOWLEDGED)) {
                acknowledged(notification);
            } else {
                hear(this, notification);
            }
        }

        private void acknowledged(Notification notification) {
            var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
            uris = new LinkedHashSet<>(params.texts("notifications", RESOURCES));
            boolean isAgain = heard || acknowledged;
            heard = true;
            retry.succeeded();
            if (isAgain) {
                for (var kind : ListKind.values()) {
                    changed(server, List.of(kind));
                }
            }
            acknowledgeIfAll();
        }

        /** It has ended, or could not begin. */
        @Override
        public void answered(Response response) {
            asked = null;
            if (!over) {
                retry.plan();
            }
        }

        void stop() {
            retry.stop();
            if (asked != null) {
                asked.cancelled(null);
            }
        }
    }

    private void strand(Runnable task) {
        exchange.client().strand().run(task);
    }

    void begin() {
        exchange.onOver(this::stop);
        for (var kind : ListKind.values()) {
            shown.put(kind, party.view(kind));
        }
        core.reloaded().add(this);
        streams.addAll(streamsOf(core.servers().all()));
        alarm = core.environment().timers().after(ListAnswers.PATIENCE, () -> strand(this::late));
        List.copyOf(streams).forEach(ListenStream::begin);
        acknowledgeIfAll();
    }

    private List<ListenStream> streamsOf(List<MountedServer> servers) {
        var owned = new LinkedHashMap<MountedServer, List<String>>();
        for (var uri : wanted.texts(RESOURCES)) {
            var server = ownerOf(uri);
            if (server != null) {
                owned.computeIfAbsent(server, _ -> new ArrayList<>()).add(uri);
            }
        }
        var more = new ArrayList<ListenStream>();
        for (var server : servers) {
            var filter = filterFor(server, owned.getOrDefault(server, List.of()));
            if (!filter.members().isEmpty()) {
                more.add(new ListenStream(server, filter));
            }
        }
        return more;
    }

    @Override
    public void reloaded() {
        strand(this::adopt);
    }

    /** The servers are others now: those that are new are listened to, the others no more. */
    private void adopt() {
        if (over) {
            return;
        }
        var all = core.servers().all();
        for (var stream : List.copyOf(streams)) {
            if (!all.contains(stream.server)) {
                streams.remove(stream);
                stream.stop();
            }
        }
        var fresh =
                all.stream()
                        .filter(server ->
                                streams.stream().noneMatch(one -> one.server.equals(server)))
                        .toList();
        var more = streamsOf(fresh);
        streams.addAll(more);
        more.forEach(ListenStream::begin);
        fresh.forEach(server -> changed(server, List.of(ListKind.values())));
        tell(List.of(ListKind.values()));
    }

    private @Nullable MountedServer ownerOf(String uri) {
        var owned = party.view(ListKind.RESOURCES).owner(uri);
        if (owned != null) {
            return owned.server();
        }
        var byTemplate = party.view(ListKind.TEMPLATES).ownerByTemplate(uri);
        var found = byTemplate == null ? party.learned(uri) : byTemplate;
        if (found != null) {
            return found;
        }
        var having =
                core.servers().all().stream()
                        .filter(server ->
                                server.mayHave(ListKind.RESOURCES) && server.isReachable(uri))
                        .toList();
        return having.size() == 1 ? having.getFirst() : null;
    }

    private Json filterFor(MountedServer server, List<String> uris) {
        var filter = Json.EMPTY_OBJECT;
        for (var kind : FLAGGED) {
            if (wanted.flag(kind.listenFlag()) && server.mayHave(kind)) {
                filter = filter.with(kind.listenFlag(), Json.TRUE);
            }
        }
        return uris.isEmpty()
                ? filter
                : filter.with(RESOURCES, Json.array(uris.stream().map(Json::string).toList()));
    }

    private void acknowledgeIfAll() {
        if (!acknowledged && streams.stream().allMatch(stream -> stream.heard)) {
            acknowledge();
        }
    }

    private void late() {
        alarm = null;
        if (!acknowledged) {
            acknowledge();
        }
    }

    /** Changes of lists are always honoured: the front itself sees them. */
    private void acknowledge() {
        acknowledged = true;
        stopAlarm();
        var honoured = Json.EMPTY_OBJECT;
        for (var kind : FLAGGED) {
            if (wanted.flag(kind.listenFlag())) {
                honoured = honoured.with(kind.listenFlag(), Json.TRUE);
                methods.add(kind.changed());
            }
        }
        var uris = new LinkedHashSet<String>();
        streams.forEach(stream -> uris.addAll(stream.uris));
        if (!uris.isEmpty()) {
            var listed = uris.stream().map(Json::string).toList();
            honoured = honoured.with(RESOURCES, Json.array(listed));
        }
        var told = Json.object("notifications", honoured);
        exchange.tell(Notification.of(Method.SUBSCRIPTIONS_ACKNOWLEDGED, told));
    }

    private void hear(ListenStream stream, Notification notification) {
        var kinds = ListKind.changedBy(notification.method());
        if (!kinds.isEmpty()) {
            kinds.forEach(kind -> changed(stream.server, List.of(kind)));
        } else if (acknowledged) {
            var params = notification.params();
            var plain = params == null ? Json.EMPTY_OBJECT : Subscription.untagged(params);
            exchange.tell(notification.withParams(plain));
        }
    }

    private void changed(MountedServer server, List<ListKind> kinds) {
        changed.computeIfAbsent(server, _ -> EnumSet.noneOf(ListKind.class)).addAll(kinds);
        if (alarm == null && acknowledged) {
            alarm = core.environment().timers().after(PAUSE, () -> strand(this::look));
        }
    }

    private void look() {
        alarm = null;
        var asked = Map.copyOf(changed);
        changed.clear();
        asked.forEach((server, kinds) -> {
            var all = List.copyOf(kinds);
            ListRound.begin(
                    party,
                    List.of(server),
                    all,
                    task -> core.environment().timers().after(ListAnswers.PATIENCE, task),
                    _ -> tell(all));
        });
    }

    private void tell(List<ListKind> kinds) {
        if (over) {
            return;
        }
        for (var kind : kinds) {
            var now = party.view(kind);
            var before = shown.put(kind, now);
            if (before == null || !before.shows(now)) {
                doubtful.add(kind);
            }
        }
        var told = new LinkedHashSet<String>();
        doubtful.forEach(kind -> told.add(kind.changed()));
        doubtful.clear();
        told.stream()
                .filter(methods::contains)
                .forEach(method -> exchange.tell(Notification.of(method, Json.EMPTY_OBJECT)));
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void stop() {
        over = true;
        core.reloaded().remove(this);
        stopAlarm();
        streams.forEach(ListenStream::stop);
    }
}
