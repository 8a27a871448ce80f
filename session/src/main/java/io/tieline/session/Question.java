package io.tieline.session;

import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request that a server raised in the middle of a call, and the one door through which its
 * answer returns.
 *
 * <p>Whoever raises a question gives it its {@link Asker}; from then on the object is all that is
 * needed to answer it: nobody looks up where an answer belongs. A question has one outcome:
 * answered, or withdrawn by its asker, whichever comes first. Safe for use by several threads.
 */
public final class Question {

    /** The one who asked. Called on the thread that answers. */
    public interface Asker {

        /** The one answer; it carries the id of the question as it was asked. */
        void answered(Question question, Response response);

        /**
         * The client reports progress about its answer, with the token that the question carried.
         */
        default void told(Question question, Notification progress) {}

        /**
         * Says whether the asker waits for the answer no longer: the answer has left for it, or the
         * asker is gone. Until then the answer waits for a turn. May be called from any thread.
         */
        default boolean isServed() {
            return true;
        }
    }

    private enum Open {
        OPEN,
        SETTLED
    }

    private final Request request;
    private final Asker asker;
    private final @Nullable String key;
    private final AtomicReference<Object> state = new AtomicReference<>(Open.OPEN);
    private volatile boolean outlivesItsCall;

    /** A question that has just been raised. */
    public Question(Request request, Asker asker) {
        this(request, asker, null);
    }

    /**
     * A question that has just been raised.
     *
     * @param key what its asker would like it to be called where questions have keys (2026-07-28);
     *     null for any
     */
    public Question(Request request, Asker asker, @Nullable String key) {
        this.request = request;
        this.asker = asker;
        this.key = key;
    }

    /** The question as its asker wrote it. */
    public Request request() {
        return request;
    }

    public Asker asker() {
        return asker;
    }

    public @Nullable String key() {
        return key;
    }

    /** Another call may have raised it than the one that brought it: it does not end with that. */
    public void outliveItsCall() {
        outlivesItsCall = true;
    }

    /** Says whether it does not end with the call that brought it. */
    public boolean outlivesItsCall() {
        return outlivesItsCall
                || (asker instanceof PassedOn(var first, _) && first.outlivesItsCall());
    }

    /** Says whether nobody has answered it yet and its asker still wants to know. */
    public boolean isOpen() {
        return state.get() != Open.SETTLED;
    }

    /**
     * Gives the answer; its id is replaced by the question's own.
     *
     * @return false if the question was settled before; the answer is then dropped
     */
    public boolean answer(Response response) {
        if (!settle()) {
            return false;
        }
        asker.answered(this, response.withId(request.id()));
        return true;
    }

    /**
     * Says whether its asker waits for an answer no longer; an answer may have to wait its turn.
     */
    public boolean isServed() {
        return !isOpen() && asker.isServed();
    }

    /** Answers with an error. */
    public boolean refuse(RpcError error) {
        return answer(Failure.of(request.id(), error));
    }

    /** Answers with an error, and counts that the client is not asked. */
    public void refuse(RpcError error, Observer observer) {
        observer.counted(
                Observer.Count.QUESTION_REFUSED,
                MethodTraits.shown(request.method()) + ": " + error.message());
        refuse(error);
    }

    /** Hands the client's progress to the asker while the question is open. */
    public void tell(Notification progress) {
        if (isOpen()) {
            asker.told(this, progress);
        }
    }

    /**
     * The asker does not want to know any longer. The one who carries the question is told; a late
     * answer is dropped.
     */
    public void withdraw(@Nullable Json reason) {
        endUnanswered(reason);
    }

    private boolean endUnanswered(@Nullable Json reason) {
        var before = state.getAndSet(Open.SETTLED);
        if (before instanceof Carrier carrier) {
            carrier.withdrawn(reason);
        }
        return before != Open.SETTLED;
    }

    /** The one who brings the question to the client, or to the person who shall answer it. */
    @FunctionalInterface
    public interface Carrier {
        /** The asker has withdrawn the question. May be called from any thread. */
        void withdrawn(@Nullable Json reason);
    }

    /**
     * Names the one carrier; false if there is one, or if the question is settled already and need
     * not be carried.
     */
    public boolean carriedBy(Carrier carrier) {
        return state.compareAndSet(Open.OPEN, carrier);
    }

    private boolean settle() {
        return state.getAndSet(Open.SETTLED) != Open.SETTLED;
    }

    /**
     * The same question with other parameters: it is answered, told of and withdrawn as this one
     * is, whose carrier it becomes.
     */
    public Question asked(Json params) {
        return passedOn(request.withParams(params), Watcher.NONE);
    }

    /**
     * The same question, of whose fate somebody hears before its asker does: it is answered, told
     * of and withdrawn as this one is, whose carrier it becomes.
     */
    public Question watched(Watcher watcher) {
        return passedOn(request, watcher);
    }

    /** Hears of the fate of a question, once. */
    public interface Watcher {

        /** Hears nothing. */
        Watcher NONE = new Watcher() {};

        /** The question is answered. Called on the thread that answers. */
        default void answered(Question question, Response answer) {}

        /** Its asker has withdrawn it. May be called from any thread. */
        default void withdrawn(Question question) {}
    }

    private Question passedOn(Request written, Watcher watcher) {
        var other = new Question(written, new PassedOn(this, watcher), key);
        Carrier carrier =
                reason -> {
                    if (other.endUnanswered(reason)) {
                        watcher.withdrawn(other);
                    }
                };
        if (!carriedBy(carrier)) {
            other.settle();
        }
        return other;
    }

    /** The asker of a question that stands for another one. */
    private record PassedOn(Question first, Watcher watcher) implements Asker {

        @Override
        public void answered(Question question, Response response) {
            watcher.answered(question, response);
            first.answer(response);
        }

        @Override
        public void told(Question question, Notification progress) {
            first.tell(progress);
        }

        @Override
        public boolean isServed() {
            return first.isServed();
        }
    }

    /** The id as its asker wrote it. */
    public Id id() {
        return request.id();
    }
}
