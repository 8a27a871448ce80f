package io.tieline.testkit.simulation;

import io.tieline.session.Caller;
import io.tieline.testkit.simulation.Front.Seat;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session of one client, from its handshake to its end. */
final class SimulatedClient {

    private final World world;
    private final SeededRandom dice;
    private final ClientId party;
    private final Caller caller;
    private final Requests requests;
    private final Respondent respondent;

    /** Of a client on stdio: all it says, and all it hears. */
    private final Channel up;

    private final Channel down;

    private final Map<Id, ReplyPath> inFlight = new LinkedHashMap<>();
    private final List<ReplyPath> general = new ArrayList<>(1);
    private final Queue<Tool> toTry = new ArrayDeque<>(0);
    private @Nullable Id tried;
    private @Nullable Seat seat;
    private @Nullable Id greeting;
    private int ways;
    private boolean over;

    SimulatedClient(World world, SeededRandom dice, int client, int session) {
        this.world = world;
        this.dice = dice;
        this.party = new ClientId(client, session, askable(dice), dice.chance(0.3), false);
        this.caller = new Caller(party.principal(), Map.of());
        this.requests = new Requests(dice.split(), party, world.plan());
        this.respondent = new Respondent(world, dice.split(), this);
        this.up = world.channel();
        this.down = world.channel();
    }

