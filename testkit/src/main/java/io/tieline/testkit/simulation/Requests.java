package io.tieline.testkit.simulation;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client session requests, under ids and progress tokens that are as bad as is allowed.
 */
final class Requests {

    private enum Numbering {
        COUNTING,
        TEXT,
        /** 1, "1", 2, "2": all different. */
        LOOKALIKES,
        LOWEST_FREE,
        HUGE
    }

    private enum Tokens {
        NONE,
        /** The same for every request of every client. */
        SAME,
        AS_ID,
        TEXT
    }

    private final SeededRandom dice;
    private final ClientId party;
    private final Plan plan;
    private final Numbering numbering;
    private final Tokens tokens;
    private int made;

    Requests(SeededRandom dice, ClientId party, Plan plan) {
        this.dice = dice;
        this.party = party;
        this.plan = plan;
        this.numbering = dice.pick(Numbering.values());
        this.tokens = dice.pick(Tokens.values());
    }

    /** The next request; {@code again} under an id that is in flight. */
    Request next(Set<Id> inFlight, boolean again) {
        made++;
        var id = again ? inFlight.iterator().next() : nextId(inFlight);
        var canary = new Canary(party.client(), party.session(), made, 0);
        return request(id, canary, token(id));
    }

    /** A call of this tool. */
    Request call(Tool tool, Set<Id> inFlight) {
        made++;
        var id = nextId(inFlight);
        var canary = new Canary(party.client(), party.session(), made, 0);
        return Request.of(
                id, Method.TOOLS_CALL, named(tool.name(), canary, meta(canary, token(id))));
    }

    private Id nextId(Set<Id> inFlight) {
        return switch (numbering) {
            case COUNTING -> Id.of(made);
            case TEXT -> Id.of("r-" + made);
            case LOOKALIKES ->
                    made % 2 == 1 ? Id.of((made + 1) / 2) : Id.of(String.valueOf(made / 2));
            case LOWEST_FREE -> {
                long number = 1;
                while (inFlight.contains(Id.of(number))) {
                    number++;
                }
                yield Id.of(number);
            }
            case HUGE -> Id.of(Long.MAX_VALUE - made);
        };
    }

    private @Nullable Json token(Id id) {
        return switch (tokens) {
            case NONE -> null;
            case SAME -> Json.number(1);
            case AS_ID -> id.json();
            case TEXT -> Json.string("t" + made);
        };
    }

    private Request request(Id id, Canary canary, @Nullable Json token) {
        var tool = dice.pick(plan.tools()).name();
        var meta = meta(canary, token);
        return switch (dice.between(0, 15)) {
            case 0 -> Request.of(id, Method.PROMPTS_GET, named(tool, canary, meta));
            case 1 ->
                    Request.of(
                            id,
                            Method.RESOURCES_READ,
                            Json.object("uri", "sim://host/" + tool, "_meta", meta));
            case 2 ->
                    Request.of(
                            id,
                            dice.pick(List.of(Method.TOOLS_LIST, Method.PING, "vendor/extra")),
                            Json.object("_meta", meta));
            case 3 -> setting(id);
            default -> Request.of(id, Method.TOOLS_CALL, named(tool, canary, meta));
        };
    }

    /** What the gateway repeats for a new backend session; it carries no canary. */
    private Request setting(Id id) {
        var level = dice.pick(List.of("debug", "warning", "emergency"));
        var uri = Json.object("uri", "sim://watched/" + dice.between(1, 3));
        return switch (dice.between(0, 3)) {
            case 0 -> Request.of(id, Method.LOGGING_SET_LEVEL, Json.object("level", level));
            case 1 -> Request.of(id, Method.RESOURCES_UNSUBSCRIBE, uri);
            default -> Request.of(id, Method.RESOURCES_SUBSCRIBE, uri);
        };
    }

    private static Json meta(Canary canary, @Nullable Json token) {
        return Json.object("progressToken", token, "canary", canary.toString());
    }

    private static Json named(String tool, Canary canary, Json meta) {
        var odd = Json.of("[1.50e+3,\"\\u0041\"]");
        var arguments = Json.object("canary", canary.toString(), "odd", odd);
        return Json.object("name", tool, "arguments", arguments, "_meta", meta);
    }

    Canary canaryOf(Request request) {
        var canary = Canary.in(request.json());
        return canary == null ? new Canary(party.client(), party.session(), 0, 0) : canary;
    }
}
