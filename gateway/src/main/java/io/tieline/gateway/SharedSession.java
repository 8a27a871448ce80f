package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.Budget;
import io.tieline.session.CallOptions;
import io.tieline.session.Caller;
import io.tieline.session.Exchange;
import io.tieline.session.Holding;
import io.tieline.session.LinkFailure;
import io.tieline.session.LogLevels;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.session.Subscription;
import io.tieline.session.Timers;
import io.tieline.session.era.StatelessToHandshake;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One backend session that serves several clients. What it says outside any call is for all of them
 * only where it is nobody's in particular; a question or a log message whose client is not certain
 * reaches none.
 *
 * <p>Everything happens on its own {@link Strand}.
 *
 * <p>Long because all that several clients share of one session happens here, on one strand.
 */
final class SharedSession implements Slot.Owner, AutoCloseable {

    private final Target target;
    private final boolean prefersStateless;
    private final Duration owed;
    private final Consumer<SharedSession> forgotten;
    private final Strand strand;
    private final Slot slot;
    private final Set<Member> members = new LinkedHashSet<>();
    private final Set<Member> joining = new LinkedHashSet<>(0);
    private final Levels levels = new Levels();
    private final Watchers watchers;
    private final Loss loss;
    private final Member everybody = StatelessMember.NOBODY;
    private boolean used;
    private boolean isForgotten;
    private final Holding greeting;
    private @Nullable Json result;
    private Timers.@Nullable Alarm idle;

    // Written on the strand, read anywhere.
    private volatile boolean isIdle;
    private volatile long idleSince;

    /**
     * A session that nobody is in yet.
     *
     * @param prefersStateless whether all its clients do without sessions
     * @param owed for how long it is known that its state was given up, while the next one to join
     *     has not been told
     * @param forgotten is run when nobody has used it for so long that nothing is known of it any
     *     more; nobody can join it then
     */
    SharedSession(
            Target target,
            boolean prefersStateless,
            Duration owed,
            Consumer<SharedSession> forgotten) {
        this.owed = owed;
        this.forgotten = forgotten;
        this.target = target;
        this.watchers = new Watchers(target.account());
        this.prefersStateless = prefersStateless;
        this.greeting = new Holding(target.account(), Budget.Use.KEPT);
        this.strand = new Strand(target.environment().observer()::fault);
        this.loss = new Loss(strand);
        this.slot = new Slot(target, strand, this);
    }

    Strand strand() {
        return strand;
    }

    /** Whether it is open and is known to have no state, so that others may serve its clients. */
    boolean canSpread() {
        return slot.canSpread();
    }

    /** Whether everybody has left it. */
    boolean isIdle() {
        return isIdle;
    }

    /** When the last one has left. */
    long idleSince() {
        return idleSince;
    }

    /** Another one needs its place: ends it now if nobody is in it, and forgets it. */
    void giveUp() {
        strand.run(() -> {
            if (members.isEmpty()) {
                giveUp("another one was opened");
                forget();
            }
        });
    }

    // On the strand.

    /** Lets a member in; false if this one is forgotten, so that the member must find another. */
    boolean join(Member member) {
        if (isForgotten) {
            return false;
        }
        members.add(member);
        isIdle = false;
        stopWaiting();
        return true;
    }

    private void stopWaiting() {
        if (idle != null) {
            idle.cancel();
            idle = null;
        }
    }

    /**
     * Tells the member when the backend session is open, or cannot be opened.
     *
     * @param caller for whom it is opened, if it is opened now
     */
    void await(Member member, Caller caller) {
        var open = slot.session();
        if (open != null && result != null) {
            member.opened(open, result);
            return;
        }
        var refused = slot.open(caller);
        if (refused != null) {
            member.away(refused);
        } else {
            joining.add(member);
        }
    }

    void leave(Member member) {
        members.remove(member);
        joining.remove(member);
        if (levels.left(member)) {
            applyLevel();
        }
        for (var uri : watchers.left(member)) {
            aside(Method.RESOURCES_UNSUBSCRIBE, Json.object("uri", uri));
        }
        rest();
    }

    /** It ends after a while, if nobody comes. */
    void rest() {
        if (members.isEmpty() && !isForgotten) {
            stopWaiting();
            var time = target.settings().idle();
            var why = "it was not used for " + time.toSeconds() + " s";
            idleSince = target.environment().timers().nanoTime();
            isIdle = true;
            idle =
                    target.environment()
                            .timers()
                            .after(time, () -> strand.run(() -> closeIfUnused(why)));
        }
    }