    static Set<Kind> askable(SeededRandom dice) {
        if (dice.chance(0.6)) {
            return EnumSet.allOf(Kind.class);
        }
        var kinds = EnumSet.noneOf(Kind.class);
        for (var kind : Kind.values()) {
            if (dice.chance(0.6)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    ClientId party() {
        return party;
    }

    int number() {
        return party.client();
    }

    @Nullable Seat seat() {
        return seat;
    }

    Caller caller() {
        return caller;
    }

    Respondent respondent() {
        return respondent;
    }

    boolean isOver() {
        return over;
    }

    // Sending.

    void begin() {
        try {
            seat = world.front().open(caller, !party.stdio());
        } catch (McpException refused) {
            over = true;
            return;
        }
        if (party.stdio()) {
            attach();
        }
        var params =
                Json.object(
                        "protocolVersion", dice.pick(Plan.HANDSHAKE).text(),
                        "capabilities", Kind.capabilities(party.askable()),
                        "clientInfo",
                                Json.object(
                                        "name",
                                        new Canary(party.client(), party.session(), 0, 0)
                                                .toString(),
                                        "version",
                                        "1"));
        greeting = Id.of(0);
        send(Request.of(greeting, Method.INITIALIZE, params), true);
    }

    private void attach() {
        var path = path(true, true);
        general.add(path);
        if (seat != null) {
            world.history().add(new Event.Attached(path.way()));
            seat.attach(path);
        }
    }

    private ReplyPath path(boolean isGeneral, boolean canAsk) {
        var way = new ReplyChannel(party, ways++, isGeneral, canAsk);
        var channel = party.stdio() ? down : world.channel();
        return new ReplyPath(world, way, channel, message -> hear(way, message));
    }

    private ReplyPath send(Request request, boolean canAsk) {
        var path = path(false, canAsk);
        inFlight.put(request.id(), path);
        post(request, path);
        return path;
    }

    /** A notification, or an answer. */
    void send(Message message) {
        post(message, null);
    }

    private void post(Message message, @Nullable ReplyPath path) {
        if (party.stdio()) {
            up.send(() -> arrive(message, path));
        } else {
            world.schedule().after(dice.millis(0, 4), () -> arrive(message, path));
        }
    }

    private void arrive(Message message, @Nullable ReplyPath path) {
        var to = seat;
        if (to == null || over) {
            return;
        }
        if (!party.stdio() && world.front().find(to.id(), caller) == null) {
            notFound();
            return;
        }
        world.history().add(new Event.Arrived(party, path == null ? null : path.way(), message));
        to.receive(message, caller, path == null ? path(false, false) : path);
    }

    /** The session is gone, and the client begins another one. */
    private void notFound() {
        over = true;
        if (party.session() < 4) {
            world.newSession(party.client(), 5);
        }
    }

    // Hearing.

    private void hear(ReplyChannel way, Message message) {
        if (over) {
            return;
        }
        switch (message) {
            case Request question -> respondent.asked(question, way);
            case Notification notification -> respondent.told(notification);
            case Response response -> answered(response);
        }
    }

    private void answered(Response response) {
        var id = response.id();
        if (id == null) {
            return;
        }
        inFlight.remove(id);
        if (id.equals(tried)) {
            tryNext();
        }
        if (id.equals(greeting) && response instanceof Result) {
            greeting = null;
            welcomed();
        }
    }

    private void welcomed() {
        send(Notification.of(Method.INITIALIZED, null));
        if (!party.stdio() && dice.chance(0.5)) {
            world.schedule().after(dice.millis(0, 30), this::attach);
        }
        if (dice.chance(0.3)) {
            toTry.addAll(world.plan().tools());
            tryNext();
        } else {
            work();
        }
        if (world.plan().has(Fault.QUITS) && dice.chance(0.6)) {
            world.schedule().after(dice.millis(0, 3000), this::quit);
        }
        if (world.plan().has(Fault.DROPS)) {
            world.schedule().after(dice.millis(0, 2000), this::dropGeneral);
        }
    }

    // Acting.

    /** Calls the tools one after the other, as a careful user does. */
    private void tryNext() {
        var tool = toTry.poll();
        if (tool == null) {
            tried = null;
            work();
        } else if (!over) {
            var request = requests.call(tool, inFlight.keySet());
            tried = request.id();
            send(request, true);
        }
    }

    private void work() {
        int within = dice.pick(List.of(5, 300, 2500));
        for (int i = dice.between(1, 8); i > 0; i--) {
            world.schedule().after(dice.millis(0, within), this::request);
        }
        if (world.plan().has(Fault.FORBIDDEN_MESSAGES) && dice.chance(0.6)) {
            world.schedule().after(dice.millis(0, within), this::goTheWrongWay);
        }
    }

    /** Asks, or tells, what only a server may. */
    private void goTheWrongWay() {
        if (over) {
            return;
        }
        if (dice.chance(0.5)) {
            post(Forbidden.requestOfClient(dice, world.nextSerial()), path(false, true));
        } else {
            send(Forbidden.notificationOfClient(dice));
        }
    }

    private void request() {
        if (over) {
            return;
        }
        boolean again =
                world.plan().has(Fault.REUSED_IDS) && !inFlight.isEmpty() && dice.chance(0.3);
        var request = requests.next(inFlight.keySet(), again);
        var path = again ? resend(request) : send(request, party.stdio() || dice.chance(0.9));
        if (world.plan().has(Fault.CANCELS) && dice.chance(0.3)) {
            world.schedule()
                    .after(dice.millis(0, dice.chance(0.5) ? 30 : 500), () -> cancel(request));
        }
        if (world.plan().has(Fault.DROPS) && !party.stdio() && dice.chance(0.4)) {
            world.schedule().after(dice.millis(0, 300), () -> drop(path));
        }
        if (world.plan().has(Fault.SLOW_READERS) && dice.chance(0.4)) {
            world.schedule().after(dice.millis(0, 50), () -> press(path));
        }
    }

    /** The first request of that id keeps its place. */
    private ReplyPath resend(Request request) {
        var path = path(false, true);
        post(request, path);
        return path;
    }

    /** Takes a request back, whether or not it has been answered. */
    void cancel(Request request) {
        var reason = requests.canaryOf(request) + " is tired";
        send(
                Notification.of(
                        Method.CANCELLED,
                        Json.object("requestId", request.id().json(), "reason", reason)));
    }

    void drop(ReplyPath path) {
        path.goAway();
        if (dice.chance(0.5)) {
            world.schedule().after(dice.millis(0, 2000), path::comeBack);
        } else {
            world.schedule().after(dice.millis(0, dice.chance(0.5) ? 1 : 20_000), path::lose);
        }
    }

    private void press(ReplyPath path) {
        path.press(true);
        world.schedule().after(dice.millis(0, 1000), () -> path.press(false));
    }

    private void dropGeneral() {
        if (!party.stdio() && !over) {
            general.forEach(this::drop);
            if (dice.chance(0.5)) {
                world.schedule().after(dice.millis(0, 1000), this::attachAgain);
            }
        }
    }

    private void attachAgain() {
        if (!over && seat != null && world.front().find(seat.id(), caller) != null) {
            attach();
        }
    }

    /** Its connections are gone. */
    void cutOff() {
        over = true;
    }

    /** Ends the session, as a DELETE or the end of input does. */
    void quit() {
        var session = seat;
        if (session != null && !over) {
            over = true;
            world.history().add(new Event.Quit(party));
            session.close();
        }
    }
}
