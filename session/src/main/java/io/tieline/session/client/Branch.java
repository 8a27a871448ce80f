package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request that a service makes in the name of a client, which knows nothing of it: one of the
 * requests that a service makes of several servers to answer one of the client's. It is an {@link
 * Exchange} like any other, but for its end: the answer goes to the service, and a question is
 * refused.
 *
 * <p>Everything happens on the client's {@linkplain Client#strand strand}; a branch is begun there.
 */
public final class Branch {

    /** Hears what comes of a branch, on the client's strand. */
    public interface Listener {

        /** A notification that a client would hear on the stream of this request. */
        void told(Notification notification);

        /** The answer; said once, unless the branch was taken back before. */
        void answered(Response response);
    }

    private final Exchange exchange;

    private Branch(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Begins one; nobody serves it yet.
     *
     * @param cause the client's request that is to be answered: who observes that hears of this
     * @param request as this client would write it
     */
    public static Branch of(
            Exchange cause, Request request, Environment environment, Listener listener) {
        var events = ExchangeEvents.within(cause);
        return of(cause.client(), cause.caller(), request, environment, listener, events);
    }

    /**
     * Begins one that no request of the client alone has caused; nobody serves it yet.
     *
     * @param client in whose name
     * @param caller who sends it
     * @param request as this client would write it
     */
    public static Branch of(
            Client client,
            Caller caller,
            Request request,
            Environment environment,
            Listener listener) {
        var events = ExchangeEvents.within(null);
        return of(client, caller, request, environment, listener, events);
    }

    private static Branch of(
            Client client,
            Caller caller,
            Request request,
            Environment environment,
            Listener listener,
            ExchangeEvents events) {
        var owner = new Owner(accountOf(client), environment.observer());
        long now = environment.timers().nanoTime();
        var exchange = new Exchange(client, owner, request, caller, now, events);
        exchange.travel(new ExchangeAttempt(request, new Stream(listener), owner));
        return new Branch(exchange);
    }

    private static Account accountOf(Client client) {
        return switch (client) {
            case ClientSession session -> session.account();
            case StatelessClient stateless -> stateless.home().account();
        };
    }

    /** The exchange that is to be served. */
    public Exchange exchange() {
        return exchange;
    }

    /** Takes it back: whoever serves it is told, and the listener hears nothing more. */
    public void cancel(@Nullable Json reason) {
        exchange.client().strand().run(() -> exchange.cancel(reason));
    }

    /** The owner of the exchange, which has no client to bring anything to. */
    private record Owner(Account account, Observer observer) implements ExchangeOwner {

        @Override
        public void ask(Question question, Exchange exchange) {
            question.refuse(Refusals.noClientBehind());
        }

        @Override
        public Notification told(Notification notification) {
            return notification;
        }

        @Override
        public long over(Exchange exchange) {
            return 0; // The end of the client's own request is what is observed.
        }

        @Override
        public void counted(Observer.Count what, String detail) {
            observer.counted(what, detail);
        }
    }

    /** The way back to the service. */
    private record Stream(Branch.Listener listener) implements ReplyStream {

        @Override
        public void send(Message message) {
            if (message instanceof Notification notification) {
                listener.told(notification);
            }
        }

        @Override
        public void end(Response response) {
            listener.answered(response);
        }

        @Override
        public void abort() {
            // It was taken back: there is nothing to say.
        }

        @Override
        public boolean canAsk() {
            return false;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public void listen(ReplyStream.Listener fate) {
            // It is never lost.
        }
    }
}
