package io.tieline.session.backend;

import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one backend session leave and takes them back. A call that is made before the
 * session is open waits for that, a call that takes turns waits for its turn, and a call that comes
 * too late fails. {@link #call} may be called from any thread, the rest on the session's strand.
 */
final class BackendCalls {

    private final BackendContext context;
    private final SessionLife life;
    private final BackendLink link;
    private final CallTable table;
    private final ServerQuestions questions;
    private final SessionUses uses;
    private final LifeSigns lifeSigns;
    private final BackendInbox inbox;
    private final List<Call> waiting = new ArrayList<>(0);

    BackendCalls(
            BackendContext context,
            SessionLife life,
            BackendLink link,
            CallTable table,
            ServerQuestions questions,
            SessionUses uses) {
        this.context = context;
        this.life = life;
        this.link = link;
        this.table = table;
        this.questions = questions;
        this.uses = uses;
        this.lifeSigns = new LifeSigns(context, life, this);
        this.inbox = new BackendInbox(context, life, link, table, lifeSigns, uses);
    }

    BackendContext context() {
        return context;
    }

    /** The inbox, which takes what arrives for the calls and for the session. */
    BackendInbox inbox() {
        return inbox;
    }

    /** Makes a call. */
    Call call(Request request, CallListener to, CallOptions options) {
        var call = new Call(this, request, to, options);
        context.strand()
                .run(() -> {
                    if (lasts(request) || call.use(uses)) {
                        admit(call);
                    } else {
                        life.makeWay(); // its place was given away just now
                        failAsOver(call);
                    }
                });
        return call;
    }

    /** To listen is no use of a session: there is nothing that would be lost. */
    private static boolean lasts(Request request) {
        return request.method().equals(Method.SUBSCRIPTIONS_LISTEN);
    }

    private void admit(Call call) {
        if (life.isOpen()) {
            begin(call);
        } else if (life.isOver()) {
            failAsOver(call);
        } else {
            waiting.add(call);
        }
    }

    private void begin(Call call) {
        if (link.dialect().serves(call)) {
            return;
        }
        call.startClock();
        if (link.isExact()) {
            send(call);
        } else {
            table.turns().start(call, () -> send(call));
        }
    }

    /** The session is open, or will never be: the calls that have waited for that go on. */
    void admitWaiting() {
        for (var call : List.copyOf(waiting)) {
            admit(call);
        }
        waiting.clear();
    }

    /** Takes out the calls that wait for the session to be opened. */
    List<Call> removeWaiting() {
        var removed = List.copyOf(waiting);
        waiting.clear();
        return removed;
    }

    /** Fails a call that cannot be made any more. */
    void failAsOver(Call call) {
        call.fail(life.whyOver().executed(Executed.NO), "call");
    }

    /** Sends the request that begins the conversation. */
    void greet(Request request, CallListener to) {
        var limit = context.opening().limits().initialize();
        var call = new Call(this, request, to, CallOptions.within(limit));
        call.startClock();
        send(call);
    }

    /** Sends the latest attempt of a call, unless the call is over. */
    void send(Call call) {
        if (!call.isDone()) {
            var request = table.enter(call, link.dialect().outgoing(call));
            // The backend's silence begins now, however long the call has waited for its turn.
            call.touch();
            link.send(request, call);
        }
    }

    /** Sends another attempt of a call that the backend has not answered for good. */
    void sendAgain(Call call) {
        if (!life.isOver()) {
            send(call);
        }
    }

    /** Tells the backend, if it has heard of the call, that nobody waits any longer. */
    void takeBack(Call call, @Nullable Json reason) {
        waiting.remove(call);
        boolean known = call.hasLeft() && table.pending().remove(call);
        if (known && !call.isGreeting()) {
            link.dialect().takeBack(call, reason);
            call.disown();
            table.ghosts().appear(call);
        }
    }

    /** Others need not wait any longer for a call that has ended. */
    void leave(Call call) {
        table.leave(call);
    }

    /** The backend has answered a call for good. */
    void leaveAnswered(Call call) {
        table.leave(call);
        if (!call.isDone()) {
            questions.outlive(call);
        }
    }

    /**
     * A call fails whose stream is gone.
     *
     * @param fail ends the call
     */
    void abandon(Call call, LinkFailure failure, Runnable fail) {
        table.abandon(call);
        if (failure.kind() == LinkFailure.Kind.SESSION_LOST && life.isOpen()) {
            // Whoever hears of it may call again at once: by then the session must be over.
            table.attribution().ended(call);
            life.lose(failure, fail);
        } else {
            fail.run();
        }
    }

    /** A call ends whose time has passed. */
    void expire(Call call) {
        boolean starting = life.isOpening();
        takeBack(call, Json.string("The time limit has passed"));
        call.fail(
                starting
                        ? LinkFailure.slowStart(context.name(), call, link.lastWords())
                        : LinkFailure.tooSlow(context.name(), call));
        if (!starting && life.isOpen() && call.hasLeft()) {
            lifeSigns.missed(call);
        }
    }

    void press(Call call, boolean tooMuch) {
        link.press(call, tooMuch);
    }

    /** Says whether the backend's silence is not its fault: the call waits for a client. */
    boolean waitsForOthers(Call call) {
        return table.turns().keepsAnswerOf(call) || link.dialect().awaitsClient();
    }

    /** The call in flight, if there is one only, and none that was taken back just now. */
    @Nullable Call onlyCall() {
        return table.onlyCall();
    }

    /** The call in flight that carries this progress token of ours. */
    @Nullable Call withToken(Json token) {
        return table.withToken(token);
    }

    /** The number of the next call that leaves. */
    long nextNumber() {
        return table.pending().next();
    }

    /** Asks the backend for a sign of life, beside whatever it does and whoever has the turn. */
    Call ask(CallListener to, CallOptions options) {
        var dialect = link.dialect();
        var call = new Call(this, dialect.lifeSign(), to, options);
        link.send(table.pending().add(call, dialect.outgoing(call)), call);
        return call;
    }

    /** Nobody waits for this answer any longer, and the backend need not hear of it. */
    void forget(Call asked) {
        if (table.pending().remove(asked)) {
            asked.takenBack();
            link.release(asked);
        }
    }

    /** Stops everything that runs by the clock. */
    void stop() {
        lifeSigns.stop();
        inbox.stop();
    }

    /**
     * Fails all calls.
     *
     * @param neverLeft the ids of requests of which no byte has left
     * @param phase what was under way: {@code initialize} or {@code call}
     */
    void failAll(LinkFailure failure, Set<Id> neverLeft, String phase) {
        // Those that have not left come first: the end of one call would start the next.
        var never = new ArrayList<>(removeWaiting());
        never.addAll(table.turns().waiting());
        table.failAll(failure, neverLeft, phase);
        never.forEach(call -> call.fail(failure.executed(Executed.NO), phase));
    }
}
