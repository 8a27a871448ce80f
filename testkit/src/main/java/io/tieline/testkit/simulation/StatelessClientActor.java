package io.tieline.testkit.simulation;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange.Cancellation;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program without a session: every request stands for itself and says what its client can do. It
 * answers questions by another attempt, or never; it hangs up when it likes.
 */
final class StatelessClientActor {

    private static final int PATIENCE = 20;

    /** An attempt that is under way. */
    private record Underway(Request request, ReplyPath path) {}

    private final World world;
    private final SeededRandom dice;
    private final ClientId party;
    private final Caller caller;

    /** Of a program on stdio: all it says, and all it hears. */
    private final Channel up;

    private final Channel down;
    private final Map<ReplyChannel, Underway> underway = new LinkedHashMap<>();
    private final Map<ReplyChannel, Cancellation> cancellations = new LinkedHashMap<>();
    private int ways;
    private int errands;
    private boolean over;

    StatelessClientActor(World world, SeededRandom dice, int client, int program) {
        this.world = world;
        this.dice = dice;
        this.party =
                new ClientId(
                        client, program, SimulatedClient.askable(dice), dice.chance(0.3), true);
        this.caller = new Caller(party.principal(), Map.of());
        this.up = world.channel();
        this.down = world.channel();
    }

    int number() {
        return party.client();
    }

    void begin() {
        int within = dice.pick(List.of(5, 300, 2500));
        for (int i = dice.between(1, 8); i > 0; i--) {
            world.schedule().after(dice.millis(0, within), this::go);
        }
        if (world.plan().has(Fault.QUITS) && dice.chance(0.6)) {
            world.schedule().after(dice.millis(0, 3000), this::quit);
        }
    }

    // Asking.

    private void go() {
        if (over) {
            return;
        }
        var canary = new Canary(party.client(), party.session(), ++errands, 0);
        var errand = new StatelessScript(dice.split(), canary, world.plan());
        var path = send(errand, way -> errand.attempt(nextId(), way, askable()));
        if (errand.listens()) {
            world.schedule().after(dice.millis(500, 3000), () -> hangUp(path));
        }
    }

    /** What it can be asked may be something else each time. */
    private Set<Kind> askable() {
        return dice.chance(0.8) ? party.askable() : SimulatedClient.askable(dice);
    }

    /** Over HTTP nothing but its own stream tells one request from another. */
    private Id nextId() {
        if (!party.stdio()) {
            return dice.chance(0.5) ? Id.of(1) : Id.of("r" + dice.between(1, 3));
        }
        long number = dice.between(0, 3);
        while (isUsed(Id.of(number))) {
            number++;
        }
        return Id.of(number);
    }

    private boolean isUsed(Id id) {
        return underway.values().stream().anyMatch(one -> one.request().id().equals(id));
    }

    private ReplyPath send(StatelessScript errand, Function<ReplyChannel, Request> attempt) {
        var way = new ReplyChannel(party, ways++, false, true);
        var request = attempt.apply(way);
        var channel = party.stdio() ? down : world.channel();
        var path = new ReplyPath(world, way, channel, message -> hear(errand, way, message));
        underway.put(way, new Underway(request, path));
        if (party.stdio()) {
            up.send(() -> arrive(request, path));
        } else {
            world.schedule().after(dice.millis(0, 4), () -> arrive(request, path));
        }
        misbehave(path);
        return path;
    }

    private void arrive(Request request, ReplyPath path) {
        if (over) {
            return;
        }
        world.history().add(new Event.Arrived(party, path.way(), request));
        try {
            cancellations.put(path.way(), world.front().receive(request, caller, path));
        } catch (McpException refused) {
            path.end(Failure.of(request.id(), refused.error()));
        }
    }

    private void misbehave(ReplyPath path) {
        boolean leaves = world.plan().has(Fault.DROPS) || world.plan().has(Fault.CANCELS);
        if (leaves && dice.chance(0.3)) {
            world.schedule().after(dice.millis(0, dice.chance(0.5) ? 30 : 500), () -> hangUp(path));
        }
        if (world.plan().has(Fault.SLOW_READERS) && dice.chance(0.4)) {
            world.schedule().after(dice.millis(0, 50), () -> path.press(true));
            world.schedule().after(dice.millis(50, 1000), () -> path.press(false));
        }
    }

