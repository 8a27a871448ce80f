package io.tieline.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.LinkFailure.Executed;
import io.tieline.session.LinkFailure.Kind;
import io.tieline.session.Observer.Count;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Excerpt;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a backend, of whichever era: it finds the era out if need be, opens a
 * {@link Link}, does the handshake or the discovery, and carries {@link Call}s until it is closed
 * or the link dies (revisions 2024-11-05 to 2025-11-25, "Lifecycle"; 2026-07-28, "Discovery"). How
 * the era speaks is the affair of its {@link Dialect}.
 *
 * <p>Calls made before the conversation has begun wait for that. After the end every call fails at
 * once. All public methods may be called from any thread and take effect on the session's {@link
 * Strand}.
 *
 * <p>Long because every change of a session's state, and every way in which a call can end, goes
 * through this one door.
 */
public final class BackendSession implements AutoCloseable {

    /**
     * Hears what belongs to the session and to none of its calls. Called on the session's strand.
     */
    public interface Listener {

        /**
         * The conversation has begun; this is the backend's {@code initialize} result as it wrote
         * it, or what it would have been of a backend that has no handshake.
         */
        void opened(BackendSession session, Json initializeResult);

        /**
         * The session could not be opened, or has ended by itself. Not said after {@link
         * BackendSession#close}.
         */
        void closed(BackendSession session, LinkFailure failure);

        /**
         * A notification that belongs to no call: {@code list_changed}, {@code updated}, an
         * unplaced log message.
         */
        void told(BackendSession session, Notification notification);

        /** A question that cannot be tied to a call. It must be settled. */
        void asked(BackendSession session, Question question);
    }

    /** For a session in which nobody is any longer. */
    private static class Nobody implements Listener {

        @Override
        public void opened(BackendSession session, Json initializeResult) {
            // Nobody has waited for it.
        }

        @Override
        public void closed(BackendSession session, LinkFailure failure) {
            // Nobody needs to know.
        }

        @Override
        public void told(BackendSession session, Notification notification) {
            // Nobody listens.
        }

        @Override
        public void asked(BackendSession session, Question question) {
            question.refuse(Refusals.nobodyIsThere(question.request()));
        }
    }

    /** For one that was left while it was being opened, and can still be had by another. */
    private static final class Left extends Nobody {

        private final String why;

        Left(String why) {
            this.why = why;
        }
    }

    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    /** How much of a peer's own words a log repeats, in bytes. */
    private static final int SHOWN = 200;

    private final Strand strand;
    private final Environment environment;
    private final Account account;
    private final Backend backend;
    private final BackendOpening opening;
    private final AtomicReference<Listener> listener;
    private final Uses uses;
    private final ClientCapabilities declared;
    private final Attribution attribution;
    private final Turns turns;
    private final Incoming incoming;
    private final Ghosts ghosts;
    private final EraChoice choice;
    private final LifeSigns lifeSigns;
    private final UnnamedAnswers unnamed;
    private final RunningTasks tasks;

    // On the strand.
    private @Nullable Link link;
    private @Nullable Dialect dialect;
    private final PendingCalls pending;
    private final List<Call> waiting = new ArrayList<>(0);
    private final List<Runnable> onOver = new ArrayList<>(1);
    // Written on the strand, read anywhere.
    private volatile State state = State.OPENING;
    private volatile @Nullable Json discovered;
    private volatile boolean served;

    /** Why it gives way, once it does. */
    private volatile String wayMade = "";

    // On the strand.
    private @Nullable LinkFailure end;
    private boolean begun;

