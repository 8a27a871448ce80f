package io.tieline.gateway.route;

import io.tieline.session.Caller;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Client;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client session of a federation. It has a part in each server that it has used, which lives
 * and ends alone: the end of one is told to the client once, with the next call of that server, and
 * concerns no other. On the session's strand.
 */
final class FederatedSession implements Party, Core.Reloaded {

    private final Core core;
    private final ClientSession client;
    private final Map<MountedServer, SessionPart> parts = new LinkedHashMap<>(0);
    private final Map<ListKind, View> views = new EnumMap<>(ListKind.class);
    private final Set<ListKind> stale = EnumSet.noneOf(ListKind.class);
    private final ListChanges changes;
    private Revision agreed = Revision.LATEST_HANDSHAKE;
    private Caller caller;
    private @Nullable LearnedUris learned;
    private @Nullable Json level;
    private boolean closed;

    FederatedSession(Core core, ClientSession client) {
        this.core = core;
        this.client = client;
        this.caller = client.owner();
        this.changes = new ListChanges(this, core, client);
        core.reloaded().add(this);
    }

    @Override
    public void reloaded() {
        client.strand().run(this::adopt);
    }

    /** The servers are others now: what there is of those that have gone ends. */
    private void adopt() {
        if (closed) {
            return;
        }
        views.clear();
        var all = core.servers().all();
        for (var part : List.copyOf(parts.values())) {
            var before = part.server();
            if (all.contains(before)) {
                continue;
            }
            parts.remove(before);
            var now = core.servers().named(before.name());
            if (now == null) {
                part.leave();
            } else {
                changes.moved(before, now, part.isAsking());
                part.moveTo(now);
                parts.put(now, part);
            }
        }
        changes.lookAtNew(all.stream().filter(this::isUnlisted).toList());
    }

    private boolean isUnlisted(MountedServer server) {
        var part = parts.get(server);
        return part == null || !part.hasListedAnything();
    }

    /** What there was of a server has ended; the next request begins anew. */
    void ended(SessionPart part, @Nullable RpcError owed) {
        parts.remove(part.server());
        if (owed == null) {
            return;
        }
        var next = part(part.server());
        if (next != null) {
            next.owe(owed);
        }
    }

    /**
     * What there is of a server, or of the one that a reload has put in its place since somebody
     * began to ask it; null if it was taken away, or the session is over.
     */
    private @Nullable SessionPart part(MountedServer server) {
        var known = parts.get(server);
        if (known != null) {
            return known;
        }
        for (var part : parts.values()) {
            if (part.server().name().equals(server.name())) {
                return part;
            }
        }
        var now = closed ? null : core.servers().named(server.name());
        return now == null ? null : joined(now);
    }

    private SessionPart joined(MountedServer server) {
        var part = new SessionPart(core, this, client, server);
        parts.put(server, part);
        part.membership().join(agreed);
        part.wantLevel(level, caller);
        return part;
    }

    /** Answers the client's handshake when the servers are known, or late. */
    void greet(Exchange exchange, Revision revision) {
        agreed = revision;
        caller = callerOf(exchange);
        var unseen = core.servers().unseen();
        if (unseen.isEmpty()) {
            exchange.finish(offer());
            return;
        }
        var answers =
                AwaitedAnswers.of(
                        exchange,
                        core.environment(),
                        unseen.size(),
                        _ -> {},
                        () -> exchange.finish(offer()));
        for (var server : unseen) {
            var part = new SessionPart(core, this, client, server);
            parts.put(server, part);
            var request = exchange.request();
            var branch = Branch.of(exchange, request, core.environment(), answers);
            part.membership().greet(branch.exchange(), revision);
        }
    }

    private Json offer() {
        return MergedOffer.of(core, server -> server.mount().gateway().offer(client, agreed))
                .result(agreed);
    }

