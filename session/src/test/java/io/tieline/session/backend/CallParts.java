package io.tieline.session.backend;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;

/** Calls of a session, and the tables of their own that a test enters them into. */
final class CallParts {

    final BackendWorld world;
    final BackendContext context;
    final CallTable table;

    private CallParts(BackendWorld world) {
        this.world = world;
        this.context = world.session.life().context();
        this.table = new CallTable(context);
    }

    /** A session of one client. */
    static CallParts own() {
        return new CallParts(BackendWorld.own());
    }

    /** A session that several clients share. */
    static CallParts shared() {
        return new CallParts(BackendWorld.shared());
    }

    /** A call of a tool that has not left. */
    Call tool(String name) {
        return call(Method.TOOLS_CALL, Json.object("name", name));
    }

    Call call(String method, Json params) {
        return call(Request.of(Id.of("client"), method, params));
    }

    Call call(Request request) {
        var options = CallOptions.of(TimeLimits.DEFAULT);
        return new Call(world.session.life().calls(), request, new Heard(), options);
    }

    /** Has a call leave; returns it. */
    Call leaves(Call call) {
        table.enter(call, call.attempt());
        return call;
    }
}
