package io.tieline.session.client;

import io.tieline.session.Caller;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.Strand;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client, from its arrival to its single outcome, and the only door back to that
 * client for it.
 *
 * <p>Whoever serves the exchange {@linkplain #tell tells} and {@linkplain #ask asks} through it and
 * {@linkplain #finish finishes} it once; what comes after the outcome is dropped. It belongs to no
 * thread: every method may be called from any one, takes effect on the client's {@link Strand} in
 * the order of the calls, and never blocks.
 *
 * <p>The client's request id and progress token never leave this object: what goes out of {@link
 * #tell} and {@link #finish} carries them as the client wrote them.
 */
public final class Exchange {

    /** Takes back a request; the reason is the client's own words, if it gave any. */
    @FunctionalInterface
    public interface Cancellation {
        void cancelled(@Nullable Json reason);
    }

    private final Client client;
    private final ExchangeOwner home;
    private final Request request;
    private final Caller caller;
    private final long began;
    private final ExchangeEvents events;

    // On the client's strand.
    private @Nullable ExchangeAttempt leg;
    private final ExchangeHooks hooks = new ExchangeHooks();
    private @Nullable AwayMessages kept;
    private boolean done;
    private @Nullable Duration backendTook;
    private boolean cancelled;
    private @Nullable Json reason;

    Exchange(
            Client client,
            ExchangeOwner home,
            Request request,
            Caller caller,
            long began,
            ExchangeEvents events) {
        this.client = client;
        this.home = home;
        this.request = request;
        this.caller = caller;
        this.began = began;
        this.events = events;
    }

    /** Who sent it, as a partner of the protocol: a session, or one caller without. */
    public Client client() {
        return client;
    }

    /** The request as the client wrote it. */
    public Request request() {
        return request;
    }

    /** Who sent it. */
    public Caller caller() {
        return caller;
    }

    /**
     * Sends a notification to the client, on the stream of this request. While the client reads too
     * slowly, of several progress reports the latest is kept and log messages are dropped and
     * counted.
     */
    public void tell(Notification notification) {
        strand(() -> {
            if (!done && hooks.passes(notification)) {
                send(hooks.inWords(notification));
            }
        });
    }

    /**
     * Asks the client: in the handshake era by a request on the stream of this one, in the
     * stateless era by parking this exchange until the client comes back with the answer. The
     * question is always settled: by the client's answer, by an error if this client cannot be
     * asked, by the time limit for human input, or by the end of this exchange.
     */
    public void ask(Question question) {
        ask(question, null);
    }

    /**
     * Asks the client what a server has asked in the middle of this call.
     *
     * @param origin the call, for whoever observes this exchange
     */
    public void ask(Question question, @Nullable ServerCall origin) {
        strand(() -> {
            if (done) {
                question.refuse(Refusals.callIsOver(question.request()));
            } else {
                var asked = events.asked(hooks.inWords(question), origin, client.strand());
                home.ask(asked, this);
            }
        });
    }

    /** Says whether somebody hears all that happens to it; else there is nothing to observe. */
    public boolean isObserved() {
        return events.isDetailed();
    }

    /** Tells its observer something, in order with all else that happens to it. */
    public void observe(Consumer<ExchangeObserver> event) {
        if (events.isDetailed()) {
            strand(() -> events.tell(event));
        }
    }

    /** The request of a call, with what its observer has {@link ExchangeObserver#along}. */
    public Request outgoing(ServerCall call) {
        return events.outgoing(call);
    }

    /** Ends the exchange with the server's answer; its id is replaced by the client's. */
    public void finish(Response response) {
        strand(() -> end(response));
    }

    /**
     * Ends the exchange with the answer of a backend.
     *
     * @param took the time that the backend has taken for it
     */
    public void finish(Response response, Duration took) {
        strand(() -> {
            backendTook = backendTook == null ? took : backendTook.plus(took);
            end(response);
        });
    }

    /** Ends the exchange with a result. */
    public void finish(Json result) {
        finish(Result.of(request.id(), result));
    }

    /** Ends the exchange with an error. */
    public void fail(RpcError error) {
        finish(Failure.of(request.id(), error));
    }

    /**
     * Changes the answer on its way to the client: the last one that was given sees it first. An
     * interceptor's tool; the operator runs on the client's strand.
     */
    public void onFinish(UnaryOperator<Response> filter) {
        strand(() -> hooks.addChange(filter));
    }

    /**
     * Hands the answer to one who needs time to look at it: instead of going to the client it is
     * given to the taker, who ends the exchange with {@link #finish(Response)}. Takes its turn
     * among those of {@link #onFinish}; the taker runs on the client's strand and must not block.
     */
    public void onAnswer(Consumer<Response> taker) {
        strand(() -> hooks.addHold(response -> taker.accept(response.withId(request.id()))));
    }

    /**
     * Runs a step of the service at once, which must be on the client's strand, unless the exchange
     * is over or its client has gone: nobody would hear what came of it. An {@link McpException} is
     * the answer; any other fault in the step ends this exchange with an internal error, and no
     * other.
     */
    public void attempt(Runnable step) {
        if (done || (leg != null && leg.isLost())) {
            return;
        }
        try {
            step.run();
        } catch (McpException told) {
            fail(told.error());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            finish(failure(fault, "A step failed in "));
        }
    }

    /**
     * Adds one who hears that the client takes the request back or is gone, or that the request was
     * ended over the head of whoever serves it. Told at once if it already has been, else in the
     * order in which they were added, each whether or not the one before it failed.
     */
    public void onCancel(Cancellation listener) {
        strand(() -> {
            hooks.addCancellation(listener);
            if (cancelled) {
                listener.cancelled(reason);
            }
        });
    }

    /** Adds one who hears that the client reads too slowly ({@code true}) or has caught up. */
    public void onPressure(Consumer<Boolean> listener) {
        strand(() -> {
            hooks.addPressure(listener);
            if (leg != null && leg.isPressed()) {
                listener.accept(true);
            }
        });
    }

    /** Adds what is run once, after the outcome, whatever it is. */
    public void onOver(Runnable listener) {
        strand(() -> {
            if (done) {
                listener.run();
            } else {
                hooks.addOver(listener);
            }
        });
    }

    /**
     * Lets only some notifications through: those that pass all the predicates that were added.
     * They run on the client's strand.
     */
    public void onTell(Predicate<Notification> passes) {
        strand(() -> hooks.addScreen(passes));
    }

    /**
     * Puts the parameters of what is told and asked in the middle of this exchange into the words
     * of its client; the last operator that was added sees them first. They run on the client's
     * strand.
     */
    public void onSaid(UnaryOperator<Json> words) {
        strand(() -> hooks.addWords(words));
    }

    /**
     * The server has hung up on its side of this exchange and will be polled; the client is asked
     * to do the same.
     */
    public void pause() {
        strand(() -> {
            if (!done && leg != null) {
                leg.stream().pause();
            }
        });
    }

    private void strand(Runnable task) {
        client.strand().run(task);
    }

    // The rest runs on the client's strand.

    /** The stream on which this exchange is being answered, if its client is there. */
    @Nullable ReplyStream stream() {
        return leg == null ? null : leg.stream();
    }

    /** Reports a fault in what serves this request; what its client is told of it. */
    Failure failure(Throwable fault, String what) {
        return Failure.of(request.id(), client.fault(fault, what + request.method()));
    }

    /** Sends what is held back for a slow reader, so that nothing overtakes it. */
    void flush() {
        if (leg != null) {
            leg.flush();
        }
    }

    /** The client waits for the answer on this attempt. */
    void travel(ExchangeAttempt next) {
        leg = next;
        next.stream()
                .listen(
                        ReplyStream.Listener.of(
                                tooMuch -> strand(() -> press(next, tooMuch)),
                                () -> {
                                    next.lose();
                                    strand(() -> lost(next));
                                }));
        var back = kept;
        kept = null;
        if (back != null) {
            back.giveTo(this::send, this::end);
        }
    }

    /** Ends the attempt with this result, but not the exchange: its client will come back. */
    void park(Json result) {
        var last = leg;
        if (last != null) {
            leg = null;
            hooks.tellPressure(false);
            last.flush();
            last.end(Result.of(request.id(), result));
        }
    }

    /** Says whether its client is away, with questions to answer. */
    boolean isParked() {
        return leg == null && !done;
    }

    boolean isDone() {
        return done;
    }

    /** What its observer is told. */
    ExchangeEvents events() {
        return events;
    }

    private void send(Notification notification) {
        if (leg != null) {
            var told = home.told(notification);
            if (told != null) {
                events.told(told);
                leg.send(told);
            }
        } else if (!notification.method().equals(Method.PROGRESS) || !kept().keeps(notification)) {
            home.counted(Observer.Count.NOTIFICATION_DROPPED, notification.method());
        }
    }

    /** What is kept for a client that is away. */
    private AwayMessages kept() {
        var begun = kept == null ? new AwayMessages(home.account()) : kept;
        kept = begun;
        return begun;
    }

    private void lost(ExchangeAttempt gone) {
        if (gone.equals(leg)) {
            abandon(null);
        }
    }

    /** The client takes the request back: it gets no answer, and its questions are void. */
    void cancel(@Nullable Json why) {
        leave(Observer.Outcome.CANCELLED, why);
    }

    /** The same, said of one attempt: one that has been answered cannot be taken back. */
    void cancel(ExchangeAttempt attempt, @Nullable Json why) {
        if (attempt.equals(leg)) {
            cancel(why);
        }
    }

    /** The client is gone. */
    void abandon(@Nullable Json why) {
        leave(Observer.Outcome.ABANDONED, why);
    }

    /**
     * Ends the exchange with an error now, whoever would like to see the answer first; whoever
     * serves it works for nobody any longer.
     */
    void overrule(RpcError error) {
        if (!done) {
            withdraw(Json.string(error.message()));
        }
        hooks.releaseAnswer();
        end(Failure.of(request.id(), error));
    }

    private void press(ExchangeAttempt slow, boolean tooMuch) {
        slow.press(tooMuch);
        if (!done && slow.equals(leg)) {
            hooks.tellPressure(tooMuch);
        }
    }

    private void end(Response response) {
        var last = leg;
        if (last == null) {
            if (!done) {
                kept().hold(response, request.id());
            }
            return;
        }
        var seen = done ? null : hooks.filter(response, this);
        if (seen == null) {
            return;
        }
        last.flush();
        settle(seen instanceof Result ? Observer.Outcome.RESULT : Observer.Outcome.ERROR, seen);
        last.end(seen);
        hooks.tellOver();
    }

    private void leave(Observer.Outcome outcome, @Nullable Json why) {
        if (done) {
            return;
        }
        withdraw(why);
        settle(outcome, null);
        if (leg != null) {
            leg.abort();
        }
        hooks.tellOver();
    }

    /** First of all, so that whoever serves the request knows why its questions are void. */
    private void withdraw(@Nullable Json why) {
        cancelled = true;
        reason = why;
        hooks.tellCancelled(why, fault -> failure(fault, "A listener of cancellations failed in "));
    }

    private void settle(Observer.Outcome outcome, @Nullable Response response) {
        done = true;
        if (kept != null) {
            kept.drop();
        }
        if (leg != null) {
            leg.forget();
        }
        events.finished(outcome, response, home.over(this) - began, backendTook);
    }
}