    void serve(Member member, Exchange exchange, Request request) {
        if (!slot.runsAfterEnd(() -> serve(member, exchange, request))) {
            slot.carry(exchange, session -> carry(member, exchange, request, session));
        }
    }

    private void carry(Member member, Exchange exchange, Request request, BackendSession session) {
        switch (member) {
            case StatelessMember stateless -> carry(stateless, exchange, request, session);
            case SharedBinding client -> carry(client, exchange, request, session);
        }
    }

    private void carry(
            SharedBinding client, Exchange exchange, Request request, BackendSession session) {
        switch (request.method()) {
            case Method.LOGGING_SET_LEVEL -> setLevel(client, exchange, request);
            case Method.RESOURCES_SUBSCRIBE -> subscribe(client, exchange, request);
            case Method.RESOURCES_UNSUBSCRIBE -> unsubscribe(client, exchange, request);
            default -> {
                StatelessToHandshake.translate(exchange, session);
                exchange.onTell(notification -> levels.passes(client, notification));
                target.carry(exchange, request, session, client.loss()::told);
            }
        }
    }

    private void carry(
            StatelessMember member, Exchange exchange, Request request, BackendSession session) {
        var level = member.level();
        if (level != null && result == null) {
            // Only one that is open says whether it can be told a level.
            await(
                    StatelessMember.waiting(
                            (_, _) -> {
                                if (members.contains(member)) {
                                    serve(member, exchange, request);
                                }
                            },
                            failure -> exchange.fail(failure.error(target.name(), "connect"))),
                    exchange.caller());
            return;
        }
        used |= request.method().equals(Method.TOOLS_CALL);
        target.translate(exchange, session);
        if (level == null || session.isStateless() || !raises(level)) {
            target.carry(exchange, request, session, loss::told);
            return;
        }
        // The backend must have heard of the level before it is called.
        levels.set(everybody, level);
        aside(
                Method.LOGGING_SET_LEVEL,
                Json.object("level", level),
                () -> target.carry(exchange, request, session, loss::told));
    }

    /** Requests come and go: what one of them wanted stays set, and what others get is filtered. */
    private boolean raises(String level) {
        var now = levels.mostVerbose();
        var can = result == null ? null : result.at("capabilities", "logging");
        return can != null
                && LogLevels.isLevel(level)
                && (now == null || LogLevels.ORDER.indexOf(level) < LogLevels.ORDER.indexOf(now));
    }

    /** Why these resources cannot be watched besides those that are; null if they can. */
    @Nullable RpcError refusesToWatch(Set<String> uris) {
        if (watchers.hasRoomFor(uris)) {
            return null;
        }
        var why =
                "At backend "
                        + target.name()
                        + " "
                        + Subscription.MAX_IN_ALL
                        + " resources are watched in this session already, or there is no room for"
                        + " their names; unsubscribe some";
        return new LinkFailure(LinkFailure.Kind.OVERLOADED, why, LinkFailure.Executed.NO)
                .error(target.name(), "call");
    }

