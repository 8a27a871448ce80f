package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.Tool.Ask;
import io.tieline.testkit.simulation.Tool.Log;
import io.tieline.testkit.simulation.Tool.Progress;
import io.tieline.testkit.simulation.Tool.Work;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request at the backend: walks through the steps of its tool. */
final class Execution {

    private final World world;
    private final SeededRandom dice;
    private final Server server;
    private final Request request;
    private final Canary canary;
    private final Tool tool;
    private final Iterator<Tool.Step> steps;
    private final Set<Id> awaited = new LinkedHashSet<>(0);
    private int parts;
    private int progress;
    private boolean stopped;

    Execution(World world, SeededRandom dice, Server server, Request request) {
        this.world = world;
        this.dice = dice;
        this.server = server;
        this.request = request;
        this.canary = Objects.requireNonNull(Canary.in(request.json()));
        this.tool = world.plan().toolFor(request);
        this.steps = tool.steps().iterator();
    }

    /** The request was taken back: nothing more is said. */
    void stop() {
        stopped = true;
    }

    void proceed() {
        while (!stopped && !server.isOver()) {
            if (!steps.hasNext()) {
                end();
                return;
            }
            switch (steps.next()) {
                case Work(var time) -> {
                    world.schedule().after(time, this::proceed);
                    return;
                }
                case Log() -> log();
                case Progress() -> {
                    report();
                    server.sayForbidden(request.id());
                }
                case Ask ask -> {
                    ask(ask);
                    if (ask.waits()) {
                        return;
                    }
                }
            }
        }
    }

    private void log() {
        var data = Json.object("canary", nextPart().toString(), "odd", Json.of("[ 1e400 ]"));
        var params = Json.object("level", "info", "logger", "sim", "data", data);
        server.say(request.id(), Notification.of(Method.LOG_MESSAGE, params));
        if (dice.chance(0.05)) {
            server.hangUp(request);
        }
    }

    private void report() {
        var token = request.progressToken();
        if (token != null) {
            var params =
                    Json.object(
                            "progressToken",
                            token,
                            "progress",
                            ++progress,
                            "total",
                            Json.of("1e1"),
                            "message",
                            nextPart().toString());
            server.say(request.id(), Notification.of(Method.PROGRESS, params));
        }
    }

    private Canary nextPart() {
        return canary.part(++parts);
    }

    private void ask(Ask ask) {
        var via = ask.general() ? null : request.id();
        for (var kind : ask.kinds()) {
            awaited.add(
                    server.ask(
                            kind,
                            nextPart(),
                            via,
                            response -> answered(response.id(), ask.waits())));
        }
        if (!ask.patience().isZero()) {
            var mine = List.copyOf(awaited);
            world.schedule().after(ask.patience(), () -> giveUp(mine, ask));
        }
    }

    private void answered(@Nullable Id question, boolean waits) {
        if (awaited.remove(question) && waits && awaited.isEmpty()) {
            proceed();
        }
    }

    private void giveUp(List<Id> questions, Ask ask) {
        boolean any = false;
        for (var id : questions.stream().filter(awaited::contains).toList()) {
            any = true;
            awaited.remove(id);
            server.takeBack(id, ask.general() ? null : request.id());
        }
        if (any && ask.waits() && awaited.isEmpty()) {
            proceed();
        }
    }

    private void end() {
        stopped = true;
        new Ending(world, dice, server, request, canary).come(tool.end());
        if (tool.end() == Tool.End.THEN_ASKS) {
            server.ask(dice.pick(Kind.values()), nextPart(), request.id(), response -> {});
        }
    }
}