    private BackendSession(
            Backend backend, BackendOpening opening, Environment environment, Listener listener) {
        this.strand = new Strand(fault -> faulted(fault));
        this.environment = environment;
        this.account = environment.budget().upstream(backend.name());
        this.backend = backend;
        this.opening = opening;
        this.listener = new AtomicReference<>(listener);
        this.uses = new Uses(environment.timers());
        this.pending = new PendingCalls(opening.ids());
        this.attribution = new Attribution(opening.habits(), opening.exclusive());
        this.declared = new ClientCapabilities(opening.capabilities());
        this.turns = new Turns(opening, declared.anyQuestion(), environment, strand);
        this.ghosts = new Ghosts(this, attribution, turns, environment);
        this.incoming = new Incoming(this, attribution, turns, environment);
        this.choice = new EraChoice(this, backend, opening, environment);
        this.lifeSigns = new LifeSigns(this, environment);
        this.tasks = new RunningTasks(this, environment, opening.limits().cap());
        this.unnamed = new UnnamedAnswers(pending, ghosts, opening.habits(), environment, strand);
        account.onCostliest(() -> strand.run(() -> end(LinkFailure.costliest(name()))));
    }

    /** Connects to the backend and begins the handshake. The listener hears how it went. */
    public static BackendSession open(
            Backend backend, BackendOpening opening, Environment environment, Listener listener) {
        var session = new BackendSession(backend, opening, environment, listener);
        session.strand.run(session.choice::make);
        return session;
    }

    /**
     * A session that is over before it has begun, for which nothing was connected. The listener
     * hears of it, and calls fail with that.
     */
    public static BackendSession refused(
            Backend backend,
            BackendOpening opening,
            Environment environment,
            Listener listener,
            LinkFailure failure) {
        var session = new BackendSession(backend, opening, environment, listener);
        session.strand.run(() -> session.end(failure));
        return session;
    }

    /** The backend's name. */
    public String name() {
        return backend.name();
    }

    /** Tells it from every other session that takes its ids from the same {@link RequestIds}. */
    public long number() {
        return pending.first();
    }

    /** Where everything of this session happens. */
    public Strand strand() {
        return strand;
    }

    /**
     * Whether the session has ended. Its listener may not have heard of it yet: whoever wants it to
     * have goes over the {@link #strand}.
     */
    public boolean isOver() {
        return state == State.CLOSED;
    }

    /** Whether the backend has answered a request in it, after the handshake. */
    public boolean hasServed() {
        return served;
    }

    /**
     * Whether the backend is of the stateless era; meaningful once the session is open, so when a
     * call has been answered.
     */
    public boolean isStateless() {
        return discovered != null;
    }

    /**
     * Whether calls need nothing of one another, so that others of the same client could as well be
     * made by another session: the backend has none, and each request has a stream of its own, on
     * which what the backend says has found its call by arriving. To be asked on the {@link
     * #strand}, once the session is open.
     */
    public boolean canSpread() {
        return isStateless() && link().attributes();
    }

    /** What a backend of the stateless era said of itself; an empty object of any other. */
    public Json discovered() {
        var said = discovered;
        return said == null ? Json.EMPTY_OBJECT : said;
    }

    /** Makes a call. Exactly one outcome reaches the listener, unless the call is cancelled. */
    public Call call(Request request, CallListener to, CallOptions options) {
        var call = new Call(this, request, to, options);
        strand.run(() -> {
            if (lasts(request) || counted(call)) {
                admit(call);
            } else {
                makeWay(); // its place was given away just now
                failAsOver(call);
            }
        });
        return call;
    }

    /** To listen is no use of a session: there is nothing that would be lost. */
    private static boolean lasts(Request request) {
        return request.method().equals(Method.SUBSCRIPTIONS_LISTEN);
    }

    private boolean counted(Call call) {
        call.count();
        return uses.begin();
    }

    /**
     * Sees to it that the listener hears of changes that belong to no call, and runs the task when
     * it does; a session that serves one client does so by itself. The task runs at once if the
     * session is not open, since nobody may wait for what will never come.
     */
    public void listen(Runnable established) {
        strand.run(() -> {
            if (state == State.OPEN) {
                dialect().listen(established);
            } else {
                established.run();
            }
        });
    }

