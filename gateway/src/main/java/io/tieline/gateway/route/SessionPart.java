package io.tieline.gateway.route;

import io.tieline.gateway.Audience;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.Membership;
import io.tieline.session.Caller;
import io.tieline.session.Question;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.client.Branch;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client session has of one server: its way there, what the server has listed to it, and
 * what it is still to be told of the server's end. On the session's strand.
 */
final class SessionPart implements Audience {

    private static final String REMOVED = "The server %s was removed from the configuration";

    private final Core core;
    private final FederatedSession session;
    private final ClientSession client;
    private final Gateway gateway;
    private final Set<Exchange> inFlight = new LinkedHashSet<>(0);
    private final Set<Asking> asking = new LinkedHashSet<>(0);
    private MountedServer server;
    private final Membership membership;
    private final Map<ListKind, Catalogue> listed = new EnumMap<>(ListKind.class);
    private final Map<ListKind, RpcError> failed = new EnumMap<>(ListKind.class);
    private final Map<ListKind, Long> listedAt = new EnumMap<>(ListKind.class);
    private final ServerRetry retry;
    private long usedAt;
    private boolean used;
    private boolean closing;
    private Timers.@Nullable Alarm alarm;
    private boolean closed;
    private boolean isLost;
    private long failedAt;
    private @Nullable RpcError owed;
    private @Nullable Json toldLevel;

    SessionPart(Core core, FederatedSession session, ClientSession client, MountedServer server) {
        this.core = core;
        this.session = session;
        this.client = client;
        this.server = server;
        this.gateway = server.mount().gateway();
        this.membership = gateway.join(client, this);
        var timers = core.environment().timers();
        this.retry = new ServerRetry(timers, () -> client.strand().run(this::askAgain));
    }

    MountedServer server() {
        return server;
    }

    Membership membership() {
        return membership;
    }

    private long now() {
        return core.environment().timers().nanoTime();
    }

    private void askAgain() {
        retry.begin();
        var kinds = EnumSet.noneOf(ListKind.class);
        kinds.addAll(failed.keySet());
        if (isLost) {
            kinds.addAll(listed.keySet());
            isLost = false;
        }
        if (!closed) {
            session.changes().lookAt(server, List.copyOf(kinds));
        }
    }

    boolean hasListed(ListKind kind) {
        return listed.containsKey(kind);
    }

    boolean hasListedAnything() {
        return !listed.isEmpty();
    }

    /** Whether a request of our own is under way. */
    boolean isAsking() {
        return !asking.isEmpty();
    }

    boolean hasListedWithin(ListKind kind, long nanos) {
        var at = listedAt.get(kind);
        return at != null && now() - at <= nanos;
    }

    /** What it has listed; of one that is away for too long, nothing. */
    @Nullable Catalogue known(ListKind kind, Revision agreed) {
        var own = listed.get(kind);
        boolean isAway =
                failed.containsKey(kind) && now() - failedAt > core.settings().grace().toNanos();
        if (isAway) {
            return null;
        }
        return own == null ? server.lastGood(kind, agreed) : own;
    }

    /** It has listed this; true if that is not what it had listed before. */
    @SuppressWarnings("ReferenceEquality") // the very catalogue: the same is not made twice
    boolean listed(ListKind kind, Catalogue catalogue) {
        listedAt.put(kind, now());
        boolean wasAway = failed.remove(kind) != null;
        if (failed.isEmpty() && !isLost) {
            retry.succeeded();
        }
        var before = listed.put(kind, catalogue);
        if (before != catalogue) {
            server.kept().charge(catalogue);
            letGo(before);
        }
        return before != catalogue || wasAway;
    }

    private void letGo(@Nullable Catalogue catalogue) {
        if (catalogue != null) {
            server.kept().release(catalogue);
        }
    }

    private void forget() {
        listed.values().forEach(this::letGo);
        listed.clear();
        listedAt.clear();
    }

    /** It has not listed: it is asked again by and by. */
    void failed(ListKind kind, RpcError error) {
        if (failed.isEmpty()) {
            failedAt = now();
        }
        failed.put(kind, error);
        retry.plan();
    }

    /** Why it did not list things of this kind when it was asked last; null if it did. */
    @Nullable RpcError failure(ListKind kind) {
        return failed.get(kind);
    }

    /** Carries a request of the client, unless it is to be told of a loss first. */
    void serve(Exchange exchange, Request request) {
        var due = owed;
        owed = null;
        if (due != null) {
            exchange.fail(due);
            return;
        }
        used = true;
        usedAt = now();
        inFlight.add(exchange);
        exchange.onOver(() -> over(exchange));
        membership.serve(exchange, request);
    }

    private void over(Exchange exchange) {
        inFlight.remove(exchange);
        usedAt = now();
        if (closing && inFlight.isEmpty()) {
            close();
        }
    }

    /** What the client must be told with its first request of this server. */
    void owe(RpcError error) {
        owed = error;
    }

    /** Whether the gateway by which it goes is still the server's. */
    boolean isCurrent() {
        return gateway.equals(server.mount().gateway());
    }

    /** The server is shown otherwise now, or has other settings: what there is of it goes on. */
    void moveTo(MountedServer now) {
        if (now.isShownAs(server)) {
            var before = server;
            listed.values()
                    .forEach(catalogue -> {
                        now.kept().charge(catalogue);
                        before.kept().release(catalogue);
                    });
        } else {
            forget();
        }
        server = now;
        if (!isCurrent()) {
            watchIdle();
        }
    }

