package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Caller;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.LogLevels;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.RequestMetadata;
import io.tieline.session.Strand;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * The sender of one request of the stateless era (revision 2026-07-28): what it can do, it has said
 * in this request, and nothing is remembered of it when the request is over.
 */
public final class StatelessClient implements Client {

    /** A stream of events and what it tells (extension {@code io.modelcontextprotocol/events}). */
    private static final String EVENTS_STREAM = "events/stream";

    private static final String OF_EVENTS = "notifications/events/";

    private final Strand strand;
    private final Environment environment;
    private final Account account;
    private final ExchangeOwner home = new Owner();
    private final Runnable onOver;
    private final ClientRoundTrips rounds;
    private final Exchange exchange;
    private volatile RequestMetadata metadata;

    // On the strand.
    private @Nullable Json token;

    StatelessClient(
            Request request,
            Caller caller,
            RequestMetadata metadata,
            ParkedExchanges parking,
            SessionSettings settings,
            Environment environment,
            Account account,
            Runnable onOver) {
        this.strand = new Strand(environment.observer()::fault);
        this.environment = environment;
        this.account = account;
        this.metadata = metadata;
        this.onOver = onOver;
        this.token = request.progressToken();
        long now = environment.timers().nanoTime();
        var events = ExchangeEvents.begin(environment.observer(), metadata, caller, request);
        this.exchange = new Exchange(this, home, request, caller, now, events);
        this.rounds = new ClientRoundTrips(this, exchange, parking, environment, settings);
    }

    @Override
    public Strand strand() {
        return strand;
    }

    @Override
    public Revision revision() {
        return Revision.STATELESS;
    }

    @Override
    public ClientCapabilities capabilities() {
        return metadata.capabilities();
    }

    @Override
    public Json clientInfo() {
        return metadata.clientInfo();
    }

    /** The metadata of its request, or of the latest attempt at it. */
    public RequestMetadata metadata() {
        return metadata;
    }

    @Override
    public RpcError fault(Throwable fault, String what) {
        return Refusals.fault(fault, what, environment);
    }

    Exchange exchange() {
        return exchange;
    }

    ExchangeOwner home() {
        return home;
    }

    /** Others need the room: its request ends with this error, or is given up if it is parked. */
    void end(RpcError error) {
        rounds.close(error.message());
        strand.run(() -> exchange.overrule(error));
    }

    /** A later attempt may come from a client that can do more, or less. */
    void speaks(RequestMetadata other, Request attempt) {
        metadata = other.detached();
        var said = attempt.progressToken();
        token = said == null ? null : said.detached();
    }

    /** The owner of the exchange. */
    private final class Owner implements ExchangeOwner {

        @Override
        public void ask(Question question, Exchange asking) {
            rounds.ask(question);
        }

        @Override
        public @Nullable Notification told(Notification notification) {
            var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
            if (notification.method().equals(Method.LOG_MESSAGE)) {
                return LogLevels.passes(metadata.logLevel(), params) ? notification : null;
            }
            if (notification.method().equals(Method.PROGRESS)) {
                var own = token;
                return own == null ? null : notification.withParam("progressToken", own);
            }
            if (isOfSubscription(notification)) {
                var id = exchange.request().id().json();
                return notification.withParams(Subscription.tagged(params, id));
            }
            // A request hears of itself only; for anything else one listens.
            return MethodTraits.has(notification.method(), Trait.HEARD_BY_LISTENING)
                    ? null
                    : notification;
        }

        /** A stream of events is named as a listen is, by the request that has begun it. */
        private boolean isOfSubscription(Notification notification) {
            var method = exchange.request().method();
            return method.equals(Method.SUBSCRIPTIONS_LISTEN)
                    || (method.equals(EVENTS_STREAM)
                            && notification.method().startsWith(OF_EVENTS));
        }

        @Override
        public long over(Exchange ended) {
            rounds.over();
            onOver.run();
            return environment.timers().nanoTime();
        }

        @Override
        public Account account() {
            return account;
        }

        @Override
        public void counted(Observer.Count what, String detail) {
            environment.observer().counted(what, detail);
        }
    }
}
