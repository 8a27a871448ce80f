package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.MessageCost;
import io.tieline.session.Observer;
import io.tieline.session.Principal;
import io.tieline.session.Refusals;
import io.tieline.session.RequestMetadata;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one listener that have no sessions (revision 2026-07-28): takes each of their
 * requests, brings a retried one back to the {@link Exchange} that is parked for it, and hands any
 * other to the service as an exchange of its own. Safe for use by several threads.
 */
public final class StatelessClients implements AutoCloseable {

    /** One principal stands for many programs where nobody authenticates. */
    private static final int SHARES = 16;

    /**
     * A request that waits for its client costs a call at the backend, and many backends take only
     * so many: half of what is taken leaves room for those that work.
     */
    private static final int WAITING_SHARE = 2;

    private static final int LEAST_WAITING = 32;

    /** The sender of a request that is refused, whatever it may have said of itself. */
    private static final RequestMetadata UNKNOWN =
            new RequestMetadata(ClientCapabilities.NONE, Json.EMPTY_OBJECT, null);

    private final Map<Long, Exchange> running = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Principal, Calls> perPrincipal;
    private final Service service;
    private final SessionSettings settings;
    private final Environment environment;
    private final ParkedExchanges parking;
    private final int most;
    private final AtomicReference<@Nullable Runnable> onIdle = new AtomicReference<>();
    private volatile @Nullable RpcError refusal;

    /** The clients that want something of this service. */
    public StatelessClients(Service service, SessionSettings settings, Environment environment) {
        this(service, settings, environment, new ConcurrentHashMap<>());
    }

    /**
     * The clients that want something of another service of the same listener: what one principal
     * may have in flight is counted for both together, and nothing else is shared.
     */
    public StatelessClients(StatelessClients beside, Service service) {
        this(service, beside.settings, beside.environment, beside.perPrincipal);
    }

    private StatelessClients(
            Service service,
            SessionSettings settings,
            Environment environment,
            Map<Principal, Calls> perPrincipal) {
        this.perPrincipal = perPrincipal;
        this.service = service;
        this.settings = settings;
        this.environment = environment;
        this.most = settings.maxCalls() * SHARES;
        this.parking =
                new ParkedExchanges(
                        environment, Math.max(LEAST_WAITING, settings.maxCalls() / WAITING_SHARE));
    }

    /**
     * Takes a request. From then on its outcome comes on the stream; a stream that is lost takes
     * the request back.
     *
     * @return takes the request back, with the client's reason
     * @throws McpException if it is none of this era (-32602, -32022), names a method that this era
     *     does not have (-32601), or cannot be taken now; nothing was sent on the stream
     */
    public Exchange.Cancellation receive(Request request, Caller caller, ReplyStream stream) {
        try {
            return take(request, caller, stream);
        } catch (McpException refused) {
            environment.observer().refused(UNKNOWN, caller, request, refused.error());
            throw refused;
        }
    }

    private Exchange.Cancellation take(Request request, Caller caller, ReplyStream stream) {
        var metadata = RequestMetadata.of(request);
        if (!MethodTraits.isClients(request)) {
            environment
                    .observer()
                    .counted(
                            Observer.Count.WRONG_DIRECTION,
                            request.method() + " from a client without a session");
            throw new McpException(Refusals.notYours(request, "a client"));
        }
        if (MethodTraits.has(request.method(), Trait.HANDSHAKE_ONLY)) {
            throw new McpException(Refusals.noSuchMethod(request.method()));
        }
        Subscription.requireFew(request);
        var state = request.params() == null ? null : request.params().text("requestState");
        var ticket = state == null ? null : parking.find(state, caller, request);
        return ticket == null
                ? begin(request, caller, metadata, stream)
                : resume(ticket, request, metadata, stream);
    }

    private Exchange.Cancellation begin(
            Request request, Caller caller, RequestMetadata metadata, ReplyStream stream) {
        var unavailable = refusal;
        if (unavailable != null) {
            throw new McpException(unavailable);
        }
        var account = takePlace(caller.principal(), request);
        long cost = MessageCost.of(request);
        var over =
                new Over(
                        caller.principal(),
                        numbers.incrementAndGet(),
                        () -> {
                            account.give(Budget.Use.IN_FLIGHT, cost);
                            account.close();
                        });
        var client =
                new StatelessClient(
                        request, caller, metadata, parking, settings, environment, account, over);
        var exchange = client.exchange();
        var leg = new ExchangeAttempt(request, stream, client.home());
        running.put(over.number, exchange);
        account.onCostliest(
                () -> client.end(Refusals.costliest(account, "this request; try again later")));
        client.strand()
                .run(() -> {
                    exchange.travel(leg);
                    exchange.onFinish(response -> dressed(exchange, response));
                    exchange.attempt(() -> service.serve(exchange));
                    if (refusal != null) {
                        endListening(exchange); // it may have come too late to be told otherwise
                    }
                });
        return reason -> client.strand().run(() -> exchange.cancel(leg, reason));
    }