    private void watchIdle() {
        stopAlarm();
        var idle = gateway.idle();
        alarm = core.environment().timers().after(idle, () -> strand(this::endIfIdle));
    }

    /** Its settings are other ones by now, and nobody has used it for a while. */
    private void endIfIdle() {
        if (closed) {
            return;
        }
        if (!inFlight.isEmpty() || now() - usedAt < gateway.idle().toNanos()) {
            watchIdle();
        } else {
            close();
            session.ended(this, used ? lost(server.name()) : null);
        }
    }

    /** The server is gone: its calls may end, but not for ever. */
    void leave() {
        closing = true;
        if (inFlight.isEmpty()) {
            close();
            return;
        }
        var drain = core.settings().drain();
        stopAlarm();
        alarm = core.environment().timers().after(drain, () -> strand(this::cut));
    }

    private void strand(Runnable task) {
        client.strand().run(task);
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void cut() {
        var error = end(server.name(), REMOVED.formatted(server.name()), Executed.MAYBE);
        List.copyOf(inFlight).forEach(exchange -> exchange.fail(error));
    }

    /** The error of a request for a server that a reload has removed. */
    static RpcError removed(String server) {
        return end(server, REMOVED.formatted(server), Executed.NO);
    }

    private static RpcError lost(String server) {
        return end(
                server,
                "The session with backend "
                        + server
                        + " ended and its state is lost (its settings were changed, and it was not"
                        + " used for a long time). This request was not run; the next one begins"
                        + " with a fresh session",
                Executed.NO);
    }

    private static RpcError end(String server, String why, Executed executed) {
        return new LinkFailure(LinkFailure.Kind.SESSION_LOST, why, executed).error(server, "call");
    }

    /** Tells the server the client's log level, if it logs and has not agreed to that yet. */
    void wantLevel(@Nullable Json wanted, Caller caller) {
        if (wanted != null && !wanted.equals(toldLevel) && server.can("logging")) {
            toldLevel = wanted;
            var request = Request.of(Id.of(0), Method.LOGGING_SET_LEVEL, wanted);
            ask(request, caller, Ignored.ANSWER);
        }
    }

    /** Makes a request in the client's name. */
    Exchange.Cancellation ask(Request request, Caller caller, Branch.Listener listener) {
        return new Asking(request, caller, listener).begin();
    }

    void close() {
        if (!closed) {
            closed = true;
            retry.stop();
            stopAlarm();
            List.copyOf(asking).forEach(Asking::end);
            membership.close();
            forget();
        }
    }

    @Override
    public void tell(Notification notification) {
        var kinds = ListKind.changedBy(notification.method());
        if (!kinds.isEmpty()) {
            session.changes().changed(server, kinds);
        } else if (notification.method().equals(Method.RESOURCES_UPDATED)) {
            client.tell(updated(notification));
        } else {
            client.tell(core.tasks().sealed(server, notification));
        }
    }

    private Notification updated(Notification notification) {
        var params = notification.params();
        var uri = params == null ? null : params.text("uri");
        if (uri == null) {
            return notification;
        }
        var shown = ResourceOwner.shown(session, server, uri);
        return shown.equals(uri) ? notification : notification.withParam("uri", Json.string(shown));
    }

    @Override
    public void ask(Question question) {
        client.ask(core.tasks().sealed(server, question));
    }

    /** It is asked again for what it has listed: it may come back with other things. */
    @Override
    public void lost() {
        if (!closed && !closing && !listed.isEmpty()) {
            isLost = true;
            retry.plan();
        }
    }

    @Override
    public void expire(RpcError why) {
        // The session goes on: what is lost is this server's part in it.
    }

    /**
     * A request of our own. It must not take from the client what it is to hear with its next call:
     * that the state of this server is lost.
     */
    private final class Asking implements Branch.Listener, Exchange.Cancellation {

        private final Request request;
        private final Caller caller;
        private final Branch.Listener listener;
        private @Nullable Branch branch;
        private boolean again;

        Asking(Request request, Caller caller, Branch.Listener listener) {
            this.request = request;
            this.caller = caller;
            this.listener = listener;
        }

        Asking begin() {
            var begun = Branch.of(client, caller, request, core.environment(), this);
            branch = begun;
            asking.add(this);
            begun.exchange().attempt(() -> membership.serve(begun.exchange(), request));
            return this;
        }

        @Override
        public void told(Notification notification) {
            listener.told(notification);
        }

        @Override
        public void answered(Response response) {
            asking.remove(this);
            boolean isLoss =
                    response instanceof Failure failure
                            && failure.error().code() == ErrorCode.BACKEND_SESSION_LOST;
            if (isLoss && !again && !session.isClosed()) {
                again = true;
                owed = ((Failure) response).error();
                begin();
                return;
            }
            if (request.method().equals(Method.LOGGING_SET_LEVEL)) {
                toldLevel = response instanceof Result ? request.params() : null;
            }
            listener.answered(response);
        }

        /** There is no way to the server any longer: whoever waits for its answer goes on. */
        void end() {
            cancelled(null);
            listener.answered(Failure.of(request.id(), removed(server.name())));
        }

        @Override
        public void cancelled(@Nullable Json reason) {
            asking.remove(this);
            if (branch != null) {
                branch.cancel(reason);
            }
        }
    }
}