    /**
     * The same of these resources, at a backend of the stateless era, all with one stream. Where
     * each is subscribed to by a request, the task runs at once.
     */
    public void watch(Set<String> uris, Runnable established) {
        strand.run(() -> {
            if (state == State.OPEN) {
                dialect().watch(uris, established);
            } else {
                established.run();
            }
        });
    }

    /** Sends a notification; dropped when the session is not open. */
    public void tell(Notification notification) {
        strand.run(() -> {
            if (state == State.OPEN) {
                dialect().tell(notification);
            }
        });
    }

    /** Runs the task once, when the session is over in whatever way; at once if it is. */
    public void onOver(Runnable task) {
        strand.run(() -> {
            if (state == State.CLOSED) {
                task.run();
            } else {
                onOver.add(task);
            }
        });
    }

    /** Whether nothing is under way in it: no opening, no call, no question. */
    public boolean isIdle() {
        return uses.isIdle();
    }

    /** When the last thing in it was over; meaningful while it {@link #isIdle}. */
    public long idleSince() {
        return uses.idleSince();
    }

    /**
     * Ends the session if nothing is under way in it, for another one that needs its place. The
     * listener hears of it as of any loss.
     *
     * @return false if something is under way; else nothing can begin in it any more
     */
    public boolean giveWay(String why) {
        wayMade = why; // first, so that whoever finds it claimed knows why
        if (!uses.claim()) {
            return false;
        }
        strand.run(this::makeWay);
        return true;
    }

    /** Whoever comes first, the end or a call that came too late for it. */
    private void makeWay() {
        if (state != State.CLOSED) {
            happened(Incident.Kind.SESSION_ENDED, wayMade);
            var failure = new LinkFailure(Kind.GAVE_WAY, wayMade, Executed.NO);
            conclude(failure, Set.of());
            disconnect();
            tellEnd(failure);
        }
    }

    /**
     * Nobody waits for this session any longer. If it is still being opened, that goes on to its
     * end or its time limit, so that what a first start has fetched is there for the next one, and
     * it is closed then, unless it is {@linkplain #adopt adopted}; else it is closed at once. The
     * listener hears nothing more.
     */
    public void leave(String why) {
        strand.run(() -> {
            if (state != State.OPENING) {
                close(why);
                return;
            }
            for (var call : List.copyOf(waiting)) {
                waiting.remove(call);
                call.fail(
                        LinkFailure.of(Kind.GONE, why).executed(Executed.NO).error(name(), "call"));
            }
            listener.set(new Left(why));
            uses.end();
            happened(Incident.Kind.START_LEFT, why);
        });
    }

    /**
     * Lets another one have a session that was left while it was being opened, and has served
     * nobody.
     *
     * @param wanted how it would be opened for that one: only what is the same can be had
     * @return whether this listener has it from now on
     */
    public boolean adopt(BackendOpening wanted, Listener next) {
        if (!(listener.get() instanceof Left left)
                || !wanted.equals(opening)
                || !uses.beginFirst()) {
            return false;
        }
        boolean adopted = listener.compareAndSet(left, next);
        if (adopted) {
            happened(Incident.Kind.START_TAKEN, "another client has come for it");
        } else {
            uses.end();
        }
        return adopted;
    }

    /**
     * Ends the session in order. Calls in flight fail; the listener hears nothing. Closing twice is
     * silent.
     */
    @Override
    public void close() {
        close("it was closed");
    }

    /**
     * Ends the session as {@link #close()} does.
     *
     * @param why for those who watch: who wanted it to end, or what it was that ended
     */
    public void close(String why) {
        strand.run(() -> {
            if (state != State.CLOSED) {
                happened(Incident.Kind.SESSION_ENDED, why);
                var what = "The session with backend " + name() + " was closed: " + why;
                conclude(LinkFailure.of(Kind.GONE, what), Set.of());
                disconnect();
            }
        });
    }

    // The rest runs on the strand.