    /** Serves a request in the client's words. */
    void serve(Exchange exchange, Request request) {
        caller = callerOf(exchange);
        if (request.method().equals(Method.LOGGING_SET_LEVEL) && request.params() != null) {
            var wanted = request.params().detached();
            exchange.onFinish(response -> {
                level = response instanceof Result ? wanted : level;
                return response;
            });
        }
        core.router().serve(this, exchange, request);
    }

    /** Headers are kept only where a server is to have some of them. */
    private Caller callerOf(Exchange exchange) {
        return core.servers().forwardHeaders() ? exchange.caller() : client.owner();
    }

    /** Carries a notification of the client to every server that it uses. */
    void notified(Notification notification) {
        parts.values().forEach(part -> part.membership().tell(notification));
    }

    /** The client's session is over. */
    void close() {
        closed = true;
        core.reloaded().remove(this);
        changes.close();
        parts.values().forEach(SessionPart::close);
        if (learned != null) {
            learned.close();
        }
    }

    /** Whether nobody hears anything any longer. */
    boolean isClosed() {
        return closed;
    }

    ListChanges changes() {
        return changes;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public void serve(MountedServer server, Exchange exchange, Request request) {
        var part = part(server);
        if (part == null) {
            exchange.fail(SessionPart.removed(server.name()));
            return;
        }
        part.wantLevel(level, caller);
        part.serve(exchange, request);
    }

    @Override
    public Exchange.Cancellation ask(
            MountedServer server, String method, Json params, Branch.Listener listener) {
        var request = Request.of(Id.of(0), method, params);
        var part = part(server);
        if (part == null) {
            listener.answered(Failure.of(request.id(), SessionPart.removed(server.name())));
            return _ -> {};
        }
        return part.ask(request, caller, listener);
    }

    @Override
    public View view(ListKind kind) {
        var known = views.get(kind);
        if (known != null && !stale.remove(kind)) {
            return known;
        }
        if (parts.values().stream().allMatch(part -> !part.hasListed(kind))) {
            return core.views().common(kind, agreed, core.servers().all());
        }
        var lists =
                core.servers().all().stream()
                        .map(server -> new View.Part(server, known(server, kind)))
                        .toList();
        var made =
                known != null && known.isOf(lists) ? known : core.views().of(kind, agreed, lists);
        views.put(kind, made);
        return made;
    }

    private @Nullable Catalogue known(MountedServer server, ListKind kind) {
        var part = parts.get(server);
        return part == null ? server.lastGood(kind, agreed) : part.known(kind, agreed);
    }

    @Override
    public void listed(MountedServer server, ListKind kind, Catalogue catalogue) {
        var part = parts.get(server);
        if (closed || part == null) {
            return; // A reload has taken the server away, or shows it otherwise.
        }
        part.wantLevel(level, caller);
        if (part.listed(kind, catalogue)) {
            stale.add(kind);
            changes.mayHaveChanged(kind);
        }
    }

    @Override
    public void failed(MountedServer server, ListKind kind, RpcError error) {
        var part = parts.get(server);
        if (!closed && part != null) {
            part.failed(kind, error);
            stale.add(kind);
            changes.mayHaveChanged(kind);
        }
    }

    @Override
    public boolean isFresh(MountedServer server, ListKind kind, long nanos) {
        var part = parts.get(server);
        return part != null && part.hasListedWithin(kind, nanos);
    }

    @Override
    public Map<MountedServer, RpcError> away(ListKind kind) {
        var away = new LinkedHashMap<MountedServer, RpcError>(0);
        for (var part : parts.values()) {
            var error = part.failure(kind);
            if (error != null) {
                away.put(part.server(), error);
            }
        }
        return away;
    }

    @Override
    public void shown(View view) {
        changes.shown(view);
    }

    @Override
    public @Nullable MountedServer learned(String uri) {
        var owner = learned == null ? null : learned.owner(uri);
        return owner == null ? null : core.servers().named(owner);
    }

    @Override
    public void learn(String uri, MountedServer server) {
        if (!closed) {
            var own = learned == null ? new LearnedUris() : learned;
            learned = own;
            own.learn(uri, server);
        }
    }
}
