package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.MessageCost;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one client session that are in flight, by the client's ids, and the streams on
 * which they are answered. On the session's strand.
 */
final class ClientExchanges implements ExchangeOwner {

    private final ClientSession session;
    private final Environment environment;
    private final Questions questions;
    private final IdleWatch idle;
    private final GeneralStream generalStream;
    private final Map<Id, Exchange> exchanges = new LinkedHashMap<>(2);

    ClientExchanges(
            ClientSession session, Environment environment, Questions questions, IdleWatch idle) {
        this.session = session;
        this.environment = environment;
        this.questions = questions;
        this.idle = idle;
        this.generalStream =
                new GeneralStream(
                        environment.observer(), session.account(), questions, exchanges.values());
    }

    /** The stream for what belongs to no request. */
    GeneralStream generalStream() {
        return generalStream;
    }

    boolean contains(Id id) {
        return exchanges.containsKey(id);
    }

    int size() {
        return exchanges.size();
    }

    /** Begins an exchange, for whose request room was taken. */
    Exchange begin(Request request, Caller caller, ReplyStream stream) {
        long now = environment.timers().nanoTime();
        var events = ExchangeEvents.begin(environment.observer(), session, caller, request);
        var exchange = new Exchange(session, this, request, caller, now, events);
        exchanges.put(request.id(), exchange);
        exchange.travel(new ExchangeAttempt(request, stream, this));
        generalStream.streamOpened(stream);
        return exchange;
    }

    /** The client takes a request back; the handshake cannot be (all revisions, "Cancellation"). */
    void cancel(@Nullable Json params) {
        var exchange = params == null ? null : exchangeOf(params.get("requestId"));
        if (params != null
                && exchange != null
                && !exchange.request().method().equals(Method.INITIALIZE)) {
            exchange.cancel(params.get("reason"));
        }
    }

    private @Nullable Exchange exchangeOf(@Nullable Json requestId) {
        try {
            return requestId == null ? null : exchanges.get(Id.of(requestId));
        } catch (MalformedException notAnId) {
            return null;
        }
    }

    /** The client is gone. */
    void abandonAll(String why) {
        List.copyOf(exchanges.values()).forEach(exchange -> exchange.abandon(Json.string(why)));
    }

    /** Ends every exchange with this error. */
    void overruleAll(RpcError error) {
        List.copyOf(exchanges.values()).forEach(exchange -> exchange.overrule(error));
    }

    @Override
    public void ask(Question question, Exchange exchange) {
        exchange.flush();
        questions.ask(question, exchange.stream(), exchange);
    }

    @Override
    public Notification told(Notification notification) {
        return notification;
    }

    @Override
    public long over(Exchange exchange) {
        questions.over(exchange);
        exchanges.remove(exchange.request().id(), exchange);
        account().give(Budget.Use.IN_FLIGHT, MessageCost.of(exchange.request()));
        long now = idle.touch();
        var stream = exchange.stream();
        if (stream != null) {
            generalStream.requestOver(stream);
        }
        return now;
    }

    @Override
    public Account account() {
        return session.account();
    }

    @Override
    public void counted(Observer.Count what, String detail) {
        environment.observer().counted(what, detail);
    }
}
