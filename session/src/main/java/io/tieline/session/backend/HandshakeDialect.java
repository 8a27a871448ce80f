package io.tieline.session.backend;

import io.tieline.session.Refusals;
import io.tieline.session.RequestMetadata;
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

    private final BackendOpening opening;
    private final BackendLink link;
    private final BackendCalls calls;
    private final ServerQuestions questions;
    private final ServerNotifications notifications;
    private final CallListener handshake;

    /**
     * A conversation that has not begun.
     *
     * @param handshake hears the answer to {@code initialize}
     */
    HandshakeDialect(
            BackendOpening opening,
            BackendLink link,
            BackendCalls calls,
            ServerQuestions questions,
            ServerNotifications notifications,
            CallListener handshake) {
        this.opening = opening;
        this.link = link;
        this.calls = calls;
        this.questions = questions;
        this.notifications = notifications;
        this.handshake = handshake;
    }

    @Override
    public void greet() {
        calls.greet(Handshake.request(opening), handshake);
    }

    @Override
    public void opened() {
        link.send(Notification.of(Method.INITIALIZED, null));
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
        return link.attributes();
    }

    @Override
    public Request lifeSign() {
        return Request.of(Id.of(0), Method.PING, null);
    }

    /** A state that the backend gave without a session means nothing in one: it is no new call. */
    @Override
    public boolean serves(Call call) {
        var params = call.request().params();
        if (call.options().metadata() == null
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
        if (call.options().metadata() == null || request.params() == null) {
            return request;
        }
        // The client said this of itself for our hop.
        return request.withParams(
                RequestMetadata.without(request.params()).without("inputResponses"));
    }

    @Override
    public Response answered(Call call, Response response) {
        if (call.options().metadata() != null
                && response instanceof Result listing
                && call.request().method().equals(Method.TOOLS_LIST)) {
            opening.askingHistory().mirror().learn(listing);
        }
        return response;
    }

    @Override
    public void takeBack(Call call, @Nullable Json reason) {
        var params = Json.object("requestId", call.id().json(), "reason", reason);
        link.send(Notification.of(Method.CANCELLED, params));
        link.release(call);
    }

    @Override
    public void asked(Request question, @Nullable Call via) {
        questions.take(question, via);
    }

    @Override
    public void told(Notification notification, @Nullable Call via) {
        notifications.take(notification, via);
    }

    @Override
    public void tell(Notification notification) {
        link.send(notification);
    }

    @Override
    public boolean awaitsClient() {
        return questions.awaitsClient();
    }

    @Override
    public void over() {
        questions.over();
    }
}
