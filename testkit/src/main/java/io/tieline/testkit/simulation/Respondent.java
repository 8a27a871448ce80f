package io.tieline.testkit.simulation;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a client does when it is asked: most answer, some are slow, silent, or lie. */
final class Respondent {

    private final World world;
    private final SeededRandom dice;
    private final SimulatedClient client;
    private final Set<Id> withdrawn = new HashSet<>(0);

    Respondent(World world, SeededRandom dice, SimulatedClient client) {
        this.world = world;
        this.dice = dice;
        this.client = client;
    }

    void told(Notification notification) {
        if (notification.method().equals(Method.CANCELLED) && notification.params() != null) {
            var id = notification.params().get("requestId");
            if (id != null && id.isNumber()) {
                withdrawn.add(Id.of(id.asLong()));
            }
        }
    }

    void asked(Request question, ReplyChannel way) {
        if (Forbidden.is(question)) {
            var error = RpcError.of(ErrorCode.METHOD_NOT_FOUND, "No server asks that");
            send(Failure.of(question.id(), error));
            return;
        }
        var plan = world.plan();
        if (plan.has(Fault.SILENCE) && dice.chance(0.3)) {
            return;
        }
        if (plan.has(Fault.FORGED_ANSWERS)) {
            forge(question);
        }
        var delay = dice.chance(0.8) ? dice.millis(0, 60) : dice.millis(60, 2500);
        world.schedule().after(delay, () -> answer(question));
        if (plan.has(Fault.FORGED_ANSWERS) && dice.chance(0.3)) {
            world.schedule().after(delay.plus(dice.millis(0, 20)), () -> send(right(question)));
        }
    }

    private void answer(Request question) {
        boolean stubborn = world.plan().has(Fault.SILENCE) && dice.chance(0.5);
        if (withdrawn.contains(question.id()) && !stubborn) {
            return;
        }
        if (question.progressToken() != null && dice.chance(0.5)) {
            var params =
                    Json.object(
                            "progressToken", question.progressToken(),
                            "progress", 1,
                            "message", canary(question).toString());
            send(Notification.of(Method.PROGRESS, params));
        }
        send(dice.chance(0.9) ? right(question) : declined(question));
    }

    private void send(io.tieline.wire.Message message) {
        if (!client.isOver()) {
            client.send(message);
        }
    }

    private static Canary canary(Request question) {
        return Objects.requireNonNull(Canary.in(question.json()));
    }

    private Response right(Request question) {
        var answer = Kind.of(question).answer(canary(question), world.nextSerial());
        return Result.of(question.id(), answer);
    }

    private Response declined(Request question) {
        var data = Json.object("canary", canary(question) + " #" + world.nextSerial());
        return Failure.of(question.id(), new RpcError(-1, "User rejected", data));
    }

    /** Answers to what was never asked, here and from sessions that were not asked. */
    private void forge(Request question) {
        if (dice.chance(0.3)) {
            var near = question.id().json().asLong() + dice.between(1, 3);
            send(lie(dice.chance(0.5) ? Id.of(near) : Id.of(question.id().json().toString())));
        }
        var others = world.clients();
        var other = dice.pick(List.copyOf(others));
        if (other != client && !other.isOver()) {
            other.respondent().send(lie(question.id()));
            stealSession(other);
        }
    }

    private Response lie(Id id) {
        return Result.of(id, Json.object("action", "accept", "forged", world.nextSerial()));
    }

    /** Another principal finds nothing under a session's name. */
    private void stealSession(SimulatedClient other) {
        var seat = other.seat();
        boolean foreign = other.number() != client.number();
        if (seat != null && foreign && world.front().find(seat.id(), client.caller()) != null) {
            world.history()
                    .add(
                            new Event.Wrong(
                                    client.party() + " got into the session of " + other.party()));
        }
    }
}