    /** Connects, and begins to speak. */
    void begin(Dialect spoken) {
        if (state != State.OPENING) {
            return;
        }
        dialect = spoken;
        link =
                backend.connect(
                        opening.headers(),
                        new Link.Listener() {
                            @Override
                            public void received(Message message) {
                                strand.run(() -> BackendSession.this.received(message, null));
                            }

                            @Override
                            public void heard() {
                                strand.run(lifeSigns::heard);
                            }

                            @Override
                            public void unreadable(MalformedException why) {
                                strand.run(() -> BackendSession.this.unreadable(why));
                            }

                            @Override
                            public void closed(LinkFailure failure, Set<Id> neverLeft) {
                                strand.run(() -> {
                                    if (spoken.equals(dialect)) {
                                        lost(failure, neverLeft);
                                    }
                                });
                            }
                        });
        spoken.greet();
    }

    /** Sends what begins the conversation. */
    void greet(Request request, CallListener to) {
        var limit = opening.limits().initialize();
        send(
                new Call(
                        this,
                        request,
                        to,
                        new CallOptions(Map.of(), Map.of(), null, "", limit, limit)));
    }

    private void disconnect() {
        choice.cancel();
        if (link != null) {
            link.close();
        }
    }

    private Dialect dialect() {
        var spoken = dialect;
        if (spoken == null) {
            throw new IllegalStateException("The era is not known yet");
        }
        return spoken;
    }

    Link link() {
        var open = link;
        if (open == null) {
            throw new IllegalStateException("The session has no link yet");
        }
        return open;
    }

    /** The backend has said what it is, and needs no handshake. */
    void discovered(Json said, Json asHandshake) {
        if (state == State.OPENING) {
            discovered = said;
            open(Revision.STATELESS, asHandshake);
        }
    }

    /** The conversation has begun. */
    void open(Revision revision, Json result) {
        if (listener.get() instanceof Left left && listener.compareAndSet(left, new Nobody())) {
            close("nobody waited for it any longer (" + left.why + ")");
            return;
        }
        state = State.OPEN;
        link().opened(revision);
        dialect().opened();
        happened(Incident.Kind.SESSION_BEGAN, "in revision " + revision.text());
        listener.get().opened(this, result);
        for (var call : List.copyOf(waiting)) {
            admit(call);
        }
        waiting.clear();
        begun = true;
        uses.end();
    }

    /**
     * A fault in one message concerns no other; but before the conversation has begun, nobody else
     * would end it, and whoever opened it waits.
     */
    private void faulted(Throwable fault) {
        environment.observer().fault(fault);
        if (!begun) {
            var what = "A fault inside Tieline, before backend " + name() + " could be used: ";
            end(new LinkFailure(Kind.GONE, what + fault, Executed.NO));
        }
    }

    /** The handshake has failed, or the backend broke the rules: the session ends here. */
    void broken(String message) {
        end(new LinkFailure(Kind.BROKE_PROTOCOL, message, Executed.NO));
    }

    void end(LinkFailure failure) {
        if (state != State.CLOSED) {
            over(failure, Set.of());
            disconnect();
            tellEnd(failure);
        }
    }

    /** From now on nobody can have it, whoever has left it. */
    private void tellEnd(LinkFailure failure) {
        var told = listener.get();
        if (told instanceof Left && !listener.compareAndSet(told, new Nobody())) {
            told = listener.get(); // it was adopted just now
        }
        told.closed(this, failure);
    }

    private void admit(Call call) {
        switch (state) {
            case OPENING -> waiting.add(call);
            case OPEN -> {
                if (dialect().serves(call)) {
                    return;
                }
                watch(call);
                if (attributes()) {
                    send(call);
                } else {
                    turns.start(call, () -> send(call));
                }
            }
            case CLOSED -> failAsOver(call);
        }
    }

    /** Fails a call that cannot be made any more. */
    void failAsOver(Call call) {
        var failure =
                end == null ? LinkFailure.of(Kind.GONE, "Backend " + name() + " is gone") : end;
        call.fail(failure.executed(Executed.NO).error(name(), "call"));
    }