    /**
     * Counts one more request of this principal, and the bytes that it costs: each has an account
     * of its own, so that none is refused or ended for what another one holds.
     */
    private Account takePlace(Principal principal, Request request) {
        var calls =
                perPrincipal.compute(
                        principal,
                        (name, known) -> {
                            var begun =
                                    known == null
                                            ? new Calls(environment.budget().session(name))
                                            : known;
                            begun.count.incrementAndGet();
                            return begun;
                        });
        // Another thread may have begun one meanwhile: a refusal too many, never a call too many.
        if (calls.count.get() > most) {
            forget(principal);
            throw new McpException(Refusals.tooManyCalls(most));
        }
        var account = calls.account.open("this request", calls.account.limit());
        if (!account.take(Budget.Use.IN_FLIGHT, MessageCost.of(request))) {
            var refusal = Refusals.noRoom(account, "this request");
            forget(principal);
            throw new McpException(refusal);
        }
        return account;
    }

    private Exchange.Cancellation resume(
            ParkedExchanges.Ticket ticket,
            Request retry,
            RequestMetadata metadata,
            ReplyStream stream) {
        var rounds = ticket.rounds();
        var exchange = rounds.exchange();
        var strand = exchange.client().strand();
        var leg = rounds.leg(retry, stream);
        strand.run(() -> {
            if (!rounds.resume(ticket.round(), retry, metadata, leg)) {
                stream.end(Failure.of(retry.id(), Refusals.staleState()));
            }
        });
        return reason -> strand.run(() -> exchange.cancel(leg, reason));
    }

    /** Adds what every result must say in this era, if its server has not said it. */
    private static Response dressed(Exchange exchange, Response response) {
        if (!(response instanceof Result result)) {
            return response;
        }
        var body = result.result();
        if (body.get("resultType") == null) {
            body = body.with("resultType", Json.string("complete"));
        }
        if (MethodTraits.has(exchange.request().method(), Trait.CACHEABLE) && isComplete(body)) {
            if (body.get("ttlMs") == null) {
                body = body.with("ttlMs", Json.number(0));
            }
            if (body.get("cacheScope") == null) {
                body = body.with("cacheScope", Json.string("private"));
            }
        }
        if (exchange.request().method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            body = Subscription.tagged(body, exchange.request().id().json());
        }
        return body.equals(result.result()) ? result : result.withResult(body);
    }

    private static boolean isComplete(Json result) {
        return "complete".equals(result.text("resultType"));
    }

    private void forget(Principal principal) {
        perPrincipal.computeIfPresent(
                principal,
                (_, calls) -> {
                    if (calls.count.decrementAndGet() > 0) {
                        return calls;
                    }
                    calls.account.close();
                    return null;
                });
    }

    /** How many requests are being served, those included whose clients are away. */
    public int inFlight() {
        return running.size();
    }

    /**
     * Runs the task once, as soon as nothing is being served, nothing either whose client is away
     * with questions to answer; at once if that is so. For one who has {@linkplain #refuseNew
     * refused} what is new. A later task takes the place of one that has not run.
     */
    public void whenIdle(Runnable task) {
        onIdle.set(task);
        tellIfIdle();
    }

    private void tellIfIdle() {
        if (running.isEmpty()) {
            var task = onIdle.getAndSet(null);
            if (task != null) {
                task.run();
            }
        }
    }

    /** From now on nothing new is taken; what is being served goes on, but for listening. */
    public void refuseNew() {
        refuseNew(Draining.ERROR);
    }

    private void refuseNew(RpcError error) {
        refusal = error;
        running.values().forEach(StatelessClients::endListening);
    }

    private static void endListening(Exchange exchange) {
        if (exchange.request().method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            exchange.finish(Subscription.ended(exchange));
        }
    }

    /**
     * Ends everything with this error, and refuses what is new with it; listening ends in order,
     * and the parked are settled.
     */
    public void drain(RpcError error) {
        refuseNew(error);
        parking.all().forEach(rounds -> rounds.close(error.message()));
        for (var exchange : List.copyOf(running.values())) {
            exchange.client().strand().run(() -> exchange.overrule(error));
        }
    }

    @Override
    public void close() {
        drain(Draining.ERROR);
    }

    /**
     * The requests that one principal has in flight; counted while its place in the table is held.
     */
    private static final class Calls {

        private final Account account;
        private final AtomicInteger count = new AtomicInteger();

        Calls(Account account) {
            this.account = account;
        }
    }

    /** Runs when an exchange has had its outcome. */
    private final class Over implements Runnable {

        private final Principal principal;
        private final long number;
        private final Runnable giveBack;

        Over(Principal principal, long number, Runnable giveBack) {
            this.principal = principal;
            this.number = number;
            this.giveBack = giveBack;
        }

        @Override
        public void run() {
            if (running.remove(number) != null) {
                giveBack.run();
                forget(principal);
                tellIfIdle();
            }
        }
    }
}
