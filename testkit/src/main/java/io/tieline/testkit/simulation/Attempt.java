package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.Tool.Ask;
import io.tieline.testkit.simulation.Tool.Log;
import io.tieline.testkit.simulation.Tool.Progress;
import io.tieline.testkit.simulation.Tool.Work;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request with an envelope at the backend: walks through the steps of its tool from where its
 * state says, and ends where it must ask.
 */
final class Attempt {

    private static final Set<String> WANT_INFO = Set.of("debug", "info");

    private final World world;
    private final SeededRandom dice;
    private final Server server;
    private final Request request;
    private final Canary canary;
    private final Tool tool;
    private final Ending ending;
    private int step;
    private int progress;
    private boolean stopped;

    Attempt(World world, SeededRandom dice, Server server, Request request) {
        this.world = world;
        this.dice = dice;
        this.server = server;
        this.request = request;
        this.canary = Objects.requireNonNull(Canary.in(request.json()));
        this.tool = world.plan().toolFor(request);
        this.ending = new Ending(world, dice, server, request, canary);
    }

    /** Nobody waits for it any longer. */
    void stop() {
        stopped = true;
    }

    void begin() {
        var params = request.params();
        var state = params == null ? null : params.text("requestState");
        if (state == null) {
            step = isAnswered() ? afterTheOnlyQuestion() : 0;
            proceed();
            return;
        }
        var of = Canary.in(Json.string(state));
        if (!world.states().contains(state) || !canary.equals(of)) {
            world.history()
                    .add(new Event.Wrong("the backend was brought a foreign state: " + state));
        }
        step = (int) Objects.requireNonNull(Json.of(state).get("step")).asLong();
        if (step < steps().size() && steps().get(step) instanceof Ask ask) {
            var missing = ask.kinds().size() - answers(ask);
            if (missing > 0) {
                ask(ask);
                return;
            }
            step++;
        }
        proceed();
    }

    private List<Tool.Step> steps() {
        return tool.steps();
    }

    private boolean isAnswered() {
        return steps().stream().anyMatch(each -> each instanceof Ask ask && answers(ask) > 0);
    }

    private int afterTheOnlyQuestion() {
        for (int at = 0; at < steps().size(); at++) {
            if (steps().get(at) instanceof Ask ask) {
                return answers(ask) == ask.kinds().size() ? at + 1 : at;
            }
        }
        return 0;
    }

    private int answers(Ask ask) {
        var params = request.params();
        var responses = params == null ? null : params.get("inputResponses");
        if (responses == null || !responses.isObject()) {
            return 0;
        }
        int count = 0;
        for (int i = 0; i < ask.kinds().size(); i++) {
            count += responses.get(key(ask, i)) == null ? 0 : 1;
        }
        return count;
    }

    private String key(Ask ask, int number) {
        return "a" + steps().indexOf(ask) + "." + number;
    }

    private void proceed() {
        while (!stopped && !server.isOver()) {
            if (step >= steps().size()) {
                stopped = true;
                ending.come(tool.end());
                return;
            }
            switch (steps().get(step)) {
                case Work(var time) -> {
                    step++;
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
                    return;
                }
            }
            step++;
        }
    }

    private @Nullable Json envelope(String key) {
        var meta = request.meta();
        return meta == null ? null : meta.get(key);
    }

    private void log() {
        var level = envelope(MetaKey.LOG_LEVEL);
        if (level != null && WANT_INFO.contains(level.asString())) {
            var data = Json.object("canary", world.nextPart(canary).toString());
            var params = Json.object("level", "info", "logger", "sim", "data", data);
            server.say(request.id(), Notification.of(Method.LOG_MESSAGE, params));
        }
    }

    private void report() {
        var token = request.progressToken();
        if (token != null) {
            var params =
                    Json.object(
                            "progressToken", token,
                            "progress", ++progress,
                            "message", world.nextPart(canary).toString());
            server.say(request.id(), Notification.of(Method.PROGRESS, params));
        }
    }

    /** The answer is a question; what comes back will say where to go on. */
    private void ask(Ask ask) {
        stopped = true;
        var can = envelope(MetaKey.CLIENT_CAPABILITIES);
        var lacked = new ArrayList<>(ask.kinds());
        lacked.removeIf(kind -> kind.isIn(can));
        server.finished(request);
        if (!lacked.isEmpty()) {
            ending.fail(ErrorCode.MISSING_CLIENT_CAPABILITY, "cannot ask for " + lacked);
            return;
        }
        var body = Json.object("resultType", "input_required");
        boolean puts = dice.chance(0.1);
        if (!puts) {
            var questions = questions(ask);
            boolean forbidden = world.plan().has(Fault.FORBIDDEN_MESSAGES) && dice.chance(0.2);
            body =
                    body.with(
                            "inputRequests",
                            forbidden ? Forbidden.among(questions, dice) : questions);
        }
        boolean only = steps().stream().filter(each -> each instanceof Ask).count() == 1;
        if (puts || !only || dice.chance(0.6)) {
            var state = state();
            world.states().add(state);
            body = body.with("requestState", Json.string(state));
        }
        server.say(request.id(), Result.of(request.id(), body));
    }

    /** As odd as a text can be that must come back byte for byte. */
    private String state() {
        return "{\"step\" : %d, \"of\":\"%s\", \"né\":%d}"
                .formatted(step, canary, world.nextSerial());
    }

    private Json questions(Ask ask) {
        var requests = Json.EMPTY_OBJECT;
        for (int i = 0; i < ask.kinds().size(); i++) {
            var kind = ask.kinds().get(i);
            var params = kind.question(world.nextPart(canary), Json.of("{ \"vendor\" : 1.50 }"));
            requests =
                    requests.with(
                            key(ask, i),
                            Json.object(
                                    "method",
                                    kind.method(),
                                    "params",
                                    params.without("elicitationId")));
        }
        return requests;
    }
}
