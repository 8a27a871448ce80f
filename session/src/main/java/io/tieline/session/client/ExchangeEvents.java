package io.tieline.session.client;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer of one exchange what happens to it, and nothing after its outcome. One object
 * serves all exchanges that nobody observes. On the client's strand.
 */
final class ExchangeEvents {

    private static final ExchangeEvents NONE =
            new ExchangeEvents(ExchangeObserver.NONE, Observer.NONE, false, false);

    private final ExchangeObserver told;
    private final Observer all;
    private final boolean observed;
    private final boolean detailed;
    private boolean over;

    private ExchangeEvents(
            ExchangeObserver told, Observer all, boolean observed, boolean detailed) {
        this.told = told;
        this.all = all;
        this.observed = observed;
        this.detailed = detailed;
    }

    /** An exchange begins. */
    static ExchangeEvents begin(
            Observer observer, Observer.Sender client, Caller caller, Request request) {
        try {
            var begun = observer.began(client, caller, request);
            return begun.equals(ExchangeObserver.NONE)
                    ? NONE
                    : new ExchangeEvents(begun, observer, true, begun.isDetailed());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            observer.fault(fault);
            return NONE;
        }
    }

    /**
     * An exchange begins of which the client knows nothing: what happens to it happens to the one
     * that has caused it.
     *
     * @param cause null if no exchange of the client has
     */
    static ExchangeEvents within(@Nullable Exchange cause) {
        return cause == null || !cause.isObserved()
                ? NONE
                : new ExchangeEvents(new Part(cause), Observer.NONE, true, true);
    }

    /** Says whether anybody hears of more than the outcome. */
    boolean isDetailed() {
        return detailed;
    }

    void tell(Consumer<ExchangeObserver> event) {
        if (over) {
            return;
        }
        try {
            event.accept(told);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            all.fault(fault);
        }
    }

    /** The request of a call, with what its observer has go along. From any thread. */
    Request outgoing(ServerCall call) {
        try {
            var along = told.along(call);
            return along.isEmpty() ? call.request() : call.request().withMeta(along);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            all.fault(fault);
            return call.request();
        }
    }

    /** The question whose fate is observed from now on, in place of this one. */
    Question asked(Question question, @Nullable ServerCall origin, Strand strand) {
        if (!detailed) {
            return question;
        }
        var watched = question.watched(new Fate(this, strand));
        tell(observer -> observer.asked(watched, origin));
        return watched;
    }

    void told(Notification notification) {
        if (detailed) {
            tell(observer -> observer.told(notification));
        }
    }

    void parked(long round) {
        if (detailed) {
            tell(observer -> observer.parked(round));
        }
    }

    void resumed(long round, Request retry) {
        if (detailed) {
            tell(observer -> observer.resumed(round, retry));
        }
    }

    /** The exchange is over, after this time. */
    void finished(
            Observer.Outcome outcome,
            @Nullable Response response,
            long nanos,
            @Nullable Duration backendTook) {
        if (observed) {
            var took = Duration.ofNanos(nanos);
            var ending = new Ending(outcome, response, took, backendTook);
            tell(observer -> observer.finished(ending));
            over = true;
        }
    }

    /** Hears what becomes of one question. */
    private record Fate(ExchangeEvents events, Strand strand) implements Question.Watcher {

        @Override
        public void answered(Question question, Response answer) {
            events.tell(observer -> observer.answered(question, answer));
        }

        @Override
        public void withdrawn(Question question) {
            strand.run(() -> events.tell(observer -> observer.withdrawn(question)));
        }
    }

    /** Passes on what happens to the calls of a part of an exchange. */
    private record Part(Exchange whole) implements ExchangeObserver {

        @Override
        public Map<String, Json> along(ServerCall call) {
            return whole.events().told.along(call);
        }

        @Override
        public void routed(ServerCall call) {
            whole.observe(observer -> observer.routed(call));
        }

        @Override
        public void left(ServerCall call, Request sent) {
            whole.observe(observer -> observer.left(call, sent));
        }

        @Override
        public void returned(ServerCall call, Response response, Duration took) {
            whole.observe(observer -> observer.returned(call, response, took));
        }

        @Override
        public void failed(ServerCall call, RpcError error) {
            whole.observe(observer -> observer.failed(call, error));
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            whole.observe(observer -> observer.asked(question, origin));
        }

        @Override
        public void answered(Question question, Response answer) {
            whole.observe(observer -> observer.answered(question, answer));
        }

        @Override
        public void withdrawn(Question question) {
            whole.observe(observer -> observer.withdrawn(question));
        }
    }
}