    private void watch(Call call) {
        var options = call.options();
        call.watch(
                new Deadline(
                        environment,
                        strand,
                        options.idle(),
                        options.cap(),
                        () -> waitsForOthers(call),
                        () -> timedOut(call)));
    }

    /**
     * Its client is asked, or what it was answered waits for the turn: the backend is not to blame.
     */
    private boolean waitsForOthers(Call call) {
        return call.asking().awaitsAnswer()
                || turns.keepsAnswerOf(call)
                || dialect().awaitsClient();
    }

    private void send(Call call) {
        if (call.isDone()) {
            return;
        }
        if (state == State.OPENING && !call.hasLeft()) {
            watch(call);
        }
        if (!call.hasLeft()) {
            attribution.started(call);
        }
        var request = pending.add(call, dialect().outgoing(call));
        // The backend's silence begins now, however long the call has waited for its turn.
        call.touch();
        link().request(request, call);
    }

    /** Sends another attempt of a call that the backend has not answered for good. */
    void again(Call call, Request attempt) {
        if (!call.isDone() && state != State.CLOSED) {
            call.attempt(attempt);
            send(call);
        }
    }

    /** Ends a call whose last attempt the backend has answered. */
    void ended(Call call, Response response) {
        leave(call);
        if (!call.isDone()) {
            incoming.answered(call);
            call.answer(response);
        }
    }

    void received(Message message, @Nullable Call via) {
        if (state == State.CLOSED) {
            return;
        }
        lifeSigns.heard();
        switch (message) {
            case Response response when pending.isOfAnother(response.id(), via) ->
                    count(Count.UNKNOWN_ANSWER, ", on the stream of another call");
            case Response response -> answered(response);
            case Request question when !MethodTraits.isServers(question) -> {
                count(Count.WRONG_DIRECTION, ": " + question.method());
                reply(question, Refusals.notYours(question, "a server"));
            }
            case Request question -> dialect().asked(question, via);
            case Notification notification when !MethodTraits.isServers(notification) ->
                    count(Count.WRONG_DIRECTION, ": " + notification.method());
            case Notification notification -> {
                tasks.told(notification);
                dialect().told(notification, via);
            }
        }
    }

    private void count(Count what, String detail) {
        environment.observer().counted(what, "from backend " + name() + detail);
    }

    private void answered(Response response) {
        var call = response.id() == null ? unnamed(response) : pending.remove(response.id());
        if (call == null) {
            unexpected(response.id(), response instanceof Failure error ? said(error) : "");
            return;
        }
        unnamed.answered(call);
        answered(call, response);
    }

    private void answered(Call call, Response response) {
        served |= state == State.OPEN;
        var outcome = dialect().answered(call, response);
        if (outcome != null) {
            pending.answered(call, outcome);
            tasks.answered(call, outcome);
            ended(call, outcome);
        }
    }

    /** On a link that attributes, an error without an id has found its call by arriving. */
    private @Nullable Call unnamed(Response response) {
        var call =
                response instanceof Failure failure && !link().attributes()
                        ? unnamed.of(failure, later -> answered(later, failure))
                        : null;
        return call != null && pending.remove(call) ? call : null;
    }

    /** The backend has answered in a way that cannot be read; that call gets no better answer. */
    private void unreadable(MalformedException why) {
        if (state == State.CLOSED) {
            return;
        }
        lifeSigns.heard();
        var id = why.answers();
        var only =
                id == null && !link().attributes()
                        ? unnamed.of(why, later -> unreadable(later, why))
                        : null;
        var call = only != null && pending.remove(only) ? only : pending.remove(id);
        if (call == null) {
            unexpected(id, ": an answer that cannot be read");
            return;
        }
        unnamed.answered(call);
        unreadable(call, why);
    }

