package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.CallOptions;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One backend session that serves several clients. What it says outside any call is for all of them
 * only where it is nobody's in particular; a question or a log message whose client is not certain
 * reaches none.
 *
 * <p>Everything happens on its own {@link Strand}.
 */
final class SharedSession implements BackendSession.Listener, AutoCloseable {

    private record Joining(SharedBinding member, Exchange greeting) {}

    private final Target target;
    private final Strand strand;
    private final Backoff backoff;
    private final Set<SharedBinding> members = new LinkedHashSet<>();
    private final List<Joining> joining = new ArrayList<>(0);
    private final Levels levels = new Levels();
    private final Watchers watchers = new Watchers();
    private @Nullable BackendSession backend;
    private @Nullable Json result;
    private Timers.@Nullable Alarm idle;

    SharedSession(Target target) {
        this.target = target;
        this.strand = new Strand(target.environment().observer()::fault);
        this.backoff = new Backoff(target.environment().timers());
    }

    Strand strand() {
        return strand;
    }

    // On the strand.

    void join(SharedBinding member, Exchange greeting) {
        members.add(member);
        if (idle != null) {
            idle.cancel();
            idle = null;
        }
        if (result != null) {
            greeting.finish(Welcome.shared(target, result, member.agreed()));
            return;
        }
        joining.add(new Joining(member, greeting));
        if (backend == null) {
            backend = target.openForAll(this);
        }
    }

    void leave(SharedBinding member) {
        members.remove(member);
        joining.removeIf(one -> one.member() == member);
        if (levels.left(member)) {
            applyLevel();
        }
        for (var uri : watchers.left(member)) {
            aside(Method.RESOURCES_UNSUBSCRIBE, Json.object("uri", uri));
        }
        if (members.isEmpty() && backend != null) {
            idle =
                    target.environment()
                            .timers()
                            .after(target.settings().idle(), () -> strand.run(this::closeIfUnused));
        }
    }

    void serve(SharedBinding member, Exchange exchange, Request request) {
        var current = backend;
        if (current != null && current.isOver()) {
            // Its calls have failed and its end is about to be told; this request comes after that.
            current.strand().run(() -> strand.run(() -> serve(member, exchange, request)));
            return;
        }
        var refused = backend == null ? backoff.refuses() : null;
        if (refused != null) {
            exchange.fail(refused.error(target.name(), "connect"));
            return;
        }
        var session = backend == null ? target.openForAll(this) : backend;
        backend = session;
        switch (request.method()) {
            case Method.LOGGING_SET_LEVEL -> setLevel(member, exchange, request);
            case Method.RESOURCES_SUBSCRIBE -> subscribe(member, exchange, request);
            case Method.RESOURCES_UNSUBSCRIBE -> unsubscribe(member, exchange, request);
            default -> carry(member, exchange, request, session);
        }
    }

    private void carry(
            SharedBinding member, Exchange exchange, Request request, BackendSession session) {
        exchange.onTell(notification -> levels.passes(member, notification));
        Relay.carry(exchange, request, session, target.options(exchange));
    }

    private void setLevel(SharedBinding member, Exchange exchange, Request request) {
        var level = request.params() == null ? null : request.params().text("level");
        if (level == null || !Levels.isLevel(level)) {
            exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, "There is no log level " + level));
            return;
        }
        if (levels.set(member, level)) {
            applyLevel();
        }
        exchange.finish(Json.EMPTY_OBJECT);
    }

    private void applyLevel() {
        var level = levels.mostVerbose();
        if (level != null) {
            aside(Method.LOGGING_SET_LEVEL, Json.object("level", level));
        }
    }

    private void subscribe(SharedBinding member, Exchange exchange, Request request) {
        var uri = uriOf(request);
        if (uri == null || watchers.add(uri, member)) {
            Relay.carry(exchange, request, session(), target.options(exchange));
        } else {
            exchange.finish(Json.EMPTY_OBJECT);
        }
    }

    private void unsubscribe(SharedBinding member, Exchange exchange, Request request) {
        var uri = uriOf(request);
        if (uri == null || watchers.remove(uri, member)) {
            Relay.carry(exchange, request, session(), target.options(exchange));
        } else {
            exchange.finish(Json.EMPTY_OBJECT);
        }
    }

    private static @Nullable String uriOf(Request request) {
        return request.params() == null ? null : request.params().text("uri");
    }

    private BackendSession session() {
        var open = backend;
        if (open == null) {
            throw new IllegalStateException("The shared session has no backend session");
        }
        return open;
    }

    void notified(Notification notification) {
        if (backend != null) {
            backend.tell(notification);
        }
    }

    private void aside(String method, Json params) {
        if (backend != null) {
            var options = CallOptions.of(target.settings().limits());
            backend.call(Request.of(Id.of(0), method, params), new Aside(() -> {}), options);
        }
    }

    private void closeIfUnused() {
        if (members.isEmpty()) {
            end();
        }
    }

    private void end() {
        if (backend != null) {
            backend.close();
        }
        backend = null;
        result = null;
        levels.clear();
        watchers.clear();
    }

    @Override
    public void close() {
        strand.run(this::end);
    }

    // The backend session's strand hands over to this one.

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        target.seen(initializeResult);
        strand.run(() -> {
            if (!isCurrent(session)) {
                return;
            }
            backoff.opened();
            result = initializeResult;
            joining.forEach(one ->
                    one.greeting()
                            .finish(
                                    Welcome.shared(
                                            target, initializeResult, one.member().agreed())));
            joining.clear();
            applyLevel();
            watchers.uris()
                    .forEach(uri -> aside(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri)));
        });
    }

    @Override
    public void closed(BackendSession session, LinkFailure failure) {
        strand.run(() -> {
            if (!isCurrent(session)) {
                return;
            }
            boolean opened = result != null;
            backend = null;
            result = null;
            if (opened) {
                members.forEach(member -> member.lost(failure));
            } else {
                backoff.failed(failure);
            }
            joining.forEach(
                    one -> one.greeting().finish(Welcome.away(target, one.member().agreed())));
            joining.clear();
        });
    }

    @Override
    public void told(BackendSession session, Notification notification) {
        strand.run(() -> {
            switch (notification.method()) {
                case Method.TOOLS_LIST_CHANGED,
                        Method.PROMPTS_LIST_CHANGED,
                        Method.RESOURCES_LIST_CHANGED ->
                        members.forEach(member -> member.tell(notification));
                case Method.RESOURCES_UPDATED ->
                        watchers.of(notification).forEach(member -> member.tell(notification));
                default -> dropped(notification);
            }
        });
    }

    private void dropped(Notification notification) {
        var what =
                notification.method().equals(Method.LOG_MESSAGE)
                        ? Observer.Count.LOG_DROPPED
                        : Observer.Count.NOTIFICATION_DROPPED;
        target.environment()
                .observer()
                .counted(what, "from backend " + target.name() + ", shared by several clients");
    }

    @Override
    public void asked(BackendSession session, Question question) {
        target.environment()
                .observer()
                .counted(Observer.Count.QUESTION_REFUSED, question.request().method());
        question.refuse(
                RpcError.of(
                        ErrorCode.METHOD_NOT_FOUND,
                        "Several clients share this session and it is not certain whose call this question belongs to"));
    }

    @SuppressWarnings("ReferenceEquality") // the very session, not one like it
    private boolean isCurrent(BackendSession session) {
        return session == backend;
    }
}
