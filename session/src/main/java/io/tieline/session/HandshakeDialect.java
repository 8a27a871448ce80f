package io.tieline.session;

import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Revisions 2024-11-05 to 2025-11-25: a handshake, and questions that are requests. */
final class HandshakeDialect implements Dialect {

    private final BackendSession session;
    private final BackendOpening opening;
    private final Incoming incoming;

    HandshakeDialect(BackendSession session, BackendOpening opening, Incoming incoming) {
        this.session = session;
        this.opening = opening;
        this.incoming = incoming;
    }

    @Override
    public void greet() {
        session.greet(Handshake.request(opening), new Handshake(session));
    }

    @Override
    public void opened() {
        session.write(Notification.of(Method.INITIALIZED, null));
    }

    @Override
    public void listen(Runnable established) {
        established.run(); // A session hears of changes as long as it lives.
    }

    @Override
    public void watch(Set<String> uris, Runnable established) {
        established.run();
    }

    @Override
    public boolean isExact() {
        return session.link().attributes();
    }

    @Override
    public Request lifeSign() {
        return Request.of(Id.of(0), Method.PING, null);
    }

    /** A state that the backend gave without a session means nothing in one: it is no new call. */
    @Override
    public boolean serves(Call call) {
        var params = call.request().params();
        if (call.options().envelope() == null
                || params == null
                || params.get("requestState") == null) {
            return false;
        }
        call.answer(Failure.of(call.request().id(), Refusals.staleState()));
        return true;
    }

    @Override
    public Request outgoing(Call call) {
        var request = call.attempt();
        if (call.options().envelope() == null || request.params() == null) {
            return request;
        }
        // What the client said of itself was for our hop.
        return request.withParams(Envelope.without(request.params()).without("inputResponses"));
    }

    @Override
    public Response answered(Call call, Response response) {
        if (call.options().envelope() != null
                && response instanceof Result listing
                && call.request().method().equals(Method.TOOLS_LIST)) {
            opening.habits().mirror().learn(listing);
        }
        return response;
    }

    @Override
    public void takeBack(Call call, @Nullable Json reason) {
        var params = Json.object("requestId", call.id().json(), "reason", reason);
        session.write(Notification.of(Method.CANCELLED, params));
        session.link().release(call);
    }

    @Override
    public void asked(Request question, @Nullable Call via) {
        incoming.asked(question, via);
    }

    @Override
    public void told(Notification notification, @Nullable Call via) {
        incoming.told(notification, via);
    }

    @Override
    public void tell(Notification notification) {
        session.write(notification);
    }

    @Override
    public boolean awaitsClient() {
        return incoming.awaitsClient();
    }

    @Override
    public void over() {
        incoming.over();
    }
}
