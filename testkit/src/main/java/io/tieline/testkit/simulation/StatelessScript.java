package io.tieline.testkit.simulation;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client without a session wants: one request, and as many attempts at it as it takes to get
 * the answer. Each attempt says anew what its client can do.
 */
final class StatelessScript {

    private final SeededRandom dice;
    private final Canary canary;
    private final String method;
    private final Json params;

    /** The states that it was given, the latest last. */
    final List<String> states = new ArrayList<>(1);

    /** How often it has been asked something. */
    int rounds;

    StatelessScript(SeededRandom dice, Canary canary, Plan plan) {
        this.dice = dice;
        this.canary = canary;
        var tool = dice.pick(plan.tools()).name();
        this.method =
                switch (dice.between(0, 19)) {
                    case 0 -> Method.PROMPTS_GET;
                    case 1 -> Method.RESOURCES_READ;
                    case 2 -> dice.pick(List.of(Method.TOOLS_LIST, "vendor/extra"));
                    case 3 -> Method.SERVER_DISCOVER;
                    case 4 -> Method.PING;
                    case 5, 6 -> Method.SUBSCRIPTIONS_LISTEN;
                    default -> Method.TOOLS_CALL;
                };
        this.params =
                switch (method) {
                    case Method.TOOLS_CALL, Method.PROMPTS_GET ->
                            Json.object(
                                    "name",
                                    tool,
                                    "arguments",
                                    Json.object(
                                            "canary", canary.toString(),
                                            "odd", Json.of("[1.50e+3,\"\\u0041\"]")));
                    case Method.RESOURCES_READ -> Json.object("uri", "sim://host/" + tool);
                    case Method.SUBSCRIPTIONS_LISTEN -> Json.object("notifications", filter(dice));
                    default -> Json.EMPTY_OBJECT;
                };
    }

    private static Json filter(SeededRandom dice) {
        var filter = Json.EMPTY_OBJECT;
        if (dice.chance(0.5)) {
            filter = filter.with("toolsListChanged", Json.TRUE);
        }
        if (dice.chance(0.7)) {
            var uri = Json.string("sim://watched/" + dice.between(1, 3));
            filter = filter.with("resourceSubscriptions", Json.array(List.of(uri)));
        }
        return filter;
    }

    boolean listens() {
        return method.equals(Method.SUBSCRIPTIONS_LISTEN);
    }

    /** The next attempt, with an envelope of its own. */
    Request attempt(Id id, ReplyChannel way, Set<Kind> askable) {
        return Request.of(id, method, params.with("_meta", meta(id, way, askable)));
    }

    /** The next attempt, with what the last one was answered. */
    Request attempt(
            Id id,
            ReplyChannel way,
            Set<Kind> askable,
            @Nullable Json responses,
            @Nullable String state) {
        var request = attempt(id, way, askable);
        var own = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        if (responses != null) {
            own = own.with("inputResponses", responses);
        }
        return request.withParams(
                state == null ? own : own.with("requestState", Json.string(state)));
    }

    /** An attempt at something else, as if this state had been given for it. */
    Request altered(Id id, ReplyChannel way, String state) {
        var own = params.with("odd", Json.number(dice.between(0, 9)));
        var request = Request.of(id, method, own.with("_meta", meta(id, way, Set.of())));
        return request.withParams(
                own.with("_meta", meta(id, way, Set.of()))
                        .with("requestState", Json.string(state)));
    }

    private Json meta(Id id, ReplyChannel way, Set<Kind> askable) {
        var meta = Json.object("canary", canary.toString(), "leg", way.toString());
        if (dice.chance(0.7)) {
            meta = meta.with("progressToken", dice.chance(0.5) ? Json.number(1) : id.json());
        }
        meta =
                meta.with(MetaKey.PROTOCOL_VERSION, Json.string(Revision.STATELESS.text()))
                        .with(MetaKey.CLIENT_CAPABILITIES, Kind.capabilities(askable));
        if (dice.chance(0.8)) {
            var info = Json.object("name", "visitor", "version", "1");
            meta = meta.with(MetaKey.CLIENT_INFO, info);
        }
        if (dice.chance(0.4)) {
            var level = dice.pick(List.of("debug", "info", "error"));
            meta = meta.with(MetaKey.LOG_LEVEL, Json.string(level));
        }
        return meta;
    }
}
