package io.tieline.session;

import static java.util.Objects.requireNonNull;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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

    private final BackendSession session;
    private final Request request;
    private final CallListener listener;
    private final CallOptions options;
    private final Asking asking;

    private Request attempt;
    private Map<String, String> mirrored = Map.of();
    private @Nullable CallRounds rounds;
    private @Nullable Id id;
    private long number;
    private int attempts;
    private boolean done;
    private boolean counted;
    private boolean cancelled;
    private @Nullable Deadline deadline;

    Call(BackendSession session, Request request, CallListener listener, CallOptions options) {
        this.session = session;
        this.request = request;
        this.listener = listener;
        this.options = options;
        this.asking = new Asking(request);
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
        session.strand().run(() -> session.cancel(this, reason));
    }

    /** The reader of this call's messages is too slow, or has caught up. */
    public void press(boolean tooMuch) {
        session.strand().run(() -> session.press(this, tooMuch));
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
        session.strand().run(() -> session.received(message, this));
    }

    @Override
    public void failed(LinkFailure failure) {
        session.strand().run(() -> session.failed(this, failure));
    }

    @Override
    public void paused() {
        session.strand()
                .run(() -> {
                    if (!done) {
                        listener.paused();
                    }
                });
    }

    // The rest runs on the strand.

    /** What is sent of it next: the request, or what has taken its place. */
    Request attempt() {
        return attempt;
    }

    /** What is sent next in place of the request itself. */
    void attempt(Request next) {
        attempt = next;
    }

    /** Gives what is sent the id under which it leaves; its progress token is the same number. */
    Request leave(long number, Request written) {
        var minted = Id.of(number);
        id = minted;
        this.number = number;
        attempts++;
        return written.with(minted, written.progressToken() == null ? null : minted.json());
    }

    /** What the headers of this attempt say a second time. */
    void mirror(Map<String, String> headers) {
        mirrored = headers;
    }

    /** The rounds in which the backend is given what it asked for; made when it asks first. */
    CallRounds rounds(Supplier<CallRounds> first) {
        var begun = rounds == null ? first.get() : rounds;
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

    /** What this call has asked, and may ask. */
    Asking asking() {
        return asking;
    }

    boolean hasLeft() {
        return attempts > 0;
    }

    boolean hasBeenSentAgain() {
        return attempts > 1;
    }

    boolean isDone() {
        return done;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void watch(Deadline watched) {
        deadline = watched;
    }

    /** Whether it has taken as long as it may in all, sign of life or not. */
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

    void answer(Response response) {
        end();
        listener.answered(response);
    }

    void fail(RpcError error) {
        if (!done) {
            end();
            listener.failed(error);
        }
    }

    /** Nobody waits for it any longer, whatever the backend goes on to do. */
    void disown() {
        cancelled = true;
    }

    void takenBack() {
        disown();
        end();
    }

    /** It is a use of its session until it ends. */
    void count() {
        counted = true;
    }

    private void end() {
        done = true;
        if (counted) {
            counted = false;
            session.useEnds();
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