    /** Takes the request back, in the way of its transport; when it is answered that is nothing. */
    private void hangUp(ReplyPath path) {
        if (!party.stdio()) {
            path.lose();
            return;
        }
        var open = underway.get(path.way());
        if (open == null || over) {
            return;
        }
        var params = Json.object("requestId", open.request().id().json(), "reason", "it is tired");
        up.send(() -> takeBack(path.way(), Notification.of(Method.CANCELLED, params)));
    }

    private void takeBack(ReplyChannel way, Notification cancelled) {
        var cancellation = cancellations.get(way);
        if (!over && cancellation != null && underway.containsKey(way)) {
            world.history().add(new Event.Arrived(party, way, cancelled));
            underway.remove(way);
            var params = cancelled.params();
            cancellation.cancelled(params == null ? null : params.get("reason"));
        }
    }

    // Hearing.

    private void hear(StatelessScript errand, ReplyChannel way, Message message) {
        if (over || !(message instanceof io.tieline.wire.Response response)) {
            return;
        }
        underway.remove(way);
        cancellations.remove(way);
        if (response instanceof Result result
                && "input_required".equals(result.result().text("resultType"))) {
            asked(errand, result.result());
        }
    }

    private void asked(StatelessScript errand, Json input) {
        var state = input.text("requestState");
        if (state != null) {
            errand.states.add(state);
        }
        if (errand.rounds++ > PATIENCE || (world.plan().has(Fault.SILENCE) && dice.chance(0.3))) {
            return;
        }
        var delay = dice.chance(0.8) ? dice.millis(0, 60) : dice.millis(60, 2500);
        world.schedule().after(delay, () -> answer(errand, input, state));
        if (state != null && world.plan().has(Fault.FORGED_STATES)) {
            forge(errand, input, state);
        }
    }

    private void answer(StatelessScript errand, Json input, @Nullable String state) {
        if (!over) {
            var responses = responses(input.get("inputRequests"));
            send(errand, way -> errand.attempt(nextId(), way, askable(), responses, state));
        }
    }

    private @Nullable Json responses(@Nullable Json requests) {
        if (requests == null) {
            return null;
        }
        var responses = Json.EMPTY_OBJECT;
        for (var each : requests.members()) {
            if (dice.chance(0.9)) {
                var params = each.value().get("params");
                var method = String.valueOf(each.value().text("method"));
                var question = Request.of(Id.of(0), method, params);
                var canary = java.util.Objects.requireNonNull(Canary.in(question.json()));
                var answer = Kind.of(question).answer(canary, world.nextSerial());
                responses = responses.with(each.name(), answer);
            }
        }
        return dice.chance(0.1)
                ? responses.with("nobody asked", Json.object("action", "accept"))
                : responses;
    }

    /** States that are used where they must not be. */
    private void forge(StatelessScript errand, Json input, String state) {
        var delay = dice.millis(0, 200);
        switch (dice.between(0, 5)) {
            case 0 -> world.schedule().after(delay, () -> answer(errand, input, state));
            case 1 -> {
                var early = errand.states.getFirst();
                world.schedule().after(delay, () -> answer(errand, input, early));
            }
            case 2 -> {
                var other = dice.pick(world.visitors());
                if (other.number() != number()) {
                    world.schedule().after(delay, () -> other.answer(errand, input, state));
                }
            }
            case 3 ->
                    world.schedule()
                            .after(
                                    delay,
                                    () ->
                                            tryOn(
                                                    errand,
                                                    way -> errand.altered(nextId(), way, state)));
            case 4 -> world.schedule().after(delay, () -> answer(errand, input, state + "A"));
            default -> {}
        }
    }

    private void tryOn(StatelessScript errand, Function<ReplyChannel, Request> attempt) {
        if (!over) {
            send(errand, attempt);
        }
    }

    /** Its connections are gone. */
    void cutOff() {
        over = true;
    }

    /** Hangs up everything. */
    void quit() {
        if (!over) {
            over = true;
            List.copyOf(underway.values()).forEach(one -> one.path().lose());
        }
    }
}