    /**
     * Listens on behalf of a client without a session, if it is still there, and says when it does.
     */
    void listen(StatelessMember member, Set<String> uris, Runnable established) {
        if (!members.contains(member)) {
            return;
        }
        var open = session();
        var left = new AtomicInteger(1);
        Runnable one =
                () -> {
                    if (left.decrementAndGet() == 0) {
                        established.run();
                    }
                };
        var fresh = new LinkedHashSet<String>();
        uris.stream().filter(uri -> watchers.add(uri, member)).forEach(fresh::add);
        if (open.isStateless()) {
            left.incrementAndGet();
            open.watch(fresh, () -> strand.run(one));
        } else {
            left.addAndGet(fresh.size());
            fresh.forEach(uri -> aside(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri), one));
        }
        open.listen(() -> strand.run(one));
    }

    /** What this request must be told first of a state that is lost, once; or null. */
    @Nullable RpcError due() {
        return loss.due(target.name());
    }

    private void setLevel(SharedBinding member, Exchange exchange, Request request) {
        var level = request.params() == null ? null : request.params().text("level");
        if (level == null || !LogLevels.isLevel(level)) {
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
        if (uri != null && watchers.isFull(uri, member)) {
            exchange.fail(
                    RpcError.of(
                            ErrorCode.INVALID_PARAMS,
                            "This session watches "
                                    + Subscription.MAX_RESOURCES
                                    + " resources already; unsubscribe some"));
            return;
        }
        var refused = uri == null ? null : refusesToWatch(Set.of(uri));
        if (refused != null) {
            exchange.fail(refused);
        } else if (uri == null || watchers.add(uri, member)) {
            target.carry(exchange, request, session(), member.loss()::told);
        } else {
            exchange.finish(Json.EMPTY_OBJECT);
        }
    }

    private void unsubscribe(SharedBinding member, Exchange exchange, Request request) {
        var uri = uriOf(request);
        if (uri == null || watchers.remove(uri, member)) {
            target.carry(exchange, request, session(), member.loss()::told);
        } else {
            exchange.finish(Json.EMPTY_OBJECT);
        }
    }

    private static @Nullable String uriOf(Request request) {
        return request.params() == null ? null : request.params().text("uri");
    }

    private BackendSession session() {
        var open = slot.session();
        if (open == null) {
            throw new IllegalStateException("The shared session has no backend session");
        }
        return open;
    }

    void notified(Notification notification) {
        var session = slot.session();
        if (session != null) {
            session.tell(notification);
        }
    }

    private void aside(String method, Json params) {
        aside(method, params, () -> {});
    }

    private void aside(String method, Json params, Runnable then) {
        var session = slot.session();
        if (session != null) {
            var options = CallOptions.of(target.settings().limits());
            var answered = new Aside(() -> strand.run(then));
            session.call(Request.of(Id.of(0), method, params), answered, options);
        }
    }

    private void closeIfUnused(String why) {
        if (!members.isEmpty()) {
            return;
        }
        giveUp(why);
        if (loss.isDue() && owed.isPositive()) {
            idle =
                    target.environment()
                            .timers()
                            .after(owed, () -> strand.run(this::forgetIfUnused));
        } else {
            forget();
        }
    }

    /** Ends it; who comes next, and has used it, is to be told. */
    private void giveUp(String why) {
        stopWaiting();
        var session = slot.session();
        if (session != null && used && !session.isStateless()) {
            loss.happened(session, LinkFailure.of(LinkFailure.Kind.SESSION_LOST, why));
        }
        end(why);
    }

    private void forgetIfUnused() {
        if (members.isEmpty()) {
            forget();
        }
    }

    private void forget() {
        isForgotten = true;
        forgotten.accept(this);
    }

    private void disconnected() {
        result = null;
        greeting.hold(0);
    }

    private void end(String why) {
        slot.close(why);
        disconnected();
        used = false;
        levels.clear();
        watchers.clear();
    }

    @Override
    public void close() {
        strand.run(() -> end(Target.CLOSING));
    }

    @Override
    public BackendSession open(Map<String, String> headers, BackendSession.Listener listener) {
        return target.openForAll(prefersStateless, headers, listener);
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        result = initializeResult;
        // One for each session, which found room while it arrived.
        greeting.charge(initializeResult.length());
        // What was wanted of the one before; those who wait will say what they want.
        applyLevel();
        if (session.isStateless()) {
            session.watch(Set.copyOf(watchers.uris()), () -> {});
        } else {
            watchers.uris()
                    .forEach(uri -> aside(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri)));
        }
        var waiting = List.copyOf(joining);
        joining.clear();
        waiting.forEach(one -> one.opened(session, initializeResult));
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        disconnected();
        members.forEach(member -> member.lost(session, failure));
        if (used && !session.isStateless()) {
            loss.happened(session, failure);
        }
        used = false;
        away(failure);
    }

    @Override
    public void away(LinkFailure failure) {
        var waiting = List.copyOf(joining);
        joining.clear();
        waiting.forEach(one -> one.away(failure));
    }

    @Override
    public void told(Notification notification) {
        switch (notification.method()) {
            case Method.TOOLS_LIST_CHANGED,
                    Method.PROMPTS_LIST_CHANGED,
                    Method.RESOURCES_LIST_CHANGED ->
                    members.forEach(member -> member.tell(notification));
            case Method.RESOURCES_UPDATED ->
                    watchers.of(notification).forEach(member -> member.tell(notification));
            default -> dropped(notification);
        }
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
    public void asked(Question question) {
        var why =
                "Several clients share this session and it is not certain whose call this question"
                        + " belongs to";
        target.environment()
                .observer()
                .counted(
                        Observer.Count.QUESTION_REFUSED,
                        question.request().method()
                                + " from backend "
                                + target.name()
                                + ": "
                                + why);
        question.refuse(RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }
}
