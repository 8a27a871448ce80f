package io.tieline.gateway.route;

import io.tieline.gateway.Audience;
import io.tieline.gateway.Membership;
import io.tieline.session.Caller;
import io.tieline.session.Question;
import io.tieline.session.client.Branch;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one client session has of one server: its way there, what the server has listed to it, and
 * what it is still to be told of the server's end. On the session's strand.
 */
final class SessionPart implements Audience {

    private final Core core;
    private final FederatedSession session;
    private final ClientSession client;
    private final MountedServer server;
    private final Membership membership;
    private final Map<ListKind, Catalogue> listed = new EnumMap<>(ListKind.class);
    private final Map<ListKind, RpcError> failed = new EnumMap<>(ListKind.class);
    private final ServerRetry retry;
    private long listedAt;
    private long failedAt;
    private @Nullable RpcError owed;

    SessionPart(Core core, FederatedSession session, ClientSession client, MountedServer server) {
        this.core = core;
        this.session = session;
        this.client = client;
        this.server = server;
        this.membership = server.mount().gateway().join(client, this);
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
        if (!session.isClosed()) {
            session.changes().lookAt(server, List.copyOf(failed.keySet()));
        }
    }

    boolean hasListed(ListKind kind) {
        return listed.containsKey(kind);
    }

    boolean hasListedWithin(long nanos) {
        return !listed.isEmpty() && now() - listedAt <= nanos;
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
        listedAt = now();
        failed.remove(kind);
        if (failed.isEmpty()) {
            retry.succeeded();
        }
        return listed.put(kind, catalogue) != catalogue;
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
        if (due == null) {
            membership.serve(exchange, request);
        } else {
            exchange.fail(due);
        }
    }

    /** Makes a request in the client's name. */
    Exchange.Cancellation ask(Request request, Caller caller, Branch.Listener listener) {
        return new Asking(request, caller, listener).begin();
    }

    void close() {
        retry.stop();
        membership.close();
    }

    @Override
    public void tell(Notification notification) {
        var kinds = ListKind.changedBy(notification.method());
        if (!kinds.isEmpty()) {
            session.changes().changed(server, kinds);
        } else if (notification.method().equals(Method.RESOURCES_UPDATED)) {
            client.tell(updated(notification));
        } else {
            client.tell(core.results().withSealedTask(server, notification));
        }
    }

    private Notification updated(Notification notification) {
        var params = notification.params();
        var uri = params == null ? null : params.text("uri");
        if (uri == null) {
            return notification;
        }
        var shown = session.view(ListKind.RESOURCES).shownUri(server, uri);
        return shown.equals(uri) ? notification : notification.withParam("uri", Json.string(shown));
    }

    @Override
    public void ask(Question question) {
        client.ask(question);
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
            begun.exchange().attempt(() -> membership.serve(begun.exchange(), request));
            return this;
        }

        @Override
        public void told(Notification notification) {
            listener.told(notification);
        }

        @Override
        public void answered(Response response) {
            boolean isLoss =
                    response instanceof Failure failure
                            && failure.error().code() == ErrorCode.BACKEND_SESSION_LOST;
            if (isLoss && !again && !session.isClosed()) {
                again = true;
                owed = ((Failure) response).error();
                begin();
            } else {
                listener.answered(response);
            }
        }

        @Override
        public void cancelled(@Nullable Json reason) {
            if (branch != null) {
                branch.cancel(reason);
            }
        }
    }
}
