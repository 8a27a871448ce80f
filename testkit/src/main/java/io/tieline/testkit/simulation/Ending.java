package io.tieline.testkit.simulation;

import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;

/** How a tool ends a request, in either era. */
final class Ending {

    private final World world;
    private final SeededRandom dice;
    private final Server server;
    private final Request request;
    private final Canary canary;

    Ending(World world, SeededRandom dice, Server server, Request request, Canary canary) {
        this.world = world;
        this.dice = dice;
        this.server = server;
        this.request = request;
        this.canary = canary;
    }

    void come(Tool.End end) {
        server.finished(request);
        switch (end) {
            case NEVER -> {}
            case DIES -> server.crash();
            case ERROR -> fail(-32050, "no luck");
            case RESULT, THEN_ASKS -> result(request.id());
            case TWICE -> {
                result(request.id());
                result(request.id());
            }
            case UNREADABLE -> server.sayUnreadably(request.id());
            case NAMELESS -> nameless();
            case AFTER_A_FORGED_ONE -> {
                result(Id.of(dice.between(500, 1000)));
                result(request.id());
            }
            case AFTER_A_LOOKALIKE -> {
                result(Id.of(request.id().json().toString()));
                result(request.id());
            }
        }
    }

    void fail(int code, String message) {
        var error = new RpcError(code, message, Json.object("canary", canary.toString()));
        server.say(request.id(), Failure.of(request.id(), error));
    }

    private void nameless() {
        var error = new RpcError(-32603, "bad request", Json.object("canary", canary.toString()));
        server.sayNameless(request.id(), error);
    }

    private void result(Id id) {
        server.say(request.id(), Result.of(id, content()));
    }

    /** No two answers are alike. */
    private Json content() {
        var text = Json.string(canary + " answer " + world.nextSerial());
        return Json.of(
                "{\"content\":[ {\"type\":\"text\", \"text\":"
                        + text
                        + "}],\"_meta\":{\"odd\":[2.50,\"\\u00e9\"]},\"isError\":false}");
    }
}
