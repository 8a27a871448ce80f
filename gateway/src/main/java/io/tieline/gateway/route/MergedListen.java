package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Subscription;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
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
 * or after a moment, and from then on exactly that. A server whose stream ends is listened to
 * again, and the client is told of what may have changed meanwhile. On the exchange's strand.
 */
final class MergedListen implements ServerListen.Listener, Core.Reloaded {

    private static final String RESOURCES = "resourceSubscriptions";

    /** None of an extension's: there is no flag by which one listens to them. */
    private static final List<ListKind> ALL = ListKind.OF_PROTOCOL;

    /** The kinds that have a flag of their own. */
    private static final List<ListKind> FLAGGED =
            List.of(ListKind.TOOLS, ListKind.PROMPTS, ListKind.RESOURCES);

    private final Core core;
    private final StatelessParty party;
    private final Exchange exchange;
    private final Json wanted;
    private final Set<String> methods = new LinkedHashSet<>();

    /** The resources of which the client is told; none before that is acknowledged. */
    private final Set<String> uris = new LinkedHashSet<>();

    private final List<ServerListen> streams = new ArrayList<>();
    private final List<ListRound> rounds = new ArrayList<>(0);
    private final Map<ListKind, View> shown = new EnumMap<>(ListKind.class);
    private final Map<MountedServer, Set<ListKind>> changed = new LinkedHashMap<>(0);
    private Timers.@Nullable Alarm alarm;
    private boolean begun;
    private boolean acknowledged;
    private boolean over;

    MergedListen(Core core, StatelessParty party, Exchange exchange) {
        this.core = core;
        this.party = party;
        this.exchange = exchange;
        var params = exchange.request().params();
        this.wanted = params == null ? Json.EMPTY_OBJECT : params.part("notifications");
    }

    /** Begins; whose the resources are must be known for that. */
    void begin() {
        exchange.onOver(this::stop);
        var named = wanted.texts(RESOURCES);
        if (named.stream().allMatch(uri -> ResourceOwner.of(party, uri) != null)) {
            listen();
        } else {
            var kinds = List.of(ListKind.RESOURCES, ListKind.TEMPLATES);
            core.router().ask(party, exchange, kinds, this::listen);
        }
    }

    private void listen() {
        for (var kind : ALL) {
            shown.put(kind, party.view(kind));
        }
        core.reloaded().add(this);
        streams.addAll(streamsOf(core.servers().all()));
        alarm = timers().after(ListAnswers.PATIENCE, () -> strand(this::late));
        List.copyOf(streams).forEach(ServerListen::begin);
        begun = true;
        settled();
    }

