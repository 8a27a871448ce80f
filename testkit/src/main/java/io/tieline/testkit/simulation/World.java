package io.tieline.testkit.simulation;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Observer;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One simulated world: the core in the middle, clients and backend around it, and time. */
final class World {

    /** By then every time limit of a request or a question has passed. */
    private static final Duration DAY = Duration.ofMinutes(33);

    /** By then whatever is kept for those who might come back is given up. */
    private static final Duration EVENING = Duration.ofHours(27);

    private final Schedule schedule = new Schedule();
    private final SeededRandom dice;
    private final Plan plan;
    private final History history;
    private final ObservedExchanges observed;
    private final Budget budget;
    private final CoreTimers timers = new CoreTimers(schedule);
    private final SimulatedBackend backend;
    private final Gateway gateway;
    private final ClientSessions sessions;
    private final StatelessClients stateless;
    private final Front front;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<StatelessClientActor> visitors = new ArrayList<>();
    private final Map<Canary, Integer> parts = new HashMap<>();
    private final Set<String> states = new HashSet<>();
    private int serial;

    World(long seed, Wiring wiring) {
        this.dice = new SeededRandom(seed);
        this.plan = Plan.draw(seed, dice);
        this.history = new History(schedule, plan);
        this.observed = new ObservedExchanges(what -> history.add(new Event.Wrong(what)));
        this.backend = new SimulatedBackend(this, dice.split());
        this.budget = wiring.budget(new Budget(plan.room()));
        var environment =
                new Environment(
                        wiring.timers(timers), dice.split().generator(), new Recorder(), budget);
        this.gateway = new Gateway(wiring.backend(backend), settings(plan), environment);
        var service = observed.before(gateway);
        this.sessions = new ClientSessions(service, plan.settings(), environment);
        this.stateless = new StatelessClients(service, plan.settings(), environment);
        this.front = wiring.front(new CoreFront(sessions, stateless));
    }

    private static GatewaySettings settings(Plan plan) {
        var policy =
                switch (plan.policy()) {
                    case PER_CLIENT_SESSION -> SessionPolicy.PER_CLIENT_SESSION;
                    case PER_REQUEST -> SessionPolicy.PER_REQUEST;
                    case SHARED -> SessionPolicy.SHARED;
                    case PINNED -> new SessionPolicy.Pinned(caller -> caller.principal().name());
                };
        return GatewaySettings.DEFAULT
                .withSessions(policy)
                .withRevision(plan.revision())
                .withCalls(plan.rule())
                .withLimits(plan.limits());
    }

    /** Lets the history happen, closes everything, and looks at what is left. */
    History run() {
        for (int number = 0; number < plan.clients(); number++) {
            for (int session = dice.between(1, 2); session > 0; session--) {
                newcomer(number);
            }
        }
        new Disasters(this, dice.split()).begin();
        schedule.pass(DAY);
        clients.forEach(SimulatedClient::quit);
        visitors.forEach(StatelessClientActor::quit);
        schedule.pass(EVENING);
        lookForRemains();
        gateway.close();
        for (var use : Budget.Use.values()) {
            expect(budget.used(use) == 0, budget.used(use) + " bytes are still " + use.words());
        }
        observed.checkThatAllEnded();
        expect(budget.sharers() == 0, budget.sharers() + " accounts are still open");
        return history;
    }

    private void newcomer(int client) {
        boolean hasSession =
                switch (plan.fronts()) {
                    case SESSIONS -> true;
                    case STATELESS -> false;
                    case MIXED -> dice.chance(0.5);
                };
        if (hasSession) {
            newSession(client, 0);
            return;
        }
        var visitor = new StatelessClientActor(this, dice.split(), client, programs(client));
        visitors.add(visitor);
        schedule.after(dice.millis(0, 40).plusMillis(client), visitor::begin);
    }

    private int programs(int client) {
        long sessions = clients.stream().filter(other -> other.number() == client).count();
        long others = visitors.stream().filter(other -> other.number() == client).count();
        return (int) (sessions + others);
    }

    /** A client begins a session, at first or because its last one is gone. */
    void newSession(int client, int afterMillis) {
        var visitor = new SimulatedClient(this, dice.split(), client, programs(client));
        clients.add(visitor);
        schedule.after(
                dice.millis(afterMillis, afterMillis + 40).plusMillis(client), visitor::begin);
    }

    /** The gateway is being shut down: nothing new begins, and what is in flight ends. */
    void drain() {
        history.add(new Event.Drained());
        sessions.drain(RpcError.of(ErrorCode.DRAINING, "Shutting down"));
        stateless.drain(RpcError.of(ErrorCode.DRAINING, "Shutting down"));
        clients.forEach(SimulatedClient::cutOff);
        visitors.forEach(StatelessClientActor::cutOff);
    }

    private void lookForRemains() {
        expect(timers.live() == 0, timers.live() + " alarms are still set");
        expect(sessions.size() == 0, sessions.size() + " client sessions are left");
        expect(stateless.inFlight() == 0, stateless.inFlight() + " requests are being served");
        for (var link : backend.links()) {
            expect(link.isOver(), link.line() + " is still open");
        }
    }

    private void expect(boolean fact, String otherwise) {
        if (!fact) {
            history.add(new Event.Wrong("at the end of time " + otherwise));
        }
    }

    Plan plan() {
        return plan;
    }

    Schedule schedule() {
        return schedule;
    }

    History history() {
        return history;
    }

    Front front() {
        return front;
    }

    SimulatedBackend backend() {
        return backend;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    List<StatelessClientActor> visitors() {
        return visitors;
    }

    /** A number that nothing else has that is said because of this request. */
    Canary nextPart(Canary of) {
        return of.part(parts.merge(of.whole(), 1, Integer::sum));
    }

    /** The states that the backend has given out. */
    Set<String> states() {
        return states;
    }

    /** What the core is made of, for a look at what it holds. */
    List<Object> core() {
        return List.of(gateway, sessions, stateless);
    }

    Channel channel() {
        return new Channel(schedule, dice.split());
    }

    int nextSerial() {
        return ++serial;
    }

    void crash(SimulatedLink link) {
        backend.crash(link);
    }

    private final class Recorder implements Observer {

        @Override
        public ExchangeObserver began(Sender client, Caller caller, Request request) {
            return observed.begin(request);
        }

        @Override
        public void counted(Count what, String detail) {
            history.add(new Event.Counted(what + " " + detail));
        }

        @Override
        public void fault(Throwable fault) {
            history.add(new Event.Wrong("the core threw " + fault + " at " + where(fault)));
        }

        private static String where(Throwable fault) {
            var trace = fault.getStackTrace();
            return trace.length == 0 ? "?" : trace[0].toString();
        }
    }
}