    private void unreadable(Call call, MalformedException why) {
        leave(call);
        var text = "Backend " + name() + " gave an answer that cannot be read: " + why.getMessage();
        var phase = state == State.OPENING ? "initialize" : "call";
        var kind = why.code() == ErrorCode.OVERLOADED ? Kind.OVERLOADED : Kind.BROKE_PROTOCOL;
        call.fail(LinkFailure.of(kind, text).error(name(), phase));
    }

    private void unexpected(@Nullable Id id, String answer) {
        ghosts.answered(id);
        count(pending.unexpected(id), answer);
    }

    /** Nobody else hears of an error that names no call. */
    private static String said(Failure error) {
        var words = Excerpt.of(error.error().message().getBytes(UTF_8), SHOWN);
        return error.id() == null
                ? ": error " + error.error().code() + " without an id: " + words
                : "";
    }

    /** A notification leaves. */
    void write(Notification notification) {
        unnamed.told(notification);
        link().send(notification);
    }

    /** The one call in flight, if there is no other, and none that was taken back just now. */
    @Nullable Call onlyCall() {
        return isHaunted() ? null : pending.only();
    }

    /** Whether a call that was taken back may still be heard of. */
    boolean isHaunted() {
        return ghosts.isHaunted();
    }

    /** The call of ours that carries this progress token, if it is still in flight. */
    @Nullable Call withToken(Json token) {
        return pending.withToken(token);
    }

    /** The client's token for the progress of a task that one of our calls has become. */
    @Nullable Json taskToken(Json token) {
        return pending.taskToken(token);
    }

    void failed(Call call, LinkFailure failure) {
        if (call.isDone()) {
            return;
        }
        if (pending.remove(call)) {
            // Its stream is gone; what the backend still does because of it may come elsewhere.
            ghosts.appear(call);
        }
        boolean lost = failure.kind() == Kind.SESSION_LOST && state == State.OPEN;
        if (lost) {
            // Whoever hears of it may call again at once: by then the session must be over.
            attribution.ended(call);
            over(failure.executed(Executed.MAYBE), Set.of());
        }
        leave(call);
        boolean greeting = call.request().method().equals(Method.INITIALIZE);
        call.fail(seenFrom(call, failure).error(name(), greeting ? "initialize" : "call"));
        if (lost) {
            tellEnd(failure);
        }
    }

    /** That the latest attempt did not arrive says nothing of the ones before. */
    private static LinkFailure seenFrom(Call call, LinkFailure failure) {
        return call.hasBeenSentAgain() && failure.executed() == Executed.NO
                ? failure.executed(Executed.MAYBE)
                : failure;
    }

    private void timedOut(Call call) {
        boolean starting = state == State.OPENING;
        takeBack(call, Json.string("The time limit has passed"));
        failed(call, starting ? slowStart(call) : LinkFailure.tooSlow(name(), call));
        if (!starting && state == State.OPEN && call.hasLeft()) {
            lifeSigns.missed(call);
        }
    }

    /** The number of the next call that leaves. */
    long nextNumber() {
        return pending.next();
    }

    private LinkFailure slowStart(Call greeting) {
        var said = link == null ? "" : link.lastWords();
        return LinkFailure.slowStart(name(), greeting, said);
    }

    /** Asks the backend for a sign of life, beside whatever it does and whoever has the turn. */
    Call ask(CallListener to, CallOptions options) {
        var call = new Call(this, dialect().lifeSign(), to, options);
        link().request(pending.add(call, dialect().outgoing(call)), call);
        return call;
    }

    /** Nobody waits for this answer any longer, and the backend need not hear of it. */
    void forget(Call asked) {
        if (pending.remove(asked)) {
            asked.takenBack();
            link().release(asked);
        }
    }

    void cancel(Call call, @Nullable Json reason) {
        if (!call.isDone()) {
            call.takenBack();
            waiting.remove(call);
            takeBack(call, reason);
            leave(call);
        }
    }