    private List<ServerListen> streamsOf(List<MountedServer> servers) {
        var owned = owned();
        var some = new ArrayList<ServerListen>();
        for (var server : servers) {
            var kinds = kindsOf(server);
            var resources = owned.getOrDefault(server, Map.of());
            if (!kinds.members().isEmpty() || !resources.isEmpty()) {
                some.add(new ServerListen(timers(), party, server, kinds, resources, this));
            }
        }
        return some;
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
            if (!all.contains(stream.server())) {
                streams.remove(stream);
                stream.stop();
            }
        }
        var fresh =
                all.stream()
                        .filter(server ->
                                streams.stream().noneMatch(one -> one.server().equals(server)))
                        .toList();
        var more = streamsOf(fresh);
        streams.addAll(more);
        more.forEach(ServerListen::begin);
        fresh.forEach(server -> changed(server, ALL));
        if (acknowledged) {
            tell(ALL);
        } else {
            settled();
        }
    }

    /** By the server the resources that it owns: by its own URI the client's. */
    private Map<MountedServer, Map<String, String>> owned() {
        var owned = new LinkedHashMap<MountedServer, Map<String, String>>();
        for (var uri : wanted.texts(RESOURCES)) {
            var known = ResourceOwner.of(party, uri);
            var owner =
                    known == null
                            ? ResourceOwner.only(
                                    party, core.servers().all(), ListKind.RESOURCES, uri)
                            : known;
            if (owner != null) {
                owned.computeIfAbsent(owner.server(), _ -> new LinkedHashMap<>())
                        .put(owner.uri(), uri);
            }
        }
        return owned;
    }

    private Json kindsOf(MountedServer server) {
        var filter = Json.EMPTY_OBJECT;
        for (var kind : FLAGGED) {
            if (wanted.flag(kind.listenFlag()) && server.mayHave(kind)) {
                filter = filter.with(kind.listenFlag(), Json.TRUE);
            }
        }
        return filter;
    }

    private Timers timers() {
        return core.environment().timers();
    }

    private void strand(Runnable task) {
        exchange.client().strand().run(task);
    }

    @Override
    public void settled() {
        if (begun && !acknowledged && streams.stream().allMatch(ServerListen::isSettled)) {
            acknowledge();
        }
    }

    private void late() {
        alarm = null;
        if (!acknowledged) {
            acknowledge();
        }
    }

    /** A list is honoured if one server at least says that it tells of its changes, or may. */
    private void acknowledge() {
        acknowledged = true;
        stopAlarm();
        var honoured = Json.EMPTY_OBJECT;
        for (var kind : FLAGGED) {
            if (streams.stream().anyMatch(stream -> stream.hears(kind))) {
                honoured = honoured.with(kind.listenFlag(), Json.TRUE);
                methods.add(kind.changed());
            }
        }
        streams.forEach(stream -> uris.addAll(stream.watched()));
        if (!uris.isEmpty()) {
            var listed = uris.stream().map(Json::string).toList();
            honoured = honoured.with(RESOURCES, Json.array(listed));
        }
        var told = Json.object("notifications", honoured);
        exchange.tell(Notification.of(Method.SUBSCRIPTIONS_ACKNOWLEDGED, told));
        tell(ALL);
        planLook();
    }

    @Override
    public void resumed(ServerListen stream) {
        changed(stream.server(), ALL);
        for (var uri : stream.watched()) {
            updated(uri, Notification.of(Method.RESOURCES_UPDATED, Json.object("uri", uri)));
        }
    }

    @Override
    public void updated(String uri, Notification notification) {
        if (uris.contains(uri)) {
            var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
            exchange.tell(notification.withParams(Subscription.untagged(params)));
        }
    }

    @Override
    public void changed(MountedServer server, List<ListKind> kinds) {
        for (var kind : kinds) {
            if (wanted.flag(kind.listenFlag())) {
                changed.computeIfAbsent(server, _ -> EnumSet.noneOf(ListKind.class)).add(kind);
            }
        }
        planLook();
    }

    /** Before the client is told what is honoured, nothing else is told. */
    private void planLook() {
        if (alarm == null && acknowledged && !over && !changed.isEmpty()) {
            alarm = timers().after(ListChanges.PAUSE, () -> strand(this::look));
        }
    }

    private void look() {
        alarm = null;
        var asked = new LinkedHashMap<>(changed);
        changed.clear();
        ListKind.byNotification(asked).forEach(this::look);
    }

    private void look(List<ListKind> kinds, List<MountedServer> servers) {
        if (over) {
            return;
        }
        rounds.removeIf(ListRound::isOver);
        rounds.add(
                ListRound.begin(
                        party,
                        servers,
                        kinds,
                        ListRound.Waiting.briefly(timers()),
                        _ -> tell(kinds)));
    }

    private void tell(List<ListKind> kinds) {
        var told = new LinkedHashSet<String>();
        for (var kind : kinds) {
            var now = party.view(kind);
            var before = shown.put(kind, now);
            if (before == null || !core.lists().isSame(before, now)) {
                told.add(kind.changed());
            }
        }
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
        rounds.forEach(ListRound::cancel);
        streams.forEach(ServerListen::stop);
    }
}
