package io.tieline.session.backend;

import static java.util.Objects.requireNonNull;

import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a backend, from the moment it is wanted to its answer. It tells its one {@link
 * CallListener} everything that the backend says because of it, and nobody else.
 *
 * <p>It is handed to the link as the stream of its request: what arrives on that stream has found
 * its call by arriving. Made by {@link BackendSession#call}. {@link #cancel} and {@link #press} may
 * be called from any thread; the rest lives on the backend session's {@link Strand}.
 */
public final class Call implements Link.Stream {

    /** A call waits until its first attempt leaves, and is done once its listener hears no more. */
    private enum State {
        WAITING,
        LEFT,
        DONE
    }

    private final BackendCalls calls;
    private final Request request;
    private final CallListener listener;
    private final CallOptions options;
    private final CallQuestions asking;

    private Request attempt;
    private Map<String, String> mirrored = Map.of();
    private @Nullable BackendRoundTrips rounds;
    private @Nullable Id id;
    private long number;
    private int attempts;
    private State state = State.WAITING;
    private boolean cancelled;
    private @Nullable SessionUses use;
    private @Nullable Deadline deadline;

    Call(BackendCalls calls, Request request, CallListener listener, CallOptions options) {
        this.calls = calls;
        this.request = request;
        this.listener = listener;
        this.options = options;
        this.asking = new CallQuestions(request);
        this.attempt = request;
    }

    /** The request as its client wrote it. */
    public Request request() {
        return request;
    }

    /**
     * Takes the call back: the backend is told, and the listener hears nothing more. Silent if it
     * is over.
     */
    public void cancel(@Nullable Json reason) {
        strand().run(() -> {
            if (!isDone()) {
                takenBack();
                calls.takeBack(this, reason);
                calls.leave(this);
            }
        });
    }

    /** The reader of this call's messages is too slow, or has caught up. */
    public void press(boolean tooMuch) {
        strand().run(() -> {
            if (state == State.LEFT) {
                calls.press(this, tooMuch);
            }
        });
    }

    @Override
    public Map<String, String> headers() {
        if (mirrored.isEmpty()) {
            return options.headers();
        }
        var headers = new LinkedHashMap<>(options.headers());
        headers.putAll(mirrored);
        return headers;
    }

    @Override
    public String client() {
        return options.client();
    }

    @Override
    public void received(Message message) {
        strand().run(() -> calls.inbox().receive(message, this));
    }

    @Override
    public void failed(LinkFailure failure) {
        strand().run(() -> fail(failure));
    }

    @Override
    public void paused() {
        strand().run(() -> {
            if (!isDone()) {
                listener.paused();
            }
        });
    }

    private Strand strand() {
        return calls.context().strand();
    }

    // The rest runs on the strand.

    /** The request that is sent next: the original one, or its latest replacement. */
    Request attempt() {
        return attempt;
    }

    /** Sends another attempt: the backend has not answered the call for good. */
    void sendAgain(Request next) {
        if (!isDone()) {
            attempt = next;
            calls.sendAgain(this);
        }
    }

    /** Gives what is sent the id under which it leaves; its progress token is the same number. */
    Request leave(long number, Request written) {
        var minted = Id.of(number);
        id = minted;
        this.number = number;
        attempts++;
        state = State.LEFT;
        var sent = written.with(minted, written.progressToken() == null ? null : minted.json());
        listener.left(sent);
        return sent;
    }

    /** Sets the headers that repeat what this attempt says. */
    void mirror(Map<String, String> headers) {
        mirrored = headers;
    }

    /** The rounds in which the backend is given what it asked for; made when it asks first. */
    BackendRoundTrips rounds() {
        var begun = rounds == null ? new BackendRoundTrips(this, calls.context()) : rounds;
        rounds = begun;
        return begun;
    }

    /** Under which it has left the last time. */
    Id id() {
        return requireNonNull(id, "The call has not left");
    }

    /** The same as a number. */
    long number() {
        return number;
    }

    CallOptions options() {
        return options;
    }

    /** The questions that this call has asked, and may ask. */
    CallQuestions questions() {
        return asking;
    }

    boolean hasLeft() {
        return attempts > 0;
    }

    boolean hasBeenSentAgain() {
        return attempts > 1;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Says whether it is the handshake itself. */
    boolean isGreeting() {
        return request.method().equals(Method.INITIALIZE);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** From now on its time runs. */
    void startClock() {
        deadline =
                new Deadline(
                        calls.context(),
                        options.idle(),
                        options.cap(),
                        () -> asking.awaitsAnswer() || calls.waitsForOthers(this),
                        () -> calls.expire(this));
    }

    /** Says whether it has taken as long as it may in all, sign of life or not. */
    boolean isAtItsCap() {
        return deadline != null && deadline.isAtItsEnd();
    }

    /** When it has taken as long as it may in all; now if nobody watches it. */
    long end(Timers timers) {
        return deadline == null ? timers.nanoTime() : deadline.end();
    }

    void touch() {
        if (deadline != null) {
            deadline.touch();
        }
    }

    void ask(Question question) {
        asking.asked();
        touch();
        listener.asked(question);
    }

    void settled() {
        asking.answered();
        touch();
    }

    void tell(Notification notification) {
        touch();
        listener.notified(notification);
    }

    /** Progress with our token becomes progress with the caller's. */
    void progress(Notification progress) {
        var token = request.progressToken();
        if (token != null) {
            tell(progress.withParam("progressToken", token));
        }
    }

    /** Ends the call with the answer that the backend has given for good. */
    void finish(Response response) {
        calls.leaveAnswered(this);
        if (!isDone()) {
            answer(response);
        }
    }

    /** Ends a call that the table of calls does not know any longer, or has never known. */
    void answer(Response response) {
        var took = deadline == null ? Duration.ZERO : deadline.elapsed();
        end();
        listener.answered(response, took);
    }

    /** Ends the call: the backend will not answer it. */
    void fail(LinkFailure failure) {
        if (!isDone()) {
            calls.abandon(
                    this,
                    failure,
                    () -> {
                        calls.leave(this);
                        fail(failure, isGreeting() ? "initialize" : "call");
                    });
        }
    }

    /**
     * Ends a call that the table of calls does not know any longer, or has never known.
     *
     * @param phase what was under way: {@code initialize} or {@code call}
     */
    void fail(LinkFailure failure, String phase) {
        if (!isDone()) {
            end();
            listener.failed(seenFromHere(failure).error(calls.context().name(), phase));
        }
    }

    /** A latest attempt that did not arrive proves nothing about the ones before. */
    private LinkFailure seenFromHere(LinkFailure failure) {
        return hasBeenSentAgain() && failure.executed() == Executed.NO
                ? failure.executed(Executed.MAYBE)
                : failure;
    }

    /** Nobody waits for it any longer, whatever the backend goes on to do. */
    void disown() {
        cancelled = true;
    }

    /** Ends the call without a word to its listener. */
    void takenBack() {
        disown();
        end();
    }

    /**
     * Makes it a use of its session until it ends.
     *
     * @return false if nothing can begin in the session any more
     */
    boolean use(SessionUses uses) {
        use = uses;
        return uses.begin();
    }

    private void end() {
        state = State.DONE;
        if (use != null) {
            use.end();
            use = null;
        }
        asking.over();
        if (deadline != null) {
            deadline.stop();
        }
        if (rounds != null) {
            rounds.over();
        }
    }
}