    /** Tells the backend, if it has heard of the call, that nobody waits any longer. */
    private void takeBack(Call call, @Nullable Json reason) {
        boolean known = call.hasLeft() && pending.remove(call);
        if (known && !call.request().method().equals(Method.INITIALIZE)) {
            dialect().takeBack(call, reason);
            call.disown();
            ghosts.appear(call);
        }
    }

    private void leave(Call call) {
        if (!ghosts.haunts(call)) {
            attribution.ended(call);
            turns.ended(call);
        }
    }

    void press(Call call, boolean tooMuch) {
        if (call.hasLeft() && !call.isDone() && state != State.CLOSED) {
            link().press(call, tooMuch);
        }
    }

    /** The link is dead: nothing that waits will be answered. */
    private void lost(LinkFailure failure, Set<Id> neverLeft) {
        if (state != State.CLOSED) {
            over(failure, neverLeft);
            tellEnd(failure);
        }
    }

    /** The session has ended by itself. */
    private void over(LinkFailure failure, Set<Id> neverLeft) {
        happened(
                state == State.OPENING ? Incident.Kind.NOT_OPENED : Incident.Kind.SESSION_LOST,
                failure.message());
        conclude(failure, neverLeft);
    }

    private void happened(Incident.Kind kind, String reason) {
        environment.observer().happened(new Incident(kind, name(), reason));
    }

    private void conclude(LinkFailure failure, Set<Id> neverLeft) {
        var phase = state == State.OPENING ? "initialize" : "call";
        state = State.CLOSED;
        end = failure;
        lifeSigns.stop();
        tasks.stop();
        if (dialect != null) {
            dialect.over();
        }
        // Those that have not left come first: the end of one call would start the next.
        var never = new ArrayList<>(waiting);
        never.addAll(turns.waiting());
        waiting.clear();
        for (var call : pending.removeAll()) {
            var its = neverLeft.contains(call.id()) ? failure.executed(Executed.NO) : failure;
            call.fail(seenFrom(call, its).error(name(), phase));
        }
        // Those between two rounds are not with the backend, but cannot go on either.
        for (var call : attribution.running()) {
            call.fail(seenFrom(call, failure).error(name(), phase));
        }
        for (var call : never) {
            call.fail(failure.executed(Executed.NO).error(name(), phase));
        }
        account.close();
        onOver.forEach(Runnable::run);
        onOver.clear();
    }

    /** Something of this session that was counted as a use of it has begun, beside its calls. */
    void useBegins() {
        uses.begin();
    }

    /** Something that was counted as a use of the session is over. */
    void useEnds() {
        uses.end();
    }

    /**
     * An answer to a question of the backend goes down, on this session's link and nowhere else.
     */
    void reply(Response response) {
        if (state != State.CLOSED) {
            link().send(response);
        }
    }

    /** How this era is spoken with the backend. */
    Dialect speaking(BackendEra.Verdict.Stateless era) {
        return new StatelessDialect(this, opening, environment, era.discovered());
    }

    /** How the handshake era is spoken with it. */
    Dialect speakingByHandshake() {
        return new HandshakeDialect(this, opening, incoming);
    }

    EraChoice choice() {
        return choice;
    }

    boolean exclusive() {
        return opening.exclusive();
    }

    boolean attributes() {
        return dialect().isExact();
    }

    /** Answers a request of the backend that nobody else need see. */
    void reply(Request to, @Nullable RpcError error) {
        reply(error == null ? Result.of(to.id(), Json.EMPTY_OBJECT) : Failure.of(to.id(), error));
    }

    /** What is kept for the backend, or because of it, is charged to this. */
    Account account() {
        return account;
    }

    /** What the backend was told in the handshake that it may ask. */
    ClientCapabilities declared() {
        return declared;
    }

    CallRule rule() {
        return opening.rule();
    }

    /** Where what belongs to no call is told. */
    Listener outside() {
        return listener.get();
    }
}
