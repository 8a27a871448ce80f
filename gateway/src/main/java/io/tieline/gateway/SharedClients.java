package io.tieline.gateway;

import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Holding;
import io.tieline.session.LogLevels;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import io.tieline.session.era.StatelessToHandshake;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clients that share one backend session: which log level each wants, which resources each
 * watches, and who is told what. What the backend says outside any call is for all of them only
 * where it is nobody's in particular; a question or a log message whose client is not certain
 * reaches none. On the strand of their scope.
 */
final class SharedClients implements Slot.Owner {

    /** One who hears what the backend says outside any call. Called on the scope's strand. */
    sealed interface Member permits SharedBinding, ListenRequest {

        /** The backend session has ended by itself. */
        void lost(BackendSession session, LinkFailure failure);

        /** Something that concerns every member, or what this one watches. */
        void hear(Notification notification);
    }

    private final Upstream upstream;
    private final Strand strand;
    private final ScopeKey key;
    private final Slot slot;
    private final Set<Member> members = new LinkedHashSet<>(0);
    private final LogLevelVotes levels = new LogLevelVotes();
    private final ResourceSubscriptions subscriptions;
    private final LossNotice loss;
    private final Holding room;
    private @Nullable Json offer;

    /** Whether a client without a session has called a tool, so that there may be state. */
    private boolean used;

    SharedClients(Upstream upstream, Strand strand, ScopeKey key) {
        this.upstream = upstream;
        this.strand = strand;
        this.key = key;
        this.subscriptions = new ResourceSubscriptions(upstream);
        this.loss = new LossNotice(strand);
        this.room = new Holding(upstream.account(), Budget.Use.KEPT);
        this.slot = new Slot(upstream, strand, this);
    }

    /** Their backend session. */
    Slot slot() {
        return slot;
    }

    void join(Member member) {
        members.add(member);
    }

    /** A member has left; false if it was none. */
    boolean leave(Member member) {
        boolean left = members.remove(member);
        if (levels.left(member)) {
            applyLevel();
        }
        for (var uri : subscriptions.left(member)) {
            call(Method.RESOURCES_UNSUBSCRIBE, Json.object("uri", uri));
        }
        return left;
    }

    /** Greets a client whose session is among the members, if it waits for that. */
    void greet(@Nullable Greeting greeting, Caller caller) {
        listen();
        if (greeting != null) {
            await(greeting, caller);
        }
    }

    /** Where clients have sessions, they hear of changes without asking for that. */
    private void listen() {
        var session = offer == null ? null : slot.session();
        if (session != null && members.stream().anyMatch(SharedBinding.class::isInstance)) {
            session.listen(() -> {});
        }
    }

    /** Tells the waiter when the session is open, which it may be already. */
    void await(Slot.Waiter waiter, Caller caller) {
        var open = slot.session();
        if (open != null && offer != null) {
            waiter.opened(open, offer);
        } else {
            slot.await(waiter, caller);
        }
    }

    /** Carries a request of a client that has a session. */
    void serve(SharedBinding client, Exchange exchange, Request request) {
        if (slot.isEnding()) {
            slot.afterEnd(() -> serve(client, exchange, request));
            return;
        }
        var session = slot.sessionFor(exchange);
        if (session == null) {
            return;
        }
        switch (request.method()) {
            case Method.LOGGING_SET_LEVEL -> setLevel(client, exchange, request);
            case Method.RESOURCES_SUBSCRIBE -> subscribe(client, exchange, request, session);
            case Method.RESOURCES_UNSUBSCRIBE -> unsubscribe(client, exchange, request, session);
            default -> {
                StatelessToHandshake.translate(exchange, session);
                exchange.onTell(notification -> levels.passes(client, notification));
                upstream.carry(exchange, request, session, client.loss()::told);
            }
        }
    }

    /** Carries a request of a client that has no session. */
    void serve(Exchange exchange, Request request) {
        if (slot.isEnding()) {
            slot.afterEnd(() -> serve(exchange, request));
            return;
        }
        var session = slot.sessionFor(exchange);
        if (session == null) {
            return;
        }
        var level = ((StatelessClient) exchange.client()).metadata().logLevel();
        if (level != null && offer == null) {
            // Only one that is open says whether it can be told a level.
            await(
                    Continuation.of(exchange, upstream, _ -> serve(exchange, request)),
                    exchange.caller());
            return;
        }
        used |= request.method().equals(Method.TOOLS_CALL);
        upstream.translate(exchange, session);
        if (level == null || session.isStateless() || !raises(level)) {
            upstream.carry(exchange, request, session, loss::told);
            return;
        }
        // The backend must have heard of the level before it is called.
        levels.raise(level);
        call(
                Method.LOGGING_SET_LEVEL,
                Json.object("level", level),
                () -> upstream.carry(exchange, request, session, loss::told));
    }

    /** Requests come and go: what one of them wanted stays set, and what others get is filtered. */
    private boolean raises(String level) {
        var can = offer == null ? null : offer.at("capabilities", "logging");
        return can != null && LogLevels.isLevel(level) && levels.isRaisedBy(level);
    }

    /** Lets a request of a client without a session listen, which then is a member. */
    void listen(ListenRequest request, Exchange exchange) {
        join(request);
        exchange.onOver(() -> strand.run(() -> leave(request)));
        await(
                Continuation.of(exchange, upstream, session -> listen(request, exchange, session)),
                exchange.caller());
    }

    private void listen(ListenRequest request, Exchange exchange, BackendSession session) {
        var uris = request.uris();
        var refused = subscriptions.refuses(uris);
        if (refused != null) {
            exchange.fail(refused);
        } else if (members.contains(request) && offer != null) {
            var fresh = new LinkedHashSet<String>();
            uris.stream().filter(uri -> subscriptions.add(uri, request)).forEach(fresh::add);
            watch(
                    session,
                    fresh,
                    request.established(offer, session.isStateless() ? 2 : fresh.size() + 1));
        }
    }

    /** Listens, and watches these resources besides; the task is run after each step of that. */
    private void watch(BackendSession session, Set<String> uris, Runnable step) {
        if (session.isStateless()) {
            session.watch(uris, () -> strand.run(step));
        } else {
            uris.forEach(uri -> call(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri), step));
        }
        session.listen(() -> strand.run(step));
    }

    /** What this request must be told first of a state that is lost, once; or null. */
    @Nullable RpcError due() {
        return loss.due(upstream.name());
    }

    private void setLevel(SharedBinding client, Exchange exchange, Request request) {
        var level = request.params() == null ? null : request.params().text("level");
        if (level == null || !LogLevels.isLevel(level)) {
            exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, "There is no log level " + level));
            return;
        }
        if (levels.set(client, level)) {
            applyLevel();
        }
        exchange.finish(Json.EMPTY_OBJECT);
    }

    private void applyLevel() {
        var level = levels.mostVerbose();
        if (level != null) {
            call(Method.LOGGING_SET_LEVEL, Json.object("level", level));
        }
    }

    private void subscribe(
            SharedBinding client, Exchange exchange, Request request, BackendSession session) {
        var uri = uriOf(request);
        var refused = uri == null ? null : subscriptions.refuses(uri, client);
        if (refused != null) {
            exchange.fail(refused);
        } else if (uri == null || subscriptions.add(uri, client)) {
            upstream.carry(exchange, request, session, client.loss()::told);
        } else {
            exchange.finish(Json.EMPTY_OBJECT);
        }
    }

    private void unsubscribe(
            SharedBinding client, Exchange exchange, Request request, BackendSession session) {
        var uri = uriOf(request);
        if (uri == null || subscriptions.remove(uri, client)) {
            upstream.carry(exchange, request, session, client.loss()::told);
        } else {
            exchange.finish(Json.EMPTY_OBJECT);
        }
    }

    private static @Nullable String uriOf(Request request) {
        return request.params() == null ? null : request.params().text("uri");
    }

    /** Carries a notification of a client. */
    void notified(Notification notification) {
        var session = slot.session();
        if (session != null) {
            session.tell(notification);
        }
    }

    private void call(String method, Json params) {
        call(method, params, () -> {});
    }

    private void call(String method, Json params, Runnable then) {
        var session = slot.session();
        if (session != null) {
            var options = CallOptions.of(upstream.settings().limits());
            var answered = new GatewayCall(() -> strand.run(then));
            session.call(Request.of(Id.of(0), method, params), answered, options);
        }
    }

    /** Whether somebody is to be told, if the session ends now. */
    boolean willOwe() {
        var session = slot.session();
        return loss.isDue() || (session != null && used && !session.isStateless());
    }

    /** Whether somebody has state by an open session, or is to be told that it is lost. */
    boolean hasState() {
        return offer == null ? loss.isDue() : willOwe();
    }

    /** Ends the session; who comes next, and has used it, is to be told. */
    void giveUp(String why) {
        var session = slot.session();
        if (session != null && used && !session.isStateless()) {
            loss.happened(session, LinkFailure.of(LinkFailure.Kind.SESSION_LOST, why));
        }
        end(why);
    }

    /** Ends the session, and nobody wants anything any longer. */
    void end(String why) {
        slot.close(why);
        disconnected();
        used = false;
        levels.clear();
        subscriptions.clear();
    }

    private void disconnected() {
        offer = null;
        room.hold(0);
    }

    @Override
    public BackendSession open(Map<String, String> headers, BackendSession.Listener listener) {
        return upstream.openForAll(!(key instanceof ScopeKey.OfKey), headers, listener);
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        if (key instanceof ScopeKey.OfShard && slot.spreading() == null) {
            slot.close("it was not needed after all");
            return;
        }
        offer = initializeResult;
        // One for each session, which found room while it arrived.
        room.charge(initializeResult.length());
        listen();
        // What was wanted of the one before; those who wait will say what they want.
        applyLevel();
        if (session.isStateless()) {
            session.watch(Set.copyOf(subscriptions.uris()), () -> {});
        } else {
            subscriptions
                    .uris()
                    .forEach(uri -> call(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri)));
        }
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        disconnected();
        members.forEach(member -> member.lost(session, failure));
        if (used && !session.isStateless()) {
            loss.happened(session, failure);
        }
        used = false;
    }

    @Override
    public void told(Notification notification) {
        switch (notification.method()) {
            case Method.TOOLS_LIST_CHANGED,
                    Method.PROMPTS_LIST_CHANGED,
                    Method.RESOURCES_LIST_CHANGED ->
                    members.forEach(member -> member.hear(notification));
            case Method.RESOURCES_UPDATED ->
                    subscriptions.of(notification).forEach(member -> member.hear(notification));
            case Method.LOG_MESSAGE -> dropped(Observer.Count.LOG_DROPPED);
            default -> dropped(Observer.Count.NOTIFICATION_DROPPED);
        }
    }

    private void dropped(Observer.Count what) {
        count(what, "from backend " + upstream.name() + ", shared by several clients");
    }

    private void count(Observer.Count what, String about) {
        upstream.environment().observer().counted(what, about);
    }

    @Override
    public void asked(Question question) {
        var why =
                "Several clients share this session and it is not certain whose call this question"
                        + " belongs to";
        count(
                Observer.Count.QUESTION_REFUSED,
                question.request().method() + " from backend " + upstream.name() + ": " + why);
        question.refuse(RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }
}
